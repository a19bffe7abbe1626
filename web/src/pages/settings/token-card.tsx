import { useEffect, useRef, useState } from "react";
import { useMutation } from "urql";
import { failureOf } from "../../errors/failure.js";
import { FailureNotice } from "../../errors/failure-notice.js";
import { RemoveTokenDocument, type CredentialDetailsFragment } from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { TokenForm } from "../../token/token-form.js";
import { Button, ButtonLink } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { ConfirmButton } from "../../ui/confirm-button.js";
import { CredentialFacts } from "./credential-facts.js";

export interface TokenCardProps {
  readonly credential: CredentialDetailsFragment;
}

/** The stored token: what it is, how long it is good for, and how another one takes its place. */
export function TokenCard({ credential }: TokenCardProps) {
  const [isReplacing, setReplacing] = useState(isOpenedByAddress);
  const [{ fetching, error }, remove] = useMutation(RemoveTokenDocument);
  const place = useRef<HTMLDivElement>(null);
  const focusField = () => place.current?.querySelector("input")?.focus();
  useOpenedByLink(() => {
    setReplacing(true);
    place.current?.scrollIntoView();
    // It may have been open before, with the focus elsewhere.
    focusField();
  });
  const failure = failureOf(error);
  return (
    <div id="token" ref={place}>
      <Card title={texts.settings.token.title}>
        <CredentialFacts credential={credential} />
        {failure && <FailureNotice failure={failure} onAgain={() => void remove({})} />}
        <div className="row">
          {credential.renewUrl !== null && (
            <ButtonLink href={credential.renewUrl}>{texts.settings.token.createSame}</ButtonLink>
          )}
          <Button aria-expanded={isReplacing} onClick={() => setReplacing(!isReplacing)}>
            {texts.settings.token.replace}
          </Button>
          <ConfirmButton
            label={texts.settings.token.remove}
            title={texts.settings.token.removeTitle}
            confirm={texts.settings.token.removeConfirm}
            isBusy={fetching}
            onConfirm={() => void remove({})}
          >
            <p>{texts.settings.token.removeText}</p>
          </ConfirmButton>
        </div>
        {isReplacing && <TokenForm hasFocus onSaved={() => setReplacing(false)} />}
      </Card>
    </div>
  );
}

function isOpenedByAddress(): boolean {
  return location.hash === "#token";
}

/** Links to the token lead to this page from all others, and from this one as well. */
function useOpenedByLink(open: () => void): void {
  useEffect(() => {
    const onChange = () => {
      if (isOpenedByAddress()) open();
    };
    // The second is wouter's, for links that the browser does not follow itself.
    const events = ["hashchange", "pushState"];
    for (const event of events) addEventListener(event, onChange);
    return () => {
      for (const event of events) removeEventListener(event, onChange);
    };
  });
}
