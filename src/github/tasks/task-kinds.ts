import { isRaw } from "../selection/is-raw.js";
import type { Raw } from "../selection/shape.js";

/** Values of the schema's `SuggestedTaskKind`, most urgent first. */
export const TASK_KINDS = [
  "MERGE_CONFLICTS",
  "FAILING_CHECKS",
  "CHANGES_REQUESTED",
  "UNRESOLVED_COMMENTS",
  "REVIEW_REQUESTED",
  "OPEN_ISSUE",
  "OPEN_PR",
] as const;

export type TaskKind = (typeof TASK_KINDS)[number];

/** A reason for which something waits for the caller. */
export interface KindRule {
  readonly kind: TaskKind;
  /** What is asked of GitHub to tell whether it holds. */
  readonly facts: string;
  /** The sentence that says why, if it holds; what GitHub withheld says nothing. */
  readonly reason: (facts: Raw) => string | undefined;
}

/** Troubles of a pull request of the caller, most urgent first. */
export const TROUBLES: readonly KindRule[] = [
  {
    kind: "MERGE_CONFLICTS",
    facts: "mergeable",
    reason: ({ mergeable }) =>
      mergeable === "CONFLICTING" ? "Your pull request has conflicts with the branch it goes to." : undefined,
  },
  {
    kind: "FAILING_CHECKS",
    facts: "statusCheckRollup { state }",
    reason: (facts) => {
      const state = at(facts, "statusCheckRollup", "state");
      return state === "FAILURE" || state === "ERROR" ? "Checks of your pull request fail." : undefined;
    },
  },
  {
    kind: "CHANGES_REQUESTED",
    facts: "reviewDecision",
    reason: ({ reviewDecision }) =>
      reviewDecision === "CHANGES_REQUESTED" ? "Reviewers ask for changes to your pull request." : undefined,
  },
  {
    kind: "UNRESOLVED_COMMENTS",
    facts: "reviewThreads(first: 100) { nodes { isResolved } }",
    reason: (facts) => {
      const threads = at(facts, "reviewThreads", "nodes");
      const count = Array.isArray(threads) ? threads.filter((each) => at(each, "isResolved") === false).length : 0;
      if (count === 0) return undefined;
      return count === 1
        ? "A review thread of your pull request is not resolved."
        : `${count} review threads of your pull request are not resolved.`;
    },
  },
];

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((each, step) => {
    if (Array.isArray(each)) return each[Number(step)];
    return isRaw(each) ? each[step] : undefined;
  }, value);
}
