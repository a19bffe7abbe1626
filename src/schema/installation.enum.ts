import { enumType } from "./enum-type.js";

export const RepositorySelection = enumType("RepositorySelection", "Which repositories an installation covers.", {
  ALL: "All, present and future.",
  SELECTED: "Chosen ones.",
});
export type RepositorySelection = keyof typeof RepositorySelection;
