import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { githubSchema } from "./github-schema.js";
import type { GitHubErrorBody } from "./validation-errors.js";

/**
 * What an operation asks for at most, counted as GitHub does before it executes anything.
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export interface Measure {
  /** Points that it costs. */
  readonly cost: number;
  readonly nodeCount: number;
  /** Why GitHub refuses it, if it does. */
  readonly problem: GitHubErrorBody | null;
  /** `Type.field` of everything selected. */
  readonly fields: ReadonlySet<string>;
  /** Whether only the cost is wanted, which is then not charged. */
  readonly isDryRun: boolean;
}

export interface MeasuredOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

const NODE_LIMIT = 500_000;

interface Walk extends MeasuredOperation {
  requests: number;
  nodes: number;
  problem: GitHubErrorBody | null;
  isDryRun: boolean;
  readonly fields: Set<string>;
}

export function measureOperation(measured: MeasuredOperation): Measure {
  const walk: Walk = { ...measured, requests: 0, nodes: 0, problem: null, isDryRun: false, fields: new Set() };
  const root = githubSchema().getRootType(measured.operation.operation);
  if (root) walkSelections(walk, measured.operation.selectionSet, root, 1, []);
  if (walk.nodes > NODE_LIMIT) {
    const total = walk.nodes.toLocaleString("en");
    walk.problem ??= {
      type: "MAX_NODE_LIMIT_EXCEEDED",
      message: `This query requests up to ${total} possible nodes which exceeds the maximum limit of 500,000.`,
    };
  }
  const cost = Math.max(1, Math.floor(walk.requests / 100));
  return { cost, nodeCount: walk.nodes, problem: walk.problem, fields: walk.fields, isDryRun: walk.isDryRun };
}

function isSkipped(walk: Walk, node: SelectionNode): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, walk.variables)?.["if"] === true) return true;
  return getDirectiveValues(GraphQLIncludeDirective, node, walk.variables)?.["if"] === false;
}

function walkSelections(
  walk: Walk,
  { selections }: SelectionSetNode,
  type: GraphQLNamedType,
  times: number,
  path: readonly string[],
): void {
  for (const selection of selections) {
    if (isSkipped(walk, selection)) continue;
    if (selection.kind === Kind.FIELD) {
      walkField(walk, selection, type, times, path);
      continue;
    }
    const target = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value);
    const name = target?.typeCondition?.name.value;
    const narrowed = name === undefined ? type : githubSchema().getType(name);
    if (target && narrowed) walkSelections(walk, target.selectionSet, narrowed, times, path);
  }
}

function walkField(walk: Walk, node: FieldNode, type: GraphQLNamedType, times: number, path: readonly string[]): void {
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  const field = type.getFields()[node.name.value];
  if (!field) return;
  walk.fields.add(`${type.name}.${field.name}`);
  if (field.name === "rateLimit" && getArgumentValues(field, node, walk.variables)["dryRun"] === true)
    walk.isDryRun = true;
  const here = [...path, node.alias?.value ?? node.name.value];
  const inner = getNamedType(field.type);
  let innerTimes = times;
  if (isConnection(field, inner)) {
    const size = pageSize(walk, node, field, here);
    if (size !== null) {
      walk.requests += times;
      walk.nodes += times * size;
      innerTimes = times * size;
    }
  }
  if (node.selectionSet) walkSelections(walk, node.selectionSet, inner, innerTimes, here);
}

function isConnection(field: GraphQLField<unknown, unknown>, inner: GraphQLNamedType): boolean {
  return !isAbstractType(inner) && inner.name.endsWith("Connection") && field.args.some(({ name }) => name === "first");
}

function pageSize(
  walk: Walk,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  path: readonly string[],
): number | null {
  const given = getArgumentValues(field, node, walk.variables);
  const first = given["first"];
  const last = given["last"];
  const refuse = (type: string, message: string): null => {
    const { line = 1, column = 1 } = node.loc?.startToken ?? {};
    walk.problem ??= { type, path, locations: [{ line, column }], message };
    return null;
  };
  const name = field.name;
  if (typeof first !== "number" && typeof last !== "number") {
    // Counting alone needs no bounds and costs nothing.
    if (!selectsItems(walk, node.selectionSet)) return null;
    const advice = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    return refuse("MISSING_PAGINATION_BOUNDARIES", advice);
  }
  const bound = typeof first === "number" ? "first" : "last";
  const size = Number(typeof first === "number" ? first : last);
  const limit = name === "timelineItems" ? 250 : 100;
  if (size > limit) {
    const excess = `Requesting ${size} records on the \`${name}\` connection exceeds the \`${bound}\` limit of ${limit} records.`;
    return refuse("EXCESSIVE_PAGINATION", excess);
  }
  if (size < 0) return refuse("INVALID_PAGINATION", `\`${bound}\` on the \`${name}\` connection may not be negative.`);
  return size;
}

function selectsItems(walk: Walk, set: SelectionSetNode | undefined): boolean {
  return (set?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === "nodes" || selection.name.value === "edges";
    if (selection.kind === Kind.INLINE_FRAGMENT) return selectsItems(walk, selection.selectionSet);
    return selectsItems(walk, walk.fragments.get(selection.name.value)?.selectionSet);
  });
}
