import type { ConnectionKeys } from "../selection/shape.js";
import { upstreamKey } from "../selection/response-key.js";
import { isArrayAt, isNullAt, isObjectAt, UnexpectedJson, visitItems, visitMembers } from "./scan.js";
import { JsonText } from "../../text/json-text.js";

/** What of a part of an answer stays text. */
export type Kept = "object" | "items" | { readonly connection: ConnectionKeys };

/**
 * The parts of a document's answer, each as far as the gateway has to look into it: what the client selected stays text.
 *
 * @throws UnexpectedJson for an answer without data, with errors, or not as compact as GitHub's.
 */
export function partsIn(text: string): ReadonlyMap<string, readonly [start: number, end: number]> {
  const parts = new Map<string, readonly [number, number]>();
  const end = visitMembers(text, 0, (key, start) => {
    if (key !== "data") throw new UnexpectedJson();
    visitMembers(text, start, (place, from, to) => void parts.set(place, [from, to]));
  });
  if (end !== text.length) throw new UnexpectedJson();
  return parts;
}

/**
 * One value, read down to what the client selected.
 *
 * @param path Where in it that stands.
 */
export function outlineOf(
  text: string,
  [start, end]: readonly [number, number],
  { path: [key, ...rest], kept }: { readonly path: readonly string[]; readonly kept: Kept },
): unknown {
  if (isNullAt(text, start)) return null;
  if (key === undefined) return outlineOfKept(text, [start, end], kept);
  const outline: Record<string, unknown> = {};
  visitMembers(text, start, (member, from, to) => {
    outline[member] =
      member === key ? outlineOf(text, [from, to], { path: rest, kept }) : JSON.parse(text.slice(from, to));
  });
  return outline;
}

function outlineOfKept(text: string, [start, end]: readonly [number, number], kept: Kept): unknown {
  if (kept === "items") return itemsIn(text, start, textAt);
  if (kept === "object") return textAt(text, start, end);
  const { nodes, edges } = kept.connection;
  const lists = new Set(nodes.map((each) => upstreamKey(each.key)));
  const edgeLists = new Map(edges.map((each) => [upstreamKey(each.key), each]));
  const outline: Record<string, unknown> = {};
  visitMembers(text, start, (member, from, to) => {
    const edge = edgeLists.get(member);
    if (lists.has(member)) outline[member] = itemsIn(text, from, textAt);
    else if (edge === undefined) outline[member] = JSON.parse(text.slice(from, to));
    else {
      const views = new Set(edge.nodes.map((each) => upstreamKey(each.key)));
      outline[member] = itemsIn(text, from, (_text, at) => outlineOfEdge(text, at, views));
    }
  });
  return outline;
}

function outlineOfEdge(text: string, start: number, views: ReadonlySet<string>): unknown {
  if (!isObjectAt(text, start)) return null;
  const edge: Record<string, unknown> = {};
  visitMembers(text, start, (member, from, to) => {
    edge[member] = views.has(member) ? textAt(text, from, to) : JSON.parse(text.slice(from, to));
  });
  return edge;
}

function itemsIn(
  text: string,
  start: number,
  read: (text: string, start: number, end: number) => unknown,
): readonly unknown[] | null {
  if (!isArrayAt(text, start)) return null;
  const items: unknown[] = [];
  visitItems(text, start, (from, to) => void items.push(read(text, from, to)));
  return items;
}

function textAt(text: string, start: number, end: number): JsonText | null {
  return isNullAt(text, start) ? null : new JsonText(text.slice(start, end));
}
