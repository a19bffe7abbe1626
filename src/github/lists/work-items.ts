import { SearchIssuesDocument } from "../generated/operations.js";
import type { CursorPosition } from "../selection/cursor.js";
import type { ListCall, ListPage } from "./list-call.js";
import { mergeSearches } from "./merged-searches.js";
import { assertRepository, repositoryQualifier } from "./named-repository.js";
import type { PageArguments } from "./page-arguments.js";
import { placedSearch, placingFacts } from "./placed-page.js";
import { askSearch } from "./search-page.js";

/** Arguments of `Query.issues` and of `Query.pullRequests`. */
export interface WorkItemsArguments extends PageArguments {
  readonly involvement: readonly ("ASSIGNED" | "AUTHORED" | "REVIEW_REQUESTED" | "MENTIONED")[];
  readonly states: readonly ("OPEN" | "CLOSED" | "MERGED")[];
  readonly repository: string | null;
}

const INVOLVED = {
  ASSIGNED: "assignee:@me",
  AUTHORED: "author:@me",
  REVIEW_REQUESTED: "review-requested:@me",
  MENTIONED: "mentions:@me",
};

/**
 * Issues or pull requests that involve the caller, newest first. Several kinds of involvement are several searches in
 * one document: an older Enterprise Server knows no `OR`.
 */
export async function readWorkItems(
  type: "Issue" | "PullRequest",
  args: WorkItemsArguments,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const searches = searchesOf(type, args);
  const [first, ...others] = searches;
  if (first === undefined) return { rows: [], hasNextPage: false, totalCount: 0, withheld: [] };
  const [page] = await Promise.all([
    others.length === 0 ? readOne(first, type, args, call, at) : mergeSearches(searches, type, args.first, call, at),
    assertRepository(args.repository, call),
  ]);
  return page;
}

/** A single search. */
async function readOne(
  searchText: string,
  itemType: string,
  { first }: WorkItemsArguments,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const after = at === undefined ? null : String(at[0]);
  const search = { searchText, first, after, itemType, count: "issueCount", isCounted: true } as const;
  const page = await askSearch(SearchIssuesDocument, { ...search, ...placingFacts(call, at) }, call);
  return placedSearch(page, at);
}

/** https://docs.github.com/en/search-github/searching-on-github/searching-issues-and-pull-requests */
function searchesOf(type: "Issue" | "PullRequest", args: WorkItemsArguments): readonly string[] {
  const kinds = [...new Set(args.involvement)].filter((each) => type === "PullRequest" || each !== "REVIEW_REQUESTED");
  const states = statesOf(type, args.states);
  const place = repositoryQualifier(args.repository);
  return kinds.flatMap((kind) =>
    states.map((state) =>
      [
        type === "Issue" ? "is:issue" : "is:pr",
        ...state,
        INVOLVED[kind],
        ...place,
        // A walk stays true only in an order that no change of an item disturbs.
        "sort:created-desc",
      ].join(" "),
    ),
  );
}

/** Qualifiers for some states, one list for each search; as at GitHub, no state means every state. */
const ISSUE_STATES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  OPEN: [["is:open"]],
  CLOSED: [["is:closed"]],
};

/** The same for pull requests: to the search, a merged one is closed as well. */
const PULL_REQUEST_STATES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  OPEN: [["is:open"]],
  CLOSED: [["is:closed", "-is:merged"]],
  MERGED: [["is:merged"]],
  "CLOSED OPEN": [["-is:merged"]],
  "CLOSED MERGED": [["is:closed"]],
  "MERGED OPEN": [["is:open"], ["is:merged"]],
};

function statesOf(type: "Issue" | "PullRequest", states: WorkItemsArguments["states"]) {
  const known = type === "Issue" ? ISSUE_STATES : PULL_REQUEST_STATES;
  return known[[...new Set(states)].toSorted().join(" ")] ?? [[]];
}
