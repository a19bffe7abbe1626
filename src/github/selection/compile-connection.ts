import { getNamedType, isObjectType, type GraphQLObjectType, type SelectionSetNode } from "graphql";
import { braced } from "./braced.js";
import { COUNT_KEY, FACTS_KEY, PAGE_KEY } from "./facts-key.js";
import { aliased } from "./response-key.js";
import type { SelectionCompiler } from "./selection-compiler.js";
import type { ConnectionKeys, EdgesKey, NodesKey, PageInfoKey, Selection } from "./shape.js";

/** Types named so are pages of a list (Relay cursor connections specification). */
export function isConnection(type: GraphQLObjectType): boolean {
  return type.name.endsWith("Connection");
}

/** Follows the client's selection of a page of a list. */
export function compileConnection(
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  compiler: SelectionCompiler,
): Selection {
  const keys = connectionKeysOf(type, selectionSets, compiler);
  return { text: connectionText(keys), shape: { fields: [], connection: keys, isAsIs: false } };
}

/** What the client wants of a page, and under which keys. */
export function connectionKeysOf(
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  compiler: SelectionCompiler,
): ConnectionKeys {
  const nodes: NodesKey[] = [];
  const edges: EdgesKey[] = [];
  const pageInfos: PageInfoKey[] = [];
  const totalCounts: string[] = [];
  const restrictions: string[] = [];
  const order = objectFields(type, selectionSets, compiler);
  for (const { key, name, type: itemType, selections } of order) {
    if (name === "totalCount") totalCounts.push(key);
    else if (name === "restrictions") restrictions.push(key);
    else if (itemType === undefined) continue;
    else if (name === "nodes") nodes.push({ key, node: compiler.compile(itemType, selections) });
    else if (name === "edges") edges.push(edgesKeyOf(key, itemType, selections, compiler));
    else if (name === "pageInfo") {
      const fields = objectFields(itemType, selections, compiler).map((field) => [field.key, field.name] as const);
      pageInfos.push({ key, fields: new Map(fields) });
    }
  }
  const canBeRestricted = type.getFields()["restrictions"] !== undefined;
  return { typeName: type.name, order, nodes, edges, pageInfos, totalCounts, restrictions, canBeRestricted };
}

/** How a page is asked for beyond what the client selected. */
export interface ConnectionTextOptions {
  /** Selection of each item that the gateway needs itself; cursors and the end of the page come with it. */
  readonly facts?: string;
  /** GitHub's type of the items, where its list mixes several. */
  readonly itemType?: string;
  /** GitHub's name of the count, where it is not `totalCount`; whoever wants restrictions gets it under its own key. */
  readonly count?: string;
}

/** The page as GitHub is asked for it. */
export function connectionText(keys: ConnectionKeys, { facts, itemType, count }: ConnectionTextOptions = {}): string {
  const narrowed = (text: string) => (itemType === undefined ? text : `{ ... on ${itemType} ${text} }`);
  const texts = keys.nodes.map(({ key, node }) => `${aliased(key, "nodes")} ${narrowed(node.text)}`);
  for (const { key, cursors, nodes } of keys.edges) {
    const fields = [
      ...cursors.map((cursor) => aliased(cursor, "cursor")),
      ...nodes.map((each) => `${aliased(each.key, "node")} ${narrowed(each.node.text)}`),
    ];
    texts.push(`${aliased(key, "edges")} ${braced(fields)}`);
  }
  for (const { key, fields } of keys.pageInfos) {
    const asked = [...fields].filter(([, name]) => name !== "hasPreviousPage" && name !== "__typename");
    texts.push(`${aliased(key, "pageInfo")} ${braced(asked.map(([field, name]) => aliased(field, name)))}`);
  }
  // GitHub's mixed lists count under other names.
  const counted = count ?? (itemType === undefined ? "totalCount" : undefined);
  if (counted !== undefined) texts.push(...keys.totalCounts.map((key) => aliased(key, counted)));
  if (count !== undefined && keys.restrictions.length > 0) texts.push(`${COUNT_KEY}: ${count}`);
  if (facts === undefined && wantsRestrictionsOnly(keys)) {
    // GitHub says what it withholds in the places of the items.
    texts.push(`${FACTS_KEY}: edges { cursor node ${narrowed("{ __typename }")} }`);
  }
  if (facts !== undefined) {
    texts.push(
      `${FACTS_KEY}: edges { cursor node ${narrowed(facts)} }`,
      `${PAGE_KEY}: pageInfo { hasNextPage endCursor }`,
    );
  }
  return braced(texts);
}

function wantsRestrictionsOnly({ restrictions, nodes, edges }: ConnectionKeys): boolean {
  return restrictions.length > 0 && nodes.length === 0 && edges.every((edge) => edge.nodes.length === 0);
}

function edgesKeyOf(
  key: string,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  compiler: SelectionCompiler,
): EdgesKey {
  const cursors: string[] = [];
  const nodes: NodesKey[] = [];
  const order = objectFields(type, selectionSets, compiler);
  for (const field of order) {
    if (field.name === "cursor") cursors.push(field.key);
    else if (field.type !== undefined) {
      nodes.push({ key: field.key, node: compiler.compile(field.type, field.selections) });
    }
  }
  return { key, typeName: type.name, order, cursors, nodes };
}

function objectFields(
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  compiler: SelectionCompiler,
): readonly {
  readonly key: string;
  readonly name: string;
  readonly type: GraphQLObjectType | undefined;
  readonly selections: readonly SelectionSetNode[];
}[] {
  return [...compiler.collect(type, selectionSets).fields].map(([key, nodes]) => {
    const name = nodes[0]?.name.value ?? "";
    const field = type.getFields()[name];
    const fieldType = field === undefined ? undefined : getNamedType(field.type);
    return {
      key,
      name,
      type: isObjectType(fieldType) ? fieldType : undefined,
      selections: nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    };
  });
}
