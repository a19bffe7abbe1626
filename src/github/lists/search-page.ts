import type { AccessRestriction } from "../access-restriction.js";
import type { SearchIssuesDocument, SearchRepositoriesDocument } from "../generated/operations.js";
import { connectionText, type ConnectionTextOptions } from "../selection/compile-connection.js";
import type { Page } from "../selection/connection-page.js";
import { COUNT_KEY } from "../selection/facts-key.js";
import { isRaw } from "../selection/is-raw.js";
import { keysOf, type ListCall } from "./list-call.js";
import { pageOf } from "./page-of.js";

/** GitHub ends every search here. */
const MOST_RESULTS = 1_000;

export interface SearchOptions extends ConnectionTextOptions {
  readonly searchText: string;
  readonly first: number;
  /** GitHub's cursor. */
  readonly after: string | null;
  /** GitHub's name of the count. */
  readonly count: "issueCount" | "repositoryCount";
  /** Whether what GitHub counts is what the list shows. */
  readonly isCounted: boolean;
}

/** One page of a search of GitHub's, with GitHub's cursors. */
export async function askSearch(
  operation: typeof SearchIssuesDocument | typeof SearchRepositoriesDocument,
  { searchText, first, after, isCounted, ...text }: SearchOptions,
  call: ListCall,
): Promise<Page> {
  const keys = keysOf(call);
  const asked = isCounted ? keys : { ...keys, totalCounts: [] };
  const selection = { ...call.selection, text: connectionText(asked, text) };
  const answer = await call.batch.ask(operation, { searchText, first, after }, selection);
  const page = pageOf(answer.value, answer, call, asked);
  return { ...page, restrictions: truncation(isRaw(answer.value) ? answer.value[COUNT_KEY] : undefined) };
}

/** Says that a search has more results than GitHub shows. */
export function truncation(count: unknown): readonly AccessRestriction[] {
  if (typeof count !== "number" || count <= MOST_RESULTS) return [];
  return [
    {
      reason: "RESULT_TRUNCATED",
      owner: null,
      message: `GitHub shows the first 1,000 of ${count.toLocaleString("en")} results. Add a repository, an owner, a state or more words to see the rest.`,
      nextStep: "FIX_INPUT",
      actionUrl: null,
      actionExpiresAt: null,
    },
  ];
}
