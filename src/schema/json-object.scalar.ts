import { GraphQLScalarType, valueFromASTUntyped } from "graphql";

type JsonObject = Readonly<Record<string, unknown>>;

export const JsonObjectScalar = new GraphQLScalarType<JsonObject, JsonObject>({
  name: "JSONObject",
  description: "A JSON object. Used only for edition-defined preferences, whose shape each edition validates.",
  serialize: assertJsonObject,
  parseValue: assertJsonObject,
  parseLiteral: (literal, variables) => assertJsonObject(valueFromASTUntyped(literal, variables)),
});

function assertJsonObject(value: unknown): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new TypeError("Write a JSON object, for example {}.");
}
