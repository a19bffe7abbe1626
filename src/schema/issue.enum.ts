import { enumType } from "./enum-type.js";

export const IssueState = enumType("IssueState", "States of an issue.", {
  OPEN: "Open.",
  CLOSED: "Closed.",
});
export type IssueState = keyof typeof IssueState;
