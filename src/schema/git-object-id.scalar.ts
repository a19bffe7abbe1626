import { GraphQLScalarType } from "graphql";

/** Output only. */
export const GitObjectIdScalar = new GraphQLScalarType<string, string>({
  name: "GitObjectID",
  description: "A Git object id in hexadecimal (40 or 64 digits).",
  serialize(value) {
    if (typeof value === "string") return value;
    throw new TypeError("A GitObjectID must be a text.");
  },
});
