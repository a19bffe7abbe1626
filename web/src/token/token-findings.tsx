import "./token-findings.css";
import type { CapabilityFindingFragment, TokenFindingsFragment } from "../generated/operations.js";
import { Restrictions } from "../next-step/restrictions.js";
import { dayOf, texts } from "../texts.js";
import { Sentence } from "../ui/sentence.js";

/** The gateway counts no further; what it found out about each ability says more. */
const MOST_COUNTED = 100;
const SIGNS = { GRANTED: "✓", MISSING: "✗", UNKNOWN: "?" } as const;

export interface TokenFindingsProps {
  readonly check: TokenFindingsFragment;
}

/** The X-ray of a token: whose it is, until when, and what it can and cannot do, with the cure. */
export function TokenFindings({ check }: TokenFindingsProps) {
  const { kind, login, expiresAt, visibleRepositoryCount: count, capabilities, restrictions } = check;
  return (
    <div className="token-findings">
      <div>
        <p className="token-findings__kind">
          {texts.token.kind[kind]} {login !== null && `${texts.token.ofUser} @${login}`}
        </p>
        <ul className="token-findings__facts" role="list">
          <li>{expiresAt === null ? texts.token.expiresNever : texts.token.expires(dayOf(expiresAt))}</li>
          {count !== null && count < MOST_COUNTED && <li>{texts.token.visible(count)}</li>}
        </ul>
      </div>
      {capabilities.length > 0 && (
        <ul className="token-findings__list" role="list" aria-label={texts.token.findings}>
          {capabilities.map((finding) => (
            <CapabilityLine key={finding.capability} finding={finding} />
          ))}
        </ul>
      )}
      <Restrictions restrictions={restrictions} label={texts.token.outOfReach} />
    </div>
  );
}

interface CapabilityLineProps {
  readonly finding: CapabilityFindingFragment;
}

function CapabilityLine({ finding: { capability, status, evidence, fix } }: CapabilityLineProps) {
  return (
    <li className="capability">
      <span className={`capability__status capability__status--${status}`}>
        <span aria-hidden="true">{SIGNS[status]}</span>
        <span className="visually-hidden">{texts.token.status[status]}</span>
      </span>
      <span className="capability__title">{texts.token.capability[capability]}</span>
      <span className="capability__why">
        <Sentence text={evidence} />
        {fix !== null && (
          <span className="capability__fix">
            <Sentence text={fix} />
          </span>
        )}
      </span>
    </li>
  );
}
