import type { Page } from "../selection/connection-page.js";
import type { CursorPosition } from "../selection/cursor.js";
import type { ListPage } from "./list-call.js";

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
