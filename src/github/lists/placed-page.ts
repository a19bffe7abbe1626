import type { Page, Row } from "../selection/connection-page.js";
import type { CursorPosition } from "../selection/cursor.js";
import { shortName, shownWith, withoutShown } from "../selection/shown-before.js";
import { wantsCursors, type ListCall, type ListPage } from "./list-call.js";

/**
 * A page of a search, whose cursors count: what was shown before, and has been pushed behind the cursor since, is left
 * out. A position is GitHub's cursor and what was shown last. Asked for with `placingFacts`.
 */
export function placedSearch(page: Page, at: CursorPosition | undefined): ListPage {
  const shown = (at ?? []).slice(1).map(String);
  const nameOf = ({ facts }: Row) => shortName(facts["id"]);
  const rows = withoutShown({ rows: page.rows, nameOf, shown });
  const names = shownWith({ rows, nameOf, shown });
  return {
    ...page,
    rows: rows.map((row, index) => ({ ...row, position: [row.cursor ?? "", ...(names[index] ?? [])] })),
    ...(typeof page.endCursor === "string" && { end: [page.endCursor, ...(names.at(-1) ?? shown)] }),
  };
}

/** What a page of a search is asked for to be placed; nothing where it is the only one. */
export function placingFacts(call: ListCall, at: CursorPosition | undefined): { readonly facts?: string } {
  return at === undefined && !wantsCursors(call) ? {} : { facts: "{ id }" };
}

/** A page of one list of GitHub's, whose positions are made of GitHub's cursors. */
export function placedPage(page: Page, positionAt: (cursor: string) => CursorPosition): ListPage {
  // Rows have cursors only where edges were asked for; the page's own ends come whenever the client wants them.
  const start = page.rows[0]?.cursor ?? page.startCursor;
  return {
    ...page,
    rows: page.rows.map((row) => ({ ...row, position: positionAt(row.cursor ?? "") })),
    ...(typeof start === "string" && { start: positionAt(start) }),
    ...(typeof page.endCursor === "string" && { end: positionAt(page.endCursor) }),
  };
}
