import type { CredentialDetailsFragment, LoginPurpose } from "../../generated/operations.js";
import { useBeginLogin } from "../../session/use-begin-login.js";
import { texts } from "../../texts.js";
import { Button } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { Notice } from "../../ui/notice.js";
import { CredentialFacts } from "./credential-facts.js";
import { Installations } from "./installations.js";

const PURPOSES = ["MANAGE_ACCESS", "RECONNECT", "SWITCH_ACCOUNT"] as const satisfies readonly LoginPurpose[];

export interface AccessCardProps {
  readonly credential: CredentialDetailsFragment | null;
  /** Whether GitHub can be asked at the moment. */
  readonly isConnected: boolean;
}

/** What GitHub lets the App see for this user, and the ways to more. */
export function AccessCard({ credential, isConnected }: AccessCardProps) {
  const { begin, isLeaving, failure } = useBeginLogin();
  return (
    <Card title={texts.settings.access.title}>
      {credential && <CredentialFacts credential={credential} />}
      {isConnected && <Installations />}
      {failure && (
        <Notice tone="bad" isUrgent>
          <p>{failure.message}</p>
        </Notice>
      )}
      <div className="row">
        {PURPOSES.map((purpose) => (
          <Button key={purpose} isBusy={isLeaving} onClick={() => begin({ purpose })}>
            {texts.settings.access.purposes[purpose]}
          </Button>
        ))}
      </div>
    </Card>
  );
}
