import { ViewerOrganizationsDocument } from "../generated/operations.js";
import { readPage } from "../selection/connection-page.js";
import type { CursorPosition } from "../selection/cursor.js";
import { isRaw } from "../selection/is-raw.js";
import { itemShaper, keysOf, type ListCall, type ListPage } from "./list-call.js";
import type { PageArguments } from "./page-arguments.js";
import { placedPage } from "./placed-page.js";

/** The organizations that the caller is a member of, in GitHub's order. A position is GitHub's cursor. */
export async function readOrganizations(
  { first }: PageArguments,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const after = at === undefined ? null : String(at[0]);
  const answer = await call.batch.ask(ViewerOrganizationsDocument, { first, after }, call.selection);
  const connection = isRaw(answer.value) ? answer.value["organizations"] : undefined;
  if (connection instanceof Error) throw connection;
  const page = readPage(isRaw(connection) ? connection : {}, keysOf(call), itemShaper(call, answer));
  return placedPage({ ...page, withheld: [...page.withheld, ...answer.elsewhere] }, (cursor) => [cursor]);
}
