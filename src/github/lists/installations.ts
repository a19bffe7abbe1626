import type { Installation } from "../installations/installation.js";
import type { CursorPosition } from "../selection/cursor.js";
import { nodesKeysOf, type ListCall, type ListPage } from "./list-call.js";
import type { PageArguments } from "./page-arguments.js";

/** Installations by their numeric id, which is the order of their making. A position is the id of the last one shown. */
export function readInstallations(
  { first }: PageArguments,
  installations: readonly Installation[],
  call: ListCall,
  at: CursorPosition | undefined,
): ListPage {
  const after = at === undefined ? 0 : Number(at[0]);
  const left = installations
    .filter(({ databaseId }) => databaseId > after)
    .toSorted((one, other) => one.databaseId - other.databaseId);
  const page = left.slice(0, first);
  return {
    rows: page.map((installation) => ({
      views: new Map(nodesKeysOf(call).map((key) => [key, installation])),
      cursor: null,
      facts: {},
      position: [installation.databaseId],
    })),
    hasNextPage: left.length > page.length,
    totalCount: installations.length,
    withheld: [],
  };
}
