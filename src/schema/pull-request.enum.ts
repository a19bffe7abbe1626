import { enumType } from "./enum-type.js";

export const PullRequestState = enumType("PullRequestState", "States of a pull request.", {
  OPEN: "Open.",
  CLOSED: "Closed without merging.",
  MERGED: "Merged.",
});
export type PullRequestState = keyof typeof PullRequestState;

export const MergeableState = enumType("MergeableState", "Whether a pull request can be merged.", {
  MERGEABLE: "Yes.",
  CONFLICTING: "No, there are conflicts.",
  UNKNOWN: "Not known yet.",
});
export type MergeableState = keyof typeof MergeableState;

export const CheckState = enumType("CheckState", "Combined state of checks.", {
  SUCCESS: "All passed.",
  PENDING: "Running or waiting.",
  FAILURE: "At least one failed.",
  ERROR: "At least one could not run.",
  EXPECTED: "Expected, not begun.",
});
export type CheckState = keyof typeof CheckState;

export const ReviewDecision = enumType("ReviewDecision", "Outcome of reviews.", {
  APPROVED: "Approved.",
  CHANGES_REQUESTED: "Changes requested.",
  REVIEW_REQUIRED: "A review is required.",
});
export type ReviewDecision = keyof typeof ReviewDecision;
