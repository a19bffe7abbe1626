import type { CursorPosition } from "../selection/cursor.js";

/** Where a walk through a picker's search stands: among the matches in the caller's own list, or in GitHub's search. */
export interface SearchedPlace {
  /** GitHub's cursor; empty at the beginning of the search, `undefined` while the own list is shown. */
  readonly cursor: string | undefined;
  /** Short names of the repositories shown from the own list; the search finds them again. */
  readonly shown: readonly string[];
  /** Short names of those that the search has shown last. */
  readonly last: readonly string[];
}

export function searchedPosition({ cursor, shown, last }: SearchedPlace): CursorPosition {
  return cursor === undefined ? ["own", ...shown] : ["search", cursor, shown.length, ...shown, ...last];
}

export function searchedPlace(at: CursorPosition | undefined): SearchedPlace {
  const [part, ...rest] = at ?? ["own"];
  if (part !== "search") return { cursor: undefined, shown: rest.map(String), last: [] };
  const [cursor, count, ...names] = rest;
  return {
    cursor: String(cursor),
    shown: names.slice(0, Number(count)).map(String),
    last: names.slice(Number(count)).map(String),
  };
}
