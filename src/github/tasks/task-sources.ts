import type { Raw } from "../selection/shape.js";
import { isRaw } from "../selection/is-raw.js";
import { TROUBLES, type KindRule, type TaskKind } from "./task-kinds.js";

/** Where suggested tasks come from: a search of GitHub's, and what its findings mean. */
export interface TaskSource {
  readonly name: "authored" | "review" | "assigned";
  /** GitHub's type of what is found. */
  readonly itemType: "Issue" | "PullRequest";
  readonly searchText: string;
  /** The kinds that it can bring, most urgent first; the last one holds for everything that is found. */
  readonly rules: readonly KindRule[];
  /** What is missing when the search fails. */
  readonly missing: string;
  /** What is asked of a single item to tell whether the search would still find it. */
  readonly belongs: { readonly facts: string; readonly holds: (facts: Raw) => boolean };
}

/**
 * No item is found by two of them: issues are not pull requests, and a review of one's own, which a team can ask for,
 * is left to its author's search.
 */
export const TASK_SOURCES: readonly TaskSource[] = [
  {
    name: "authored",
    itemType: "PullRequest",
    searchText: "is:pr is:open archived:false author:@me sort:updated-desc",
    rules: [...TROUBLES, always("OPEN_PR", "Your pull request is open.")],
    missing: "Your pull requests could not be looked through.",
    belongs: {
      facts: "state viewerDidAuthor",
      holds: ({ state, viewerDidAuthor }) => state === "OPEN" && viewerDidAuthor === true,
    },
  },
  {
    name: "review",
    itemType: "PullRequest",
    searchText: "is:pr is:open archived:false review-requested:@me -author:@me sort:updated-desc",
    rules: [always("REVIEW_REQUESTED", "Your review is requested.")],
    missing: "Pull requests that wait for your review could not be looked for.",
    belongs: {
      facts:
        "state viewerDidAuthor reviewRequests(first: 100) { nodes { requestedReviewer { __typename ... on User { isViewer } } } }",
      holds: ({ state, viewerDidAuthor, reviewRequests }) =>
        state === "OPEN" && viewerDidAuthor === false && nodesOf(reviewRequests).some(isForViewer),
    },
  },
  {
    name: "assigned",
    itemType: "Issue",
    searchText: "is:issue is:open archived:false assignee:@me sort:updated-desc",
    rules: [always("OPEN_ISSUE", "The issue is assigned to you.")],
    missing: "Issues that are assigned to you could not be looked for.",
    belongs: {
      facts: "state assignees(first: 100) { nodes { isViewer } }",
      holds: ({ state, assignees }) =>
        state === "OPEN" && nodesOf(assignees).some((user) => isRaw(user) && user["isViewer"] === true),
    },
  },
];

function always(kind: TaskKind, sentence: string): KindRule {
  return { kind, facts: "", reason: () => sentence };
}

/** A request to a team counts: the search has found it because the caller is in that team. */
function isForViewer(request: unknown): boolean {
  const reviewer = isRaw(request) ? request["requestedReviewer"] : undefined;
  return isRaw(reviewer) && (reviewer["isViewer"] === true || reviewer["__typename"] === "Team");
}

function nodesOf(connection: unknown): readonly unknown[] {
  const nodes = isRaw(connection) ? connection["nodes"] : undefined;
  return Array.isArray(nodes) ? nodes : [];
}
