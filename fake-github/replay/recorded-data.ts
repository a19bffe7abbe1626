import type { Recorded } from "../world/records.js";

/** An object in recorded data. */
export type Node = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is Node {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Goes down into recorded data; `{}` where it ends. */
export function at(value: unknown, ...path: readonly string[]): Node {
  let here = value;
  for (const step of path) here = isNode(here) ? here[step] : undefined;
  return isNode(here) ? here : {};
}

/** The nodes of a recorded connection, whichever way they were asked for. */
export function nodesIn(connection: Node): readonly Node[] {
  const nodes = connection["nodes"];
  if (Array.isArray(nodes)) return nodes as readonly Node[];
  const edges = connection["edges"];
  return Array.isArray(edges) ? (edges as readonly Node[]).map((edge) => at(edge, "node")) : [];
}

/** Plain values become facts, `{ totalCount }` becomes a count; the other objects are the caller's. */
export function recordedOf(node: Node): Recorded {
  const values = Object.entries(node);
  const facts = values.filter(([, value]) => !isNode(value));
  const counts = values.flatMap(([name, value]) => {
    const count = at(value)["totalCount"];
    return typeof count === "number" ? [[name, count] as const] : [];
  });
  return { facts: Object.fromEntries(facts), counts: Object.fromEntries(counts) };
}
