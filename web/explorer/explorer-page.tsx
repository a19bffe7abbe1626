import "./explorer-page.css";
import { lazy, Suspense, useEffect, useState } from "react";
import { useQuery } from "urql";
import { ExplorerPageDocument } from "../src/generated/operations.js";
import { Shell } from "../src/shell/shell.js";
import { texts } from "../src/texts.js";
import { PageSkeleton } from "../src/ui/skeleton.js";
import { ExplorerBar } from "./explorer-bar.js";
import type { LastReport } from "./explorer-fetcher.js";

// GraphiQL is several times as large as everything else: the page shows before it is there.
const Explorer = lazy(async () => ({ default: (await import("./explorer.js")).Explorer }));

/** GraphiQL under a bar that tells who asks, what the last operation cost, and what is left. */
export function ExplorerPage() {
  const [{ data }, ask] = useQuery({ query: ExplorerPageDocument });
  const [report, setReport] = useState<LastReport>(null);
  useEffect(() => {
    // What was run can have changed everything that the bar says.
    if (report !== null) ask({ requestPolicy: "network-only" });
  }, [report, ask]);
  return (
    <Shell isWide>
      <h1 className="visually-hidden">{texts.explorer.title}</h1>
      <ExplorerBar data={data} report={report} />
      <Suspense fallback={<PageSkeleton />}>
        <Explorer onAnswer={setReport} />
      </Suspense>
    </Shell>
  );
}
