import { ViewerOrganizationsDocument } from "../generated/operations.js";
import type { CursorPosition } from "../selection/cursor.js";
import { orThrow, presentObject } from "../selection/present.js";
import type { ListCall, ListPage } from "./list-call.js";
import type { PageArguments } from "./page-arguments.js";
import { pageOf } from "./page-of.js";
import { placedPage } from "./placed-page.js";

/** The organizations that the caller is a member of, in GitHub's order. A position is GitHub's cursor. */
export async function readOrganizations(
  { first }: PageArguments,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const after = at === undefined ? null : String(at[0]);
  const answer = await call.batch.ask(ViewerOrganizationsDocument, { first, after }, call.selection);
  const viewer = orThrow(presentObject(answer.value));
  return placedPage(pageOf(viewer["organizations"], answer, call), (cursor) => [cursor]);
}
