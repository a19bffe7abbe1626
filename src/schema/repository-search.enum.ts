import { enumType } from "./enum-type.js";

export const RepositorySearchScope = enumType("RepositorySearchScope", "Where to search.", {
  ACCESSIBLE: "What the caller can reach: own, shared, organizations, installations.",
  PUBLIC: "Public repositories of everyone.",
  ALL: "Both.",
});
export type RepositorySearchScope = keyof typeof RepositorySearchScope;

export const RepositorySearchOrder = enumType("RepositorySearchOrder", "Order of search results.", {
  BEST_MATCH: "GitHub's judgement.",
  STARS: "Most stars first.",
  UPDATED: "Last changed first.",
});
export type RepositorySearchOrder = keyof typeof RepositorySearchOrder;
