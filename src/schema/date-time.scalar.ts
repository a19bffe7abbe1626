import { GraphQLScalarType } from "graphql";

/** Output only. Texts come from stores and from GitHub, which write RFC 3339 already, and pass as they are. */
export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: "DateTime",
  description: "An instant in UTC, RFC 3339, for example `2026-11-23T16:12:00Z`.",
  specifiedByURL: "https://scalars.graphql.org/andimarek/date-time.html",
  serialize(value) {
    if (typeof value === "string") return value;
    if (value instanceof Date) return value.toISOString();
    throw new TypeError("A DateTime must be a text or a Date.");
  },
});
