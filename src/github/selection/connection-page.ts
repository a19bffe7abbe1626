import type { AccessRestriction } from "../access-restriction.js";
import { FACTS_KEY, PAGE_KEY } from "./facts-key.js";
import { isRaw } from "./is-raw.js";
import { presentList, presentObject } from "./present.js";
import { upstreamKey } from "./response-key.js";
import { setOwn } from "./set-own.js";
import type { ConnectionKeys, NodesKey, Raw } from "./shape.js";
import { restrictionsOf } from "../restrictions.js";

/** One item of a list, shaped for each of the client's keys that shows it. */
export interface Row {
  /** GitHub's cursor; `null` where the client did not ask for one. */
  readonly cursor: string | null;
  readonly views: ReadonlyMap<NodesKey, unknown>;
  /** What the gateway asked for its own use. */
  readonly facts: Raw;
}

/** A page of a list, before it is written under the client's keys. Cursors are GitHub's. */
export interface Page {
  readonly rows: readonly Row[];
  readonly hasNextPage: unknown;
  readonly startCursor: unknown;
  readonly endCursor: unknown;
  readonly totalCount: unknown;
  /** One entry for each item that GitHub withheld, with the error if it gave one. */
  readonly withheld: readonly (Error | undefined)[];
  /** What else is known to be missing. */
  readonly restrictions?: readonly AccessRestriction[];
}

/** Makes what the client sees of one item; `null`, `undefined` or an error where GitHub withheld it. */
export type ShapeItem = (item: unknown, key: NodesKey) => unknown;

/**
 * Reads the page that GitHub answered to `connectionText`; an error where the list or a part of it is missing as a
 * whole.
 */
export function readPage(connection: unknown, keys: ConnectionKeys, shapeItem: ShapeItem): Page | Error {
  const raw = presentObject(connection);
  if (raw instanceof Error) return raw;
  const failure = failedPart(raw, keys);
  return failure ?? readRows(raw, keys, shapeItem);
}

/** The error that stands in the place of a list or of the page's ends. */
function failedPart(raw: Raw, keys: ConnectionKeys): Error | undefined {
  const lists = [...keys.nodes, ...keys.edges].map(({ key }) => presentList(raw[upstreamKey(key)]));
  const ends = keys.pageInfos.map(({ key }) => presentObject(raw[upstreamKey(key)]));
  // Asked for only where the gateway needs them itself.
  const facts = Object.hasOwn(raw, FACTS_KEY) ? [presentList(raw[FACTS_KEY])] : [];
  const page = Object.hasOwn(raw, PAGE_KEY) ? [presentObject(raw[PAGE_KEY])] : [];
  return [...lists, ...ends, ...facts, ...page].find((part) => part instanceof Error);
}

function readRows(raw: Raw, keys: ConnectionKeys, shapeItem: ShapeItem): Page {
  const facts = listAt(raw, FACTS_KEY);
  const lists = new Map<NodesKey, readonly unknown[]>();
  for (const key of keys.nodes) lists.set(key, listAt(raw, upstreamKey(key.key)));
  // Of an edge the client can want nothing but its being there.
  let length = facts.length;
  let cursors = facts.map((edge) => fieldOf(edge, "cursor"));
  for (const { key, nodes, cursors: cursorKeys } of keys.edges) {
    const edges = listAt(raw, upstreamKey(key));
    length = Math.max(length, edges.length);
    for (const node of nodes)
      lists.set(
        node,
        edges.map((edge) => fieldOf(edge, upstreamKey(node.key))),
      );
    const [cursorKey] = cursorKeys;
    if (cursors.length === 0 && cursorKey !== undefined) {
      cursors = edges.map((edge) => fieldOf(edge, upstreamKey(cursorKey)));
    }
  }
  const withheld: (Error | undefined)[] = [];
  const rows: Row[] = [];
  length = Math.max(length, ...[...lists.values()].map((list) => list.length));
  for (let index = 0; index < length; index += 1) {
    const items = new Map([...lists].map(([key, list]) => [key, list[index]]));
    const row = readRow(items, shapeItem, { cursor: cursors[index], facts: fieldOf(facts[index], "node") });
    if (row instanceof Error || row === undefined) withheld.push(row);
    else rows.push(row);
  }
  return { rows, withheld, ...pageFacts(raw, keys) };
}

/** One item as each key shows it; an error, or `undefined`, where GitHub withheld it. */
export function readRow(
  items: ReadonlyMap<NodesKey, unknown>,
  shapeItem: ShapeItem,
  { cursor, facts }: { readonly cursor?: unknown; readonly facts?: unknown },
): Row | Error | undefined {
  const views = new Map<NodesKey, unknown>();
  if (facts instanceof Error || facts === null) return facts ?? undefined;
  for (const [key, item] of items) {
    const view = shapeItem(item, key);
    if (view === null || view === undefined) return undefined;
    if (view instanceof Error) return view;
    views.set(key, view);
  }
  return { views, cursor: typeof cursor === "string" ? cursor : null, facts: isRaw(facts) ? facts : {} };
}

/** Writes a page under the client's keys; `encode` makes the client's cursors out of GitHub's. */
export function writePage(page: Page, keys: ConnectionKeys, encode: (cursor: string) => string): Raw {
  const cursorOf = (cursor: unknown) => (typeof cursor === "string" ? encode(cursor) : null);
  const written: Raw = {};
  for (const key of keys.nodes)
    setOwn(
      written,
      key.key,
      page.rows.map(({ views }) => views.get(key)),
    );
  for (const { key, cursors, nodes } of keys.edges) {
    const edges = page.rows.map(({ cursor, views }) => {
      const edge: Raw = {};
      for (const cursorKey of cursors) setOwn(edge, cursorKey, cursorOf(cursor));
      for (const node of nodes) setOwn(edge, node.key, views.get(node));
      return edge;
    });
    setOwn(written, key, edges);
  }
  const pageInfo: Readonly<Record<string, unknown>> = {
    hasNextPage: page.hasNextPage,
    hasPreviousPage: false,
    startCursor: cursorOf(page.startCursor),
    endCursor: cursorOf(page.endCursor),
  };
  for (const { key, fields } of keys.pageInfos) {
    const values = [...fields].map(([responseKey, name]) => [responseKey, pageInfo[name]]);
    setOwn(written, key, Object.fromEntries(values));
  }
  for (const key of keys.totalCounts) setOwn(written, key, page.totalCount);
  const restrictions = [...restrictionsOf(page.withheld), ...(page.restrictions ?? [])];
  for (const key of keys.restrictions) setOwn(written, key, restrictions);
  return written;
}

function pageFacts(
  raw: Raw,
  keys: ConnectionKeys,
): Pick<Page, "hasNextPage" | "startCursor" | "endCursor" | "totalCount"> {
  const values: Record<string, unknown> = {};
  for (const { key, fields } of keys.pageInfos) {
    const pageInfo = raw[upstreamKey(key)];
    for (const [field, name] of fields) values[name] = fieldOf(pageInfo, upstreamKey(field));
  }
  const [totalCount] = keys.totalCounts;
  const page = raw[PAGE_KEY];
  return {
    hasNextPage: values["hasNextPage"] ?? fieldOf(page, "hasNextPage"),
    startCursor: values["startCursor"],
    endCursor: values["endCursor"] ?? fieldOf(page, "endCursor"),
    totalCount: totalCount === undefined ? null : raw[upstreamKey(totalCount)],
  };
}

function listAt(raw: Raw, key: string): readonly unknown[] {
  const list = raw[key];
  return Array.isArray(list) ? list : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return isRaw(value) ? value[key] : value;
}
