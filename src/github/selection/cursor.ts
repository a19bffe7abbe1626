import { LRUCache } from "lru-cache";
import { createHash } from "node:crypto";
import { GatewayError } from "../../errors/gateway-error.js";

/** Where a page begins, as a list understands it; plain JSON. */
export type CursorPosition = readonly (string | number)[];

/**
 * Names a list by what it shows: the same cursor on other arguments would silently skip or repeat.
 *
 * @param parts Name of the list and every argument but `first` and `after`.
 */
export function listName(...parts: readonly unknown[]): string {
  const text = JSON.stringify(parts);
  let name = names.get(text);
  if (name === undefined) {
    name = createHash("sha256").update(text).digest("base64url").slice(0, 8);
    names.set(text, name);
  }
  return name;
}

// The same few lists are asked for all the time, and a hash takes longer than all else that a cursor needs.
const names = new LRUCache<string, string>({ max: 1_000 });

/** An opaque cursor of one list. */
export function encodeCursor(list: string, position: CursorPosition): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString("base64url");
}

/**
 * The position in a cursor of this list; `undefined` for the beginning.
 *
 * @throws GatewayError `INVALID_CURSOR` for anything that this list has not given out.
 */
export function decodeCursor(list: string, cursor: string | null): CursorPosition | undefined {
  if (cursor === null) return undefined;
  const parsed = parse(cursor);
  if (!Array.isArray(parsed) || parsed[0] !== list || !parsed.every(isPart)) throw invalidCursor();
  return parsed.slice(1);
}

export function invalidCursor(): GatewayError {
  return new GatewayError("INVALID_CURSOR", "The cursor is not one of this list. Start again from the first page.");
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    return undefined;
  }
}

function isPart(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
