import "./credential-facts.css";
import type { ReactNode } from "react";
import type { CredentialDetailsFragment } from "../../generated/operations.js";
import { Restrictions } from "../../next-step/restrictions.js";
import { dayOf, texts, timeOf } from "../../texts.js";
import { useNow } from "../../ui/use-now.js";

const DAY = 86_400_000;

export interface CredentialFactsProps {
  readonly credential: CredentialDetailsFragment;
}

/** What is known of the credential that GitHub is asked with. The gateway asks nobody for it. */
export function CredentialFacts({ credential }: CredentialFactsProps) {
  const { kind, hint, login, status, scopes, expiresAt, renewableUntil, lastVerifiedAt, restrictions } = credential;
  const facts = texts.settings.credential;
  return (
    <>
      <dl className="credential-facts">
        <Fact name={facts.status}>
          <span className={`credential-facts__status credential-facts__status--${status}`}>
            {status === "VALID" && lastVerifiedAt === null ? facts.unchecked : facts.statuses[status]}
          </span>
        </Fact>
        <Fact name={facts.kind}>
          {texts.token.kind[kind]}
          {hint !== null && <span className="soft"> …{hint}</span>}
        </Fact>
        {login !== null && <Fact name={facts.owner}>@{login}</Fact>}
        <Fact name={facts.expires}>
          {renewableUntil !== null ? facts.renewed(dayOf(renewableUntil)) : <Expiry instant={expiresAt} />}
        </Fact>
        {scopes.length > 0 && (
          <Fact name={facts.scopes}>
            <code>{scopes.join(", ")}</code>
          </Fact>
        )}
        {lastVerifiedAt !== null && (
          <Fact name={facts.verified}>
            {dayOf(lastVerifiedAt)}, {timeOf(lastVerifiedAt)}
          </Fact>
        )}
      </dl>
      <Restrictions restrictions={restrictions} label={texts.token.outOfReach} />
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="credential-facts__fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Expiry({ instant }: { readonly instant: string | null }) {
  const now = useNow();
  if (instant === null) return texts.token.expiresNever;
  const days = Math.ceil((Date.parse(instant) - now) / DAY);
  return days > 0
    ? texts.settings.credential.expiresIn(dayOf(instant), days)
    : texts.settings.credential.expired(dayOf(instant));
}
