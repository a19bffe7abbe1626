import type { BudgetFragment, ExplorerPageQuery } from "../src/generated/operations.js";
import { NextStepButton } from "../src/next-step/next-step-button.js";
import { texts } from "../src/texts.js";
import type { LastReport } from "./explorer-fetcher.js";

export interface ExplorerBarProps {
  readonly data: ExplorerPageQuery | undefined;
  readonly report: LastReport;
}

/** Who asks, what the last operation cost, and what is left. */
export function ExplorerBar({ data, report }: ExplorerBarProps) {
  return (
    <div className="explorer-bar">
      <dl className="explorer-bar__facts">
        <Fact name={texts.explorer.account}>{data && accountOf(data)}</Fact>
        <Fact name={texts.explorer.lastOperation}>{costOf(report)}</Fact>
        <Fact name={texts.explorer.budget}>{data && budgetOf(data.rateLimits)}</Fact>
      </dl>
      {data?.session.account === null && <NextStepButton step={data.session.nextStep} />}
      <p className="explorer-bar__hint">{texts.explorer.leaveEditor}</p>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: string | undefined }) {
  return (
    <div className="explorer-bar__fact">
      <dt>{name}</dt>
      <dd aria-live="polite">{children ?? texts.loading}</dd>
    </div>
  );
}

function accountOf({ session: { account, credential } }: ExplorerPageQuery): string {
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
function budgetOf(budgets: readonly BudgetFragment[]): string {
  const [scarcest] = budgets.toSorted((a, b) => a.remaining / a.limit - b.remaining / b.limit);
  return scarcest === undefined ? texts.explorer.unknown : texts.explorer.left(scarcest.remaining, scarcest.limit);
}
