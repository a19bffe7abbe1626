import { GraphQLScalarType } from "graphql";

/** Output only: GitHub's numeric ids, which come as JSON numbers or as decimal texts. */
export const BigIntScalar = new GraphQLScalarType<string, string>({
  name: "BigInt",
  description: "A 64-bit integer as a decimal string; GitHub's numeric ids have outgrown `Int`.",
  serialize(value) {
    if (typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
    if (typeof value === "string" && /^-?[0-9]+$/.test(value)) return value;
    throw new TypeError("A BigInt must be a whole number.");
  },
});
