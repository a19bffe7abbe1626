import { writePage } from "../selection/connection-page.js";
import { decodeCursor, encodeCursor, listName, type CursorPosition } from "../selection/cursor.js";
import type { Raw } from "../selection/shape.js";
import { keysOf, type ListCall, type ListPage } from "./list-call.js";

/**
 * A page of a list under the client's keys, its cursors bound to the list and to every argument but `first` and `after`.
 *
 * @throws GatewayError `INVALID_CURSOR` for a cursor of another list.
 */
export async function writeList(
  name: string,
  args: { readonly first: number; readonly after: string | null },
  call: ListCall,
  read: (at: CursorPosition | undefined) => Promise<ListPage>,
): Promise<Raw> {
  const keys = keysOf(call);
  const list = listName(name, { ...args, first: 0, after: null });
  const page = await read(decodeCursor(list, args.after));
  const cursorAt = (position: CursorPosition | undefined) =>
    position === undefined ? undefined : encodeCursor(list, position);
  // Made only where the client sees them: a page of a hundred has a hundred.
  const showsCursors = keys.edges.some(({ cursors }) => cursors.length > 0);
  const rows = showsCursors
    ? page.rows.map((row) => ({ ...row, cursor: encodeCursor(list, row.position) }))
    : page.rows;
  const showsEnds = keys.pageInfos.length > 0;
  const startCursor = showsEnds ? cursorAt(page.start ?? page.rows[0]?.position) : undefined;
  const endCursor = showsEnds ? cursorAt(page.end ?? page.rows.at(-1)?.position) : undefined;
  return writePage({ ...page, rows, startCursor, endCursor }, keys, (cursor) => cursor);
}
