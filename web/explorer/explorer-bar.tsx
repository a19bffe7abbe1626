import type { BudgetFragment, SessionStateFragment } from "../src/generated/operations.js";
import { NextStepButton } from "../src/next-step/next-step-button.js";
import { texts } from "../src/texts.js";
import type { LastReport } from "./explorer-fetcher.js";

export interface ExplorerBarProps {
  readonly session: SessionStateFragment | undefined;
  /** All that are known of whoever is signed in. */
  readonly budgets: readonly BudgetFragment[];
  /** Whether what is not there yet is still to come. */
  readonly isLoading: boolean;
  readonly report: LastReport;
}

/** Who asks, what the last operation cost, and what is left. */
export function ExplorerBar({ session, budgets, isLoading, report }: ExplorerBarProps) {
  const unknown = isLoading ? texts.loading : texts.explorer.unknown;
  return (
    <div className="explorer-bar">
      <dl className="explorer-bar__facts">
        <Fact name={texts.explorer.account}>{session === undefined ? unknown : accountOf(session)}</Fact>
        <Fact name={texts.explorer.lastOperation}>{costOf(report)}</Fact>
        <Fact name={texts.explorer.budget}>{leftOf(budgets) ?? unknown}</Fact>
      </dl>
      {session?.account === null && <NextStepButton step={session.nextStep} />}
      <p className="explorer-bar__hint">{texts.explorer.leaveEditor}</p>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div className="explorer-bar__fact">
      <dt>{name}</dt>
      <dd aria-live="polite">{children}</dd>
    </div>
  );
}

function accountOf({ account, credential }: SessionStateFragment): string {
  const login = account?.login ?? texts.explorer.nobody;
  if (credential === null) return login;
  const kind = texts.token.kind[credential.kind];
  return credential.hint === null ? `${login}, ${kind}` : `${login}, ${kind} …${credential.hint}`;
}

function costOf(report: LastReport): string {
  if (report === null) return texts.explorer.noOperation;
  return report.upstream === undefined ? texts.explorer.unknown : texts.explorer.cost(report.upstream);
}

/** The one that is nearest to its end. */
function leftOf(budgets: readonly BudgetFragment[]): string | undefined {
  const [scarcest] = budgets.toSorted((a, b) => a.remaining / a.limit - b.remaining / b.limit);
  return scarcest && texts.explorer.left(scarcest.remaining, scarcest.limit);
}
