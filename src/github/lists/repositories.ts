import { GatewayError } from "../../errors/gateway-error.js";
import { writePage } from "../selection/connection-page.js";
import { decodeCursor, encodeCursor, listName, type CursorPosition } from "../selection/cursor.js";
import type { Raw } from "../selection/shape.js";
import { readLastUsedFirst, readLastUsedLast } from "./last-used-repositories.js";
import { keysOf, type ListCall, type ListPage } from "./list-call.js";
import { readOwnRepositories } from "./own-repositories.js";
import type { RepositoriesArguments } from "./repositories-arguments.js";
import { readSearchedRepositories } from "./searched-repositories.js";

/**
 * The repositories that the caller can work on: GitHub's list, with what was used last in front, or what matches a text.
 *
 * @throws GatewayError `FEATURE_NOT_AVAILABLE` for an installation, which only an edition with a GitHub App has.
 */
export async function repositories(args: RepositoriesArguments, call: ListCall): Promise<Raw> {
  if (args.installationId !== null) {
    throw new GatewayError("FEATURE_NOT_AVAILABLE", "This edition has no GitHub App. Leave `installationId` out.");
  }
  const list = listName("repositories", { ...args, first: 0, after: null });
  const page = await readPageAt(args, call, decodeCursor(list, args.after));
  const rows = page.rows.map((row) => ({ ...row, cursor: encodeCursor(list, row.position) }));
  const endCursor = page.end === undefined ? rows.at(-1)?.cursor : encodeCursor(list, page.end);
  return writePage({ ...page, rows, startCursor: rows[0]?.cursor, endCursor }, keysOf(call), (cursor) => cursor);
}

function readPageAt(args: RepositoriesArguments, call: ListCall, at: CursorPosition | undefined): Promise<ListPage> {
  if (args.search !== null && args.search.trim() !== "") return readSearchedRepositories(args, call, at);
  if (args.orderBy.field !== "LAST_USED") return readOwnRepositories(args, call, at);
  return args.orderBy.direction === "DESC" ? readLastUsedFirst(args, call, at) : readLastUsedLast(args, call, at);
}
