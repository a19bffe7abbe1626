import { GatewayError } from "../../errors/gateway-error.js";
import { OwnerRepositoriesDocument, ViewerRepositoriesDocument } from "../generated/operations.js";
import { connectionText } from "../selection/compile-connection.js";
import type { Page } from "../selection/connection-page.js";
import type { CursorPosition } from "../selection/cursor.js";
import { orThrow, presentObject } from "../selection/present.js";
import { hasPermission } from "./admission.js";
import { keysOf, type ListCall, type ListPage } from "./list-call.js";
import { pageOf } from "./page-of.js";
import { placedPage } from "./placed-page.js";
import type { RepositoriesArguments } from "./repositories-arguments.js";

/** GitHub's own list, in GitHub's order. A position is `list` and GitHub's cursor. */
export async function readOwnRepositories(
  args: RepositoriesArguments,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const wanted = args.minimumPermission;
  const page = await askOwnRepositories(args, call, {
    first: args.first,
    after: at === undefined ? null : String(at[1]),
    ...(wanted !== null && { facts: "{ viewerPermission }", isCounted: false }),
  });
  const positionAt = (cursor: string) => ["list", cursor];
  if (wanted === null) return placedPage(page, positionAt);
  const rows = page.rows.filter(({ facts }) => hasPermission(facts["viewerPermission"], wanted));
  // The beginning of GitHub's page, like its count, knows nothing of what the gateway leaves out.
  return placedPage({ ...page, rows, startCursor: null }, positionAt);
}

interface OwnPage {
  readonly first: number;
  readonly after: string | null;
  /** Selection of each item that the gateway needs itself. */
  readonly facts?: string;
  /** Whether what GitHub counts is what the list shows; it is unless told otherwise, which takes facts. */
  readonly isCounted?: boolean;
}

/** Asks for one page of GitHub's list, with GitHub's cursors. */
export async function askOwnRepositories(args: RepositoriesArguments, call: ListCall, page: OwnPage): Promise<Page> {
  const { facts, isCounted = true } = page;
  const keys = isCounted ? keysOf(call) : { ...keysOf(call), totalCounts: [] };
  const text = facts === undefined ? call.selection.text : connectionText(keys, { facts });
  const variables = ownListVariables(args, page);
  const selection = { ...call.selection, text };
  const answer = await (args.owner === null
    ? call.batch.ask(ViewerRepositoriesDocument, variables, selection)
    : call.batch.ask(OwnerRepositoriesDocument, { ...variables, owner: args.owner }, selection));
  if (args.owner !== null && answer.value === null) {
    throw new GatewayError("NOT_FOUND", "There is no such owner, or this credential cannot see it. Check the login.");
  }
  const owner = orThrow(presentObject(answer.value));
  return pageOf(owner["repositories"], answer, call, keys);
}

/** What GitHub's list is asked for with. */
export function ownListVariables(
  args: RepositoriesArguments,
  { first, after }: { readonly first: number; readonly after: string | null },
) {
  return {
    first,
    after,
    affiliations: args.affiliations,
    visibility: args.visibility,
    isArchived: args.includeArchived ? null : false,
    isFork: args.includeForks ? null : false,
    orderBy: {
      // GitHub does not know what was used here; its nearest order is the last push.
      field: args.orderBy.field === "LAST_USED" ? ("PUSHED_AT" as const) : args.orderBy.field,
      direction: args.orderBy.direction,
    },
  };
}
