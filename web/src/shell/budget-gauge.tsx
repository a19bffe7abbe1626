import "./budget-gauge.css";
import type { BudgetFragment } from "../generated/operations.js";
import { texts, timeOf } from "../texts.js";
import { useNow } from "../ui/use-now.js";

/** The share of the budget from which on it is worth a sentence. */
const LOW = 0.2;

export interface BudgetGaugeProps {
  readonly budget: BudgetFragment;
}

/** What is left of the budget at GitHub. Says nothing while there is enough. */
export function BudgetGauge({ budget: { limit, remaining, resetAt, pausedUntil } }: BudgetGaugeProps) {
  const now = useNow();
  const isPaused = pausedUntil !== null && Date.parse(pausedUntil) > now;
  const isLow = remaining <= limit * LOW && Date.parse(resetAt) > now;
  // With nothing left there is a pause as well: that of the budget, not one for having asked too fast.
  const isUsedUp = isLow && remaining === 0;
  if (!isPaused && !isLow) return null;
  return (
    <div className="budget-gauge" role="status">
      {isLow && (
        <meter className="budget-gauge__bar" min={0} max={limit} value={remaining} aria-label={texts.budget.meter} />
      )}
      <span>
        {isPaused && !isUsedUp
          ? texts.budget.paused(timeOf(pausedUntil))
          : texts.budget.low(remaining, limit, timeOf(resetAt))}
      </span>
    </div>
  );
}
