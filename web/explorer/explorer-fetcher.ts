import type { GraphiQLProps } from "graphiql";
import { withOwnName } from "./with-own-name.js";

/** What an operation asked of GitHub; the gateway tells it to whoever wants to know. */
export interface UpstreamReport {
  readonly calls: { readonly graphql: number; readonly rest: number };
  readonly points: number;
  readonly cache: { readonly hits: number; readonly stale: number; readonly shared: number; readonly misses: number };
}

/** `null` before there was an operation; without `upstream` where the gateway said nothing. */
export type LastReport = { readonly upstream?: UpstreamReport | undefined } | null;

export interface ExplorerFetcherOptions {
  readonly onAnswer: (report: LastReport) => void;
}

interface Answer {
  readonly extensions?: { readonly upstream?: UpstreamReport };
}

/** Sends operations as any client does. The report goes to the bar; what is shown is what any client gets. */
export function createExplorerFetcher({ onAnswer }: ExplorerFetcherOptions): GraphiQLProps["fetcher"] {
  return async (operation) => {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: {
        // With this type every answer of the gateway has status 200, and the browser's console stays quiet.
        accept: "application/json",
        "content-type": "application/json",
        "x-octogate-report": "upstream",
      },
      body: JSON.stringify(withOwnName(operation)),
    });
    const { extensions: { upstream, ...others } = {}, ...answer } = (await response.json()) as Answer;
    onAnswer({ upstream });
    return Object.keys(others).length > 0 ? { ...answer, extensions: others } : answer;
  };
}
