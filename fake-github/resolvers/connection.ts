import { GitHubError, type Args } from "./execution-context.js";

interface ConnectionOptions<T> {
  /** What stands in `nodes` for an item: itself, unless an error takes its place. */
  readonly node?: (item: T) => unknown;
  /** Further fields of an edge. */
  readonly edge?: (item: T) => Readonly<Record<string, unknown>>;
  /** Further fields of the connection. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** What a cursor holds: the item's number, so that it survives changes of the list, or the position. */
  readonly cursor?: "item" | "position" | "search";
  /** The count when it is not that of the items. */
  readonly totalCount?: number;
}

function itemCursor(item: unknown): string | null {
  const id = item !== null && typeof item === "object" && "databaseId" in item ? item.databaseId : null;
  if (typeof id !== "number") return null;
  const packed = Buffer.alloc(6, 0x91);
  packed[1] = 0xce;
  packed.writeUInt32BE(id, 2);
  // GitHub uses the alphabet of URLs and pads nevertheless.
  const text = Buffer.concat([Buffer.from("cursor:v2:"), packed]).toString("base64url");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

function cursorOf(item: unknown, position: number, style: ConnectionOptions<unknown>["cursor"]): string {
  if (style === "search") return Buffer.from(`cursor:${position + 1}`).toString("base64");
  const byItem = style === "position" ? null : itemCursor(item);
  return byItem ?? Buffer.from(String(position + 1)).toString("base64url");
}

/** One page of a list, as every connection of GitHub's schema gives it. */
export function connect<T>(items: readonly T[], args: Args, options: ConnectionOptions<T> = {}) {
  const cursor = (position: number): string => cursorOf(items[position], position, options.cursor);
  const find = (wanted: unknown): number => {
    const style = options.cursor;
    // A position is read rather than searched for: repositories with thousands of branches are paged a lot.
    const guess = style === "position" ? Number(Buffer.from(String(wanted), "base64url").toString()) - 1 : -1;
    const at = guess >= 0 ? guess : items.findIndex((_, position) => cursor(position) === wanted);
    if (at >= 0 && at < items.length && cursor(at) === wanted) return at;
    const message = `\`${String(wanted)}\` does not appear to be a valid cursor.`;
    throw new GitHubError("INVALID_CURSOR_ARGUMENTS", message);
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
