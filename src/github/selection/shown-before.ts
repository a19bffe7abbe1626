import { listName, type CursorPosition } from "./cursor.js";

/** So many of the items shown last are remembered; that one of them is there still tells how far a list has shifted. */
const REMEMBERED = 5;

/** Short name of an item, for a cursor. */
export function shortName(id: unknown): string {
  return listName(id).slice(0, 6);
}

/** Items of a page, by short name. */
export interface NamedRows<Row> {
  readonly rows: readonly Row[];
  readonly nameOf: (row: Row) => string;
  /** Short names of the items shown last, oldest first. */
  readonly shown: readonly string[];
}

/**
 * GitHub's branches and searches have cursors that count: what comes in before the cursor pushes items that were shown
 * behind it. Everything up to the last item shown was shown before.
 */
export function withoutShown<Row>({ rows, nameOf, shown }: NamedRows<Row>): readonly Row[] {
  if (shown.length === 0) return rows;
  const last = rows.findLastIndex((row) => shown.includes(nameOf(row)));
  return last === -1 ? rows : rows.slice(last + 1);
}

/** For each item, the short names of those shown last when it has been shown. */
export function shownWith<Row>({ rows, nameOf, shown }: NamedRows<Row>): readonly CursorPosition[] {
  const names = [...shown, ...rows.map((row) => nameOf(row))];
  return rows.map((_row, index) => {
    const end = shown.length + index + 1;
    return names.slice(Math.max(0, end - REMEMBERED), end);
  });
}
