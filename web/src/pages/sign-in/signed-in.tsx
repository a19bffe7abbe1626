import type { ReactNode } from "react";
import { useQuery } from "urql";
import { CallbackPageDocument } from "../../generated/operations.js";
import { PageLink } from "../../shell/page-link.js";
import { texts } from "../../texts.js";
import { usePageTitle } from "../../ui/use-page-title.js";
import { Welcome } from "../../ui/welcome.js";

export interface SignedInProps {
  readonly title: string;
  readonly login: string | null;
  /** Shown before the link that leads on. */
  readonly children?: ReactNode;
}

/** The end of a login that leads nowhere else. */
export function SignedIn({ title, login, children }: SignedInProps) {
  usePageTitle(title);
  // For the shell around it; what finished the login has brought only the session.
  useQuery({ query: CallbackPageDocument });
  return (
    <Welcome title={title} lead={login !== null && texts.callback.signedInAs(login)}>
      {children}
      <div className="row">
        <PageLink className="button button--main" href="/">
          {texts.callback.goOn}
        </PageLink>
      </div>
    </Welcome>
  );
}
