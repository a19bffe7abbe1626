import { enumType } from "./enum-type.js";

export const Involvement = enumType("Involvement", "How a caller is involved in an issue or a pull request.", {
  ASSIGNED: "Assigned to the caller.",
  AUTHORED: "Opened by the caller.",
  REVIEW_REQUESTED: "A review by the caller is requested (pull requests only).",
  MENTIONED: "Mentions the caller.",
});
export type Involvement = keyof typeof Involvement;
