import { GraphQLScalarType } from "graphql";

/** Output only. */
export const UriScalar = new GraphQLScalarType<string, string>({
  name: "URI",
  description: "An absolute URI (RFC 3986).",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3986",
  serialize(value) {
    if (typeof value === "string") return value;
    if (value instanceof URL) return value.href;
    throw new TypeError("A URI must be a text or a URL.");
  },
});
