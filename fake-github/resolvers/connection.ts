import { GitHubError, type Args } from "./execution-context.js";

export interface ConnectionOptions<T> {
  /** What stands in `nodes` for an item: itself, unless an error takes its place. */
  readonly node?: (item: T) => unknown;
  /** Further fields of an edge. */
  readonly edge?: (item: T) => Readonly<Record<string, unknown>>;
  /** Further fields of the connection. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** What a cursor holds: the item's number, so that it survives changes of the list, or the position. */
  readonly cursor?: "item" | "position" | "search";
  /** What the items are ordered by; the cursor of an item holds it, and survives that the item changes its place. */
  readonly order?: { readonly direction: string; readonly key: (item: T) => string | number };
  /** The count when it is not that of the items. */
  readonly totalCount?: number;
}

/** GitHub uses the alphabet of URLs and pads nevertheless. */
function padded(text: Buffer): string {
  const encoded = text.toString("base64url");
  return encoded.padEnd(Math.ceil(encoded.length / 4) * 4, "=");
}

/** An array in MessagePack: the number of the item, behind the value that the list is ordered by if it is. */
function itemCursor(id: number, value: string | undefined): string {
  const number = Buffer.alloc(5, 0xce);
  number.writeUInt32BE(id, 1);
  const text = Buffer.from(value ?? "");
  const size = text.length < 32 ? Buffer.from([0xa0 + text.length]) : Buffer.from([0xd9, text.length]);
  const parts = value === undefined ? [Buffer.from([0x91]), number] : [Buffer.from([0x92]), size, text, number];
  return padded(Buffer.concat([Buffer.from("cursor:v2:"), ...parts]));
}

function readItemCursor(cursor: string): { readonly id: number; readonly value: string | undefined } | null {
  const bytes = Buffer.from(cursor, "base64url");
  if (bytes.length < 16) return null;
  const id = bytes.readUInt32BE(bytes.length - 4);
  const isOrdered = bytes[10] === 0x92;
  const value = bytes.subarray(bytes[11] === 0xd9 ? 13 : 12, -5).toString();
  const read = { id, value: isOrdered ? value : undefined };
  return itemCursor(read.id, read.value) === cursor ? read : null;
}

function idOf(item: unknown): number | null {
  const id = item !== null && typeof item === "object" && "databaseId" in item ? item.databaseId : null;
  return typeof id === "number" ? id : null;
}

function positionCursor(position: number, style: ConnectionOptions<unknown>["cursor"]): string {
  if (style === "search") return Buffer.from(`cursor:${position + 1}`).toString("base64");
  return Buffer.from(String(position + 1)).toString("base64url");
}

/** Where an item stands, or would stand, in a list that is ordered by a value and then by the number. */
function placeOf<T>(items: readonly T[], cursor: string, order: ConnectionOptions<T>["order"]): number {
  const wanted = readItemCursor(cursor);
  if (wanted === null || (wanted.value === undefined) !== (order === undefined)) return -1;
  if (order === undefined) return items.findIndex((item) => idOf(item) === wanted.id);
  const sign = order.direction === "DESC" ? -1 : 1;
  const isBehind = (item: T): boolean => {
    const value = order.key(item);
    const id = idOf(item) ?? 0;
    if (String(value) === wanted.value) return id > wanted.id;
    return (typeof value === "number" ? value > Number(wanted.value) : value > (wanted.value ?? "")) === sign > 0;
  };
  const behind = items.findIndex((item) => isBehind(item));
  return (behind === -1 ? items.length : behind) - 1;
}

/** One page of a list, as every connection of GitHub's schema gives it. */
export function connect<T>(items: readonly T[], args: Args, options: ConnectionOptions<T> = {}) {
  const { cursor: style = "item", order } = options;
  const cursor = (position: number): string => {
    const item = items[position] as T;
    const id = style === "item" ? idOf(item) : null;
    return id === null ? positionCursor(position, style) : itemCursor(id, order && String(order.key(item)));
  };
  const find = (wanted: unknown): number => {
    const text = String(wanted);
    const isByItem = style === "item" && text.length > 8;
    const decoded = Buffer.from(text, "base64url").toString();
    const position = Number(style === "search" ? decoded.replace(/^cursor:/, "") : decoded) - 1;
    const isPosition = position >= 0 && positionCursor(position, style) === text;
    if (isByItem) {
      const at = placeOf(items, text, order);
      if (at >= 0 || (order !== undefined && readItemCursor(text)?.value !== undefined)) return at;
    } else if (isPosition && (style !== "item" || idOf(items[0]) === null)) {
      // A list may have become shorter than it was.
      return Math.min(position, items.length - 1);
    }
    throw new GitHubError("INVALID_CURSOR_ARGUMENTS", `\`${text}\` does not appear to be a valid cursor.`);
  };
  const { after, before, first, last } = args;
  let start = typeof after === "string" ? find(after) + 1 : 0;
  let end = typeof before === "string" ? find(before) : items.length;
  if (typeof first === "number") end = Math.min(end, start + first);
  if (typeof last === "number") start = Math.max(start, end - last);
  end = Math.max(start, end);
  const node = options.node ?? ((item: T): unknown => item);
  const page = (): readonly T[] => items.slice(start, end);
  return {
    totalCount: options.totalCount ?? items.length,
    nodes: () => page().map((item) => node(item)),
    edges: () =>
      page().map((item, index) => ({
        cursor: cursor(start + index),
        node: () => node(item),
        ...options.edge?.(item),
      })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: end > start ? cursor(start) : null,
      endCursor: end > start ? cursor(end - 1) : null,
    },
    ...options.extra,
  };
}
