import { GatewayError } from "../../errors/gateway-error.js";
import type { CursorPosition } from "../selection/cursor.js";
import { readLastUsedFirst, readLastUsedLast } from "./last-used-repositories.js";
import type { ListCall, ListPage } from "./list-call.js";
import { readOwnRepositories } from "./own-repositories.js";
import type { RepositoriesArguments } from "./repositories-arguments.js";
import type { SearchReach } from "./search-reach.js";
import { readSearchedRepositories } from "./searched-repositories.js";

interface ReadOptions {
  readonly at: CursorPosition | undefined;
  readonly reach: () => Promise<SearchReach>;
}

const NOTHING: ListPage = { rows: [], hasNextPage: false, totalCount: 0, withheld: [] };

/**
 * The repositories that the caller can work on: GitHub's list, with what was used last in front, or what matches a text.
 *
 * @throws GatewayError `FEATURE_NOT_AVAILABLE` for an installation, which only an edition with a GitHub App has.
 */
export async function readRepositories(
  args: RepositoriesArguments,
  call: ListCall,
  options: ReadOptions,
): Promise<ListPage> {
  const { at } = options;
  if (args.installationId !== null) {
    throw new GatewayError("FEATURE_NOT_AVAILABLE", "This edition has no GitHub App. Leave `installationId` out.");
  }
  // To GitHub no affiliation means all of them.
  if (args.affiliations.length === 0) return NOTHING;
  const { text, owner, ...others } = args;
  if (text?.account !== undefined) {
    if (owner !== null && owner.toLowerCase() !== text.account.toLowerCase()) return NOTHING;
    return readRepositories({ ...others, search: null, owner: text.account }, call, options);
  }
  if (text !== undefined) return readSearchedRepositories(args, text, call, options);
  if (args.orderBy.field !== "LAST_USED") return readOwnRepositories(args, call, at);
  return args.orderBy.direction === "DESC" ? readLastUsedFirst(args, call, at) : readLastUsedLast(args, call, at);
}
