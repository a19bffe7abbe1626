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

type Variables = Readonly<Record<string, unknown>>;

interface Counted {
  /** Requests that it takes to fill all lists. */
  requests: number;
  /** Objects in them at most. */
  nodes: number;
}

/** What the lists of a document come to, by its variables. */
export type CostFormula = (variables: Variables) => Readonly<Counted>;

/** A part of a document that has lists; all that is neither a list nor under a condition is left out. */
interface Part {
  readonly isSkipped: ((variables: Variables) => boolean) | undefined;
  /** How many objects a list is asked for; a list that is only counted has no number. */
  readonly size: ((variables: Variables) => number | undefined) | undefined;
  readonly inner: readonly Part[];
}

/** @param document Text of a query with one operation. */
export function costFormulaOf(document: string): CostFormula {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of parse(document, { noLocation: true }).definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operation ??= definition;
  }
  if (operation === undefined) throw new Error("The document has no operation.");
  const parts = partsOf(operation.selectionSet, fragments);
  const defaults = defaultsOf(operation);
  return (given) => {
    const counted: Counted = { requests: 0, nodes: 0 };
    count(parts, { ...defaults, ...given }, 1, counted);
    return counted;
  };
}

/** @param times How many objects have these parts. */
function count(parts: readonly Part[], variables: Variables, times: number, counted: Counted): void {
  for (const { isSkipped, inner, ...part } of parts) {
    if (isSkipped?.(variables) === true) continue;
    const size = part.size?.(variables);
    if (size !== undefined) {
      counted.requests += times;
      counted.nodes += times * size;
    }
    count(inner, variables, times * (size ?? 1), counted);
  }
}

function partsOf(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly Part[] {
  return selections.flatMap((selection): readonly Part[] => {
    const node = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const inner = node?.selectionSet === undefined ? [] : partsOf(node.selectionSet, fragments);
    const isSkipped = (selection.directives ?? []).length === 0 ? undefined : skipOf(selection);
    const size = selection.kind === Kind.FIELD ? sizeOf(selection) : undefined;
    if (size === undefined && (isSkipped === undefined || inner.length === 0)) return inner;
    return [{ isSkipped, size, inner }];
  });
}

function sizeOf({ arguments: args = [] }: FieldNode): Part["size"] {
  const bounds = args.filter(({ name }) => name.value === "first" || name.value === "last");
  if (bounds.length === 0) return undefined;
  return (variables) => {
    for (const { value } of bounds) {
      const size: unknown = valueFromASTUntyped(value, variables);
      if (typeof size === "number") return size;
    }
    return undefined;
  };
}

function skipOf(node: SelectionNode): (variables: Variables) => boolean {
  return (variables) =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.["if"] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.["if"] === false;
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
  );
  return Object.fromEntries(defaults);
}
