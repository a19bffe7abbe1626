import type { Page, Row } from "../selection/connection-page.js";
import type { ConnectionKeys, EdgesKey, NodesKey, PageInfoKey } from "../selection/shape.js";
import { JsonText } from "../../text/json-text.js";
import { NotAsText } from "../../text/not-as-text.js";

/**
 * Writes a page under the client's keys, as text.
 *
 * @param page Its cursors are the client's.
 * @throws NotAsText where something is missing that the client wants to know of, or a row is no text.
 */
export function pageText(page: Page, keys: ConnectionKeys): JsonText {
  const { nodes, edges, pageInfos } = keys;
  if (page.withheld.length > 0 || (page.restrictions?.length ?? 0) > 0) throw new NotAsText("value");
  const members = keys.order.map(({ key, name }) => {
    const prefix = `${JSON.stringify(key)}:`;
    switch (name) {
      case "__typename":
        return prefix + JSON.stringify(keys.typeName);
      case "nodes":
        return prefix + nodesText(page.rows, find(nodes, key));
      case "edges":
        return prefix + edgesText(page.rows, find(edges, key));
      case "pageInfo":
        return prefix + pageInfoText(page, find(pageInfos, key));
      case "totalCount":
        return prefix + JSON.stringify(page.totalCount ?? null);
      case "restrictions":
        return `${prefix}[]`;
      default:
        throw new NotAsText("form");
    }
  });
  return new JsonText(`{${members.join(",")}}`);
}

function nodesText(rows: readonly Row[], key: NodesKey): string {
  return `[${rows.map((row) => viewText(row, key)).join(",")}]`;
}

function edgesText(rows: readonly Row[], { order, nodes, typeName }: EdgesKey): string {
  const edges = rows.map((row) => {
    const members = order.map(({ key, name }) => {
      const prefix = `${JSON.stringify(key)}:`;
      if (name === "__typename") return prefix + JSON.stringify(typeName);
      return prefix + (name === "cursor" ? JSON.stringify(row.cursor) : viewText(row, find(nodes, key)));
    });
    return `{${members.join(",")}}`;
  });
  return `[${edges.join(",")}]`;
}

function pageInfoText(page: Page, { fields }: PageInfoKey): string {
  const values: Readonly<Record<string, unknown>> = {
    __typename: "PageInfo",
    hasNextPage: page.hasNextPage,
    hasPreviousPage: false,
    startCursor: page.startCursor ?? null,
    endCursor: page.endCursor ?? null,
  };
  const members = [...fields].map(([key, name]) => `${JSON.stringify(key)}:${JSON.stringify(values[name])}`);
  return `{${members.join(",")}}`;
}

function viewText({ views }: Row, key: NodesKey): string {
  const view = views.get(key);
  if (!(view instanceof JsonText)) throw new NotAsText("form");
  return view.text;
}

function find<Key extends { readonly key: string }>(keys: readonly Key[], wanted: string): Key {
  const found = keys.find(({ key }) => key === wanted);
  if (found === undefined) throw new NotAsText("form");
  return found;
}
