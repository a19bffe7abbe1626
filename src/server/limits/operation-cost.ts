import {
  getNamedType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { GatewayError } from "../../errors/gateway-error.js";
import type { CostTable, FieldCost } from "./cost-table.js";
import { fragmentsOf, type Fragments } from "./fragments.js";
import { introspectionCost, META_FIELDS } from "./introspection-cost.js";
import { QUERY_LIMITS } from "./query-limits.js";

export interface CostedOperation {
  readonly schema: GraphQLSchema;
  readonly costs: CostTable;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Refuses an operation whose cost with these variables is too high. Fields and variables that do not fit the schema
 * count nothing: validation refuses them.
 *
 * @throws GatewayError `QUERY_TOO_EXPENSIVE`
 */
export function assertCostWithinLimits(options: CostedOperation): void {
  const cost = operationCost(options);
  if (cost <= QUERY_LIMITS.maxCost) return;
  throw new GatewayError(
    "QUERY_TOO_EXPENSIVE",
    `The operation costs ${Math.ceil(cost)} and may cost ${QUERY_LIMITS.maxCost}. Ask for smaller pages or fewer lists.`,
  );
}

/** The cost of an operation by the weights and list sizes that the schema declares. */
function operationCost(options: CostedOperation): number {
  const root = options.schema.getRootType(options.operation.operation);
  return root ? new CostReckoning(options).of(options.operation.selectionSet, root, new Map()) : 0;
}

/** Lengths of lists below a field, by the name of the field that holds the list. */
type Sizes = ReadonlyMap<string, number>;

class CostReckoning {
  readonly #options: CostedOperation;
  readonly #fragments: Fragments;
  readonly #variables: Readonly<Record<string, unknown>>;

  constructor(options: CostedOperation) {
    this.#options = options;
    this.#fragments = fragmentsOf(options.document);
    this.#variables = { ...defaultsOf(options.operation), ...options.variables };
  }

  /** The limits on the document bound how often fragments are followed here. */
  of({ selections }: SelectionSetNode, type: GraphQLNamedType, sizes: Sizes): number {
    let cost = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        cost += this.#ofField(selection, type, sizes);
      } else {
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
        if (fragment === undefined) continue;
        const condition = fragment.typeCondition?.name.value;
        const fragmentType = condition === undefined ? type : this.#options.schema.getType(condition);
        if (fragmentType) cost += this.of(fragment.selectionSet, fragmentType, sizes);
      }
    }
    return cost;
  }

  #ofField(node: FieldNode, type: GraphQLNamedType, sizes: Sizes): number {
    const field = fieldOf(type, node.name.value);
    if (field === undefined) return 0;
    const isIntrospection = isIntrospectionType(type) || Object.hasOwn(META_FIELDS, field.name);
    const declared = isIntrospection ? introspectionCost(field) : this.#options.costs.of(field);
    const size = this.#sizeOf(node, field, declared);
    const below =
      node.selectionSet === undefined
        ? 0
        : this.of(
            node.selectionSet,
            getNamedType(field.type),
            new Map(declared.sizedFields.map((name) => [name, size] as const)),
          );
    if (!isList(field.type)) return declared.weight + below;
    return (sizes.get(node.name.value) ?? size) * (declared.weight + below);
  }

  /** By the slicing arguments; else as long as the longest list that is given, for `nodes(ids:)`; else as assumed. */
  #sizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>, declared: FieldCost): number {
    const values = field.args.map((argument) => {
      const given = node.arguments?.find((candidate) => candidate.name.value === argument.name);
      const value: unknown = given ? valueFromASTUntyped(given.value, this.#variables) : undefined;
      return { name: argument.name, value: value ?? argument.defaultValue };
    });
    const slices = values.filter(({ name, value }) => declared.slicingArguments.includes(name) && isSize(value));
    if (slices.length > 0) return Math.max(...slices.map(({ value }) => Number(value)));
    const lists = values.flatMap(({ value }) => (Array.isArray(value) ? [value.length] : []));
    return isList(field.type) && lists.length > 0 ? Math.max(...lists) : declared.assumedSize;
  }
}

function defaultsOf(operation: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

/** Those of introspection are not among the fields of the root. */
function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (Object.hasOwn(META_FIELDS, name)) return META_FIELDS[name];
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}
