import type { AccessRestriction } from "../access-restriction.js";
import type { RawAnswer } from "../answer.js";
import type { CursorPosition } from "../selection/cursor.js";
import type { Row, ShapeItem } from "../selection/connection-page.js";
import type { ClientSelection } from "../selection/selection-of.js";
import type { ConnectionKeys, NodesKey } from "../selection/shape.js";
import { shapeValue } from "../selection/shape-value.js";
import type { UpstreamBatch } from "../upstream/upstream-batch.js";
import type { LastUse } from "./last-use.js";

/** What a list has to work with in one request. */
export interface ListCall {
  readonly batch: Pick<UpstreamBatch, "ask" | "holdFor">;
  /** Of the answers that have come for this list so far. */
  readonly headers: readonly RawAnswer["headers"][];
  /** The client's selection of the connection. */
  readonly selection: ClientSelection;
  lastUsed(): Promise<readonly LastUse[]>;
}

/** A page of a list that is put together from several of GitHub's; each row knows the position behind it. */
export interface ListPage {
  readonly rows: readonly PlacedRow[];
  readonly hasNextPage: unknown;
  readonly totalCount: unknown;
  readonly withheld: readonly (Error | undefined)[];
  /** What else is known to be missing. */
  readonly restrictions?: readonly AccessRestriction[];
  /** Position of the first row, where the row does not know it. */
  readonly start?: CursorPosition;
  /** Position at which the next page begins, where it is not behind the last row. */
  readonly end?: CursorPosition;
}

export interface PlacedRow extends Row {
  readonly position: CursorPosition;
}

/** The response keys of the connection that the client selected. */
export function keysOf({ selection }: ListCall): ConnectionKeys {
  const { connection } = selection.shape;
  if (connection === undefined) throw new Error("The selection is not one of a connection.");
  return connection;
}

const PAGE_ENDS: ReadonlySet<string> = new Set(["startCursor", "endCursor"]);

/** Whether the client gets a cursor, from which a walk can go on. */
export function wantsCursors(call: ListCall): boolean {
  const { edges, pageInfos } = keysOf(call);
  return (
    edges.some(({ cursors }) => cursors.length > 0) ||
    pageInfos.some(({ fields }) => [...fields.values()].some((name) => PAGE_ENDS.has(name)))
  );
}

/** Every key under which the client sees items of the list. */
export function nodesKeysOf(call: ListCall): readonly NodesKey[] {
  const { nodes, edges } = keysOf(call);
  return [...nodes, ...edges.flatMap((each) => each.nodes)];
}

/** Shapes the items of one answer. */
export function itemShaper({ selection }: ListCall, { hasErrors }: { readonly hasErrors: boolean }): ShapeItem {
  const context = { variables: selection.values, list: "", hasErrors };
  return (item, { node }) => shapeValue(item, node.shape, context);
}
