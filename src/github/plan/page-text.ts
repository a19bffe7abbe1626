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
 * @param items The texts of the keys that show items.
 */
export function pageText(keys: ConnectionKeys, items: ReadonlyMap<string, string>, ends: PageEnds): string {
  let text = "{";
  // Not joined: that would copy the items once more.
  for (const { key, name } of keys.order) text += `${text === "{" ? "" : ","}"${key}":${memberText(key, name)}`;
  return `${text}}`;

  function memberText(key: string, name: string): string {
    switch (name) {
      case "__typename":
        return `"${keys.typeName}"`;
      case "nodes":
      case "edges":
        return items.get(key) ?? "[]";
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
