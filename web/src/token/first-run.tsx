import { useLayoutEffect } from "react";
import type { TokenGuideFragment } from "../generated/operations.js";
import { texts } from "../texts.js";
import { Card } from "../ui/card.js";
import { usePageTitle } from "../ui/use-page-title.js";
import { Welcome } from "../ui/welcome.js";
import { TokenForm } from "./token-form.js";
import { TokenLinks } from "./token-links.js";

export interface FirstRunProps {
  readonly tokenGuide: TokenGuideFragment | null;
}

/** In the place of any page as long as there is no token: one field, and ways to fill it. */
export function FirstRun({ tokenGuide }: FirstRunProps) {
  usePageTitle(texts.firstRun.title);
  // What takes its place is read from its beginning; the button that had the focus is gone.
  useLayoutEffect(
    () => () => {
      window.scrollTo(0, 0);
      document.getElementById("page")?.focus({ preventScroll: true });
    },
    [],
  );
  return (
    <Welcome title={texts.firstRun.title} lead={texts.firstRun.lead}>
      <Card>
        <TokenForm />
        {tokenGuide && <TokenLinks tokenGuide={tokenGuide} />}
      </Card>
    </Welcome>
  );
}
