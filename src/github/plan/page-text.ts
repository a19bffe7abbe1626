import { Pieces } from "../../plan/pieces.js";
import type { Piece, ReadyBody } from "../../plan/ready-body.js";
import { NotPlanned } from "../../plan/not-planned.js";
import type { ConnectionKeys } from "../selection/shape.js";

/** What is written of a page besides its items. Cursors are the client's. */
export interface PageEnds {
  readonly hasNextPage: unknown;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
  readonly totalCount: unknown;
}

/**
 * A page of a list under the client's keys, of which nothing is missing.
 *
 * @param items The values of the keys that show items.
 */
export function pageText(
  keys: ConnectionKeys,
  items: ReadonlyMap<string, readonly Piece[]>,
  ends: PageEnds,
): ReadyBody {
  const pieces = new Pieces();
  for (const [index, { key, name }] of keys.order.entries()) {
    pieces.add(`${index === 0 ? "{" : ","}"${key}":`);
    if (name === "nodes" || name === "edges") pieces.addAll(items.get(key) ?? ["[]"]);
    else pieces.add(memberText(key, name));
  }
  pieces.add("}");
  return pieces.all;

  function memberText(key: string, name: string): string {
    switch (name) {
      case "__typename":
        return `"${keys.typeName}"`;
      case "pageInfo":
        return pageInfoText(keys, key, ends);
      case "totalCount":
        return JSON.stringify(ends.totalCount);
      case "restrictions":
        return "[]";
      default:
        throw new NotPlanned("form");
    }
  }
}

function pageInfoText({ pageInfos }: ConnectionKeys, key: string, ends: PageEnds): string {
  const values: Readonly<Record<string, unknown>> = {
    __typename: "PageInfo",
    hasNextPage: ends.hasNextPage,
    hasPreviousPage: false,
    startCursor: ends.startCursor,
    endCursor: ends.endCursor,
  };
  const fields = pageInfos.find((pageInfo) => pageInfo.key === key)?.fields ?? [];
  return `{${[...fields].map(([field, name]) => `"${field}":${JSON.stringify(values[name])}`).join(",")}}`;
}
