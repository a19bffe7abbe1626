import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  parse,
  valueFromASTUntyped,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** What GitHub charges for a document, by its own formula. */
export interface EstimatedCost {
  /** Taken from the hourly budget. */
  readonly points: number;
  /** How many objects its lists can bring at most; GitHub refuses more than 500,000. */
  readonly nodes: number;
}

interface Walk {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  requests: number;
  nodes: number;
}

/**
 * What one document will cost. GitHub counts the requests that it would take to fill every list, each once for every
 * object of the lists around it, and takes a point for a hundred of them.
 *
 * @param document Text of a query with one operation.
 * @see https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function estimateCost(document: string, variables: Readonly<Record<string, unknown>>): EstimatedCost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of parse(document, { noLocation: true }).definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operation ??= definition;
  }
  if (operation === undefined) throw new Error("The document has no operation.");
  const walk: Walk = { fragments, variables: withDefaults(operation, variables), requests: 0, nodes: 0 };
  walkSelections(walk, operation.selectionSet, 1);
  // GitHub says "divide by 100 and round", and rounds down, as the costs that it reports show.
  return { points: Math.max(1, Math.floor(walk.requests / 100)), nodes: walk.nodes };
}

function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

/** @param times How many objects have this selection. */
function walkSelections(walk: Walk, { selections }: SelectionSetNode, times: number): void {
  for (const selection of selections) {
    if (isSkipped(walk, selection)) continue;
    if (selection.kind === Kind.FIELD) {
      walkField(walk, selection, times);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value);
    if (fragment !== undefined) walkSelections(walk, fragment.selectionSet, times);
  }
}

function walkField(walk: Walk, node: FieldNode, times: number): void {
  const size = pageSize(walk, node);
  if (size !== undefined) {
    walk.requests += times;
    walk.nodes += times * size;
  }
  if (node.selectionSet !== undefined) walkSelections(walk, node.selectionSet, times * (size ?? 1));
}

/** How many objects a list is asked for. A field with neither bound is no list, or only counted. */
function pageSize({ variables }: Walk, { arguments: args = [] }: FieldNode): number | undefined {
  for (const bound of ["first", "last"]) {
    const argument = args.find(({ name }) => name.value === bound);
    const size: unknown = argument === undefined ? undefined : valueFromASTUntyped(argument.value, variables);
    if (typeof size === "number") return size;
  }
  return undefined;
}

function isSkipped({ variables }: Walk, node: SelectionNode): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.["if"] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.["if"] === false
  );
}
