import "./explorer-page.css";
import { lazy, Suspense, useEffect, useState } from "react";
import { useQuery } from "urql";
import { FailureNotice } from "../src/errors/failure-notice.js";
import { failureOf } from "../src/errors/failure.js";
import { ExplorerBudgetsDocument, ExplorerPageDocument } from "../src/generated/operations.js";
import { Shell } from "../src/shell/shell.js";
import { texts } from "../src/texts.js";
import { PageSkeleton } from "../src/ui/skeleton.js";
import { ExplorerBar } from "./explorer-bar.js";
import type { LastReport } from "./explorer-fetcher.js";

// GraphiQL is several times as large as everything else: the page shows before it is there.
const Explorer = lazy(async () => ({ default: (await import("./explorer.js")).Explorer }));

/** GraphiQL under a bar that tells who asks, what the last operation cost, and what is left. */
export function ExplorerPage() {
  const [{ data, error, fetching }, ask] = useQuery({ query: ExplorerPageDocument });
  const isInside = data !== undefined && data.session.nextStep !== "LOG_IN";
  const [budgets, askBudgets] = useQuery({ query: ExplorerBudgetsDocument, pause: !isInside });
  const [report, setReport] = useState<LastReport>(null);
  useEffect(() => {
    // What was run can have changed everything that the bar says.
    if (report === null) return;
    ask({ requestPolicy: "network-only" });
    if (isInside) askBudgets({ requestPolicy: "network-only" });
  }, [report, ask, askBudgets, isInside]);
  const failure = data || fetching ? undefined : failureOf(error);
  return (
    <Shell isWide>
      <h1 className="visually-hidden">{texts.explorer.title}</h1>
      <ExplorerBar
        session={data?.session}
        budgets={isInside ? (budgets.data?.rateLimits ?? []) : []}
        isLoading={fetching || budgets.fetching}
        report={report}
      />
      {failure && (
        <div className="explorer-page__failure">
          <FailureNotice failure={failure} onAgain={() => ask({ requestPolicy: "network-only" })} />
        </div>
      )}
      <Suspense fallback={<PageSkeleton />}>
        <Explorer onAnswer={setReport} />
      </Suspense>
    </Shell>
  );
}
