import { enumType } from "./enum-type.js";

export const SuggestedTaskKind = enumType("SuggestedTaskKind", "Kinds of suggested tasks, most urgent first.", {
  MERGE_CONFLICTS: "A pull request of the caller has conflicts.",
  FAILING_CHECKS: "Checks of a pull request of the caller fail.",
  CHANGES_REQUESTED: "Reviewers ask for changes.",
  UNRESOLVED_COMMENTS: "A pull request of the caller has review threads that are not resolved.",
  REVIEW_REQUESTED: "A review by the caller is requested.",
  OPEN_ISSUE: "An open issue is assigned to the caller.",
  OPEN_PR: "An open pull request of the caller with nothing wrong.",
});
export type SuggestedTaskKind = keyof typeof SuggestedTaskKind;
