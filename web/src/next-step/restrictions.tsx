import "./restrictions.css";
import type { RestrictionFragment } from "../generated/operations.js";
import { Sentence } from "../ui/sentence.js";
import { NextStepButton } from "./next-step-button.js";

export interface RestrictionsProps {
  readonly restrictions: readonly RestrictionFragment[];
  readonly label: string;
  /** Asks for the list once more. */
  readonly onAgain?: (() => void) | undefined;
}

/** What GitHub left out, why, and the way to it. Belongs below every list that has restrictions. */
export function Restrictions({ restrictions, label, onAgain }: RestrictionsProps) {
  if (restrictions.length === 0) return null;
  return (
    <ul className="restrictions" role="list" aria-label={label}>
      {restrictions.map(({ reason, owner, message, nextStep, actionUrl }) => (
        <li className="restrictions__item" key={`${reason} ${owner} ${message}`}>
          <span className="restrictions__text">
            <Sentence text={message} />
          </span>
          <NextStepButton step={nextStep} actionUrl={actionUrl} onAgain={onAgain} />
        </li>
      ))}
    </ul>
  );
}
