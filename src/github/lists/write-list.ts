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
  const list = listName(name, { ...args, first: 0, after: null });
  const page = await read(decodeCursor(list, args.after));
  const rows = page.rows.map((row) => ({ ...row, cursor: encodeCursor(list, row.position) }));
  const startCursor = page.start === undefined ? rows[0]?.cursor : encodeCursor(list, page.start);
  const endCursor = page.end === undefined ? rows.at(-1)?.cursor : encodeCursor(list, page.end);
  return writePage({ ...page, rows, startCursor, endCursor }, keysOf(call), (cursor) => cursor);
}
