import { getDirective } from "@graphql-tools/utils";
import { getNamedType, isCompositeType, type GraphQLField, type GraphQLSchema } from "graphql";

/** What a field costs, from its `@cost` and `@listSize`. */
export interface FieldCost {
  readonly weight: number;
  /** Arguments that tell the length of a list. */
  readonly slicingArguments: readonly string[];
  /** Fields below, whose length the arguments tell; empty when it is the field's own. */
  readonly sizedFields: readonly string[];
  /** Length to reckon with where no argument tells it. */
  readonly assumedSize: number;
}

const ASSUMED_SIZE = 10;

/** Reads the directives of each field once. */
export class CostTable {
  readonly #schema: GraphQLSchema;
  readonly #costs = new WeakMap<GraphQLField<unknown, unknown>, FieldCost>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  of(field: GraphQLField<unknown, unknown>): FieldCost {
    const known = this.#costs.get(field);
    if (known !== undefined) return known;
    const cost = readCost(this.#schema, field);
    this.#costs.set(field, cost);
    return cost;
  }
}

// https://ibm.github.io/graphql-specs/cost-spec.html: objects weigh 1 and leaves 0 unless said otherwise.
function readCost(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): FieldCost {
  const cost = getDirective(schema, field, "cost")?.[0];
  const listSize = getDirective(schema, field, "listSize")?.[0];
  const weight = Number(cost?.["weight"] ?? (isCompositeType(getNamedType(field.type)) ? 1 : 0));
  return {
    weight: Number.isFinite(weight) ? weight : 1,
    slicingArguments: stringsOf(listSize?.["slicingArguments"]),
    sizedFields: stringsOf(listSize?.["sizedFields"]),
    assumedSize: Number(listSize?.["assumedSize"] ?? ASSUMED_SIZE),
  };
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
