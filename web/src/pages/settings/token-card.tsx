import { useEffect, useRef, useState } from "react";
import { useMutation } from "urql";
import { failureOf } from "../../errors/failure.js";
import { FailureNotice } from "../../errors/failure-notice.js";
import {
  RemoveTokenDocument,
  type CredentialDetailsFragment,
  type TokenGuideFragment,
} from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { TokenForm } from "../../token/token-form.js";
import { Button, ButtonLink } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { ConfirmButton } from "../../ui/confirm-button.js";
import { CredentialFacts } from "./credential-facts.js";

export interface TokenCardProps {
  readonly credential: CredentialDetailsFragment;
  readonly tokenGuide: TokenGuideFragment | null;
}

/** The stored token: what it is, how long it is good for, and how another one takes its place. */
export function TokenCard({ credential, tokenGuide }: TokenCardProps) {
  const [isReplacing, setReplacing] = useState(() => location.hash === "#token");
  const [{ fetching, error }, remove] = useMutation(RemoveTokenDocument);
  const place = useRef<HTMLDivElement>(null);
  useOpenedByLink(() => {
    setReplacing(true);
    place.current?.scrollIntoView();
  });
  const failure = failureOf(error);
  const sameKind = (credential.kind === "FINE_GRAINED_PAT" && tokenGuide?.fineGrainedUrl) || tokenGuide?.classicUrl;
  return (
    <div id="token" ref={place}>
      <Card title={texts.settings.token.title}>
        <CredentialFacts credential={credential} />
        {failure && <FailureNotice failure={failure} onAgain={() => void remove({})} />}
        <div className="row">
          {sameKind && <ButtonLink href={sameKind}>{texts.settings.token.createSame}</ButtonLink>}
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
        {isReplacing && <TokenForm onSaved={() => setReplacing(false)} />}
      </Card>
    </div>
  );
}

/** Links to the token lead to this page from all others, and from this one as well. */
function useOpenedByLink(open: () => void): void {
  useEffect(() => {
    const onChange = () => {
      if (location.hash === "#token") open();
    };
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  });
}
