import { SchemaMetaFieldDef, TypeMetaFieldDef, type GraphQLField } from "graphql";
import type { FieldCost } from "./cost-table.js";

// Values of the schema are in memory. Still they count: there are many, and types lead to types.
const WEIGHT = 0.01;
// Sentences are most of what is sent.
const TEXT_WEIGHT = 0.1;

/** About how long the lists are; introspection itself declares nothing of the kind. */
const SIZES: Readonly<Record<string, number>> = {
  types: 150,
  fields: 10,
  inputFields: 5,
  enumValues: 10,
  interfaces: 2,
  possibleTypes: 5,
  directives: 10,
  locations: 5,
  args: 2,
};

/** Fields of the root of queries that GraphQL adds to each schema. */
export const META_FIELDS: Readonly<Record<string, GraphQLField<unknown, unknown>>> = {
  [SchemaMetaFieldDef.name]: SchemaMetaFieldDef,
  [TypeMetaFieldDef.name]: TypeMetaFieldDef,
};

/** What a field of introspection costs. */
export function introspectionCost({ name }: GraphQLField<unknown, unknown>): FieldCost {
  const weight = name === "description" ? TEXT_WEIGHT : WEIGHT;
  return { weight, slicingArguments: [], sizedFields: [], assumedSize: SIZES[name] ?? 1 };
}
