import { texts } from "../texts.js";
import { PageLink } from "./page-link.js";

export interface NavigationProps {
  /** Address of the explorer, where there is one. */
  readonly explorer: string | null;
}

export function Navigation({ explorer }: NavigationProps) {
  return (
    <nav className="navigation" aria-label={texts.navigation.label}>
      <PageLink className="navigation__link" href="/repositories">
        {texts.navigation.repositories}
      </PageLink>
      {explorer !== null && (
        <PageLink className="navigation__link" href="/graphql">
          {texts.navigation.explorer}
        </PageLink>
      )}
      <PageLink className="navigation__link" href="/settings">
        {texts.navigation.settings}
      </PageLink>
    </nav>
  );
}
