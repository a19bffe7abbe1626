import { NotPlanned } from "../../plan/not-planned.js";
import type { EdgesKey } from "../selection/shape.js";

/**
 * Edges under the client's keys.
 *
 * @param rows The texts of cursor and node by key, for each edge.
 * @throws NotPlanned where a node is missing.
 */
export function edgesText({ order, typeName }: EdgesKey, rows: readonly ReadonlyMap<string, string>[]): string {
  const edges = rows.map((row) => {
    const members = order.map(({ key, name }) => {
      if (name === "__typename") return `"${key}":"${typeName}"`;
      const value = row.get(key) ?? "null";
      if (name === "node" && value === "null") throw new NotPlanned("value");
      return `"${key}":${value}`;
    });
    return `{${members.join(",")}}`;
  });
  return `[${edges.join(",")}]`;
}
