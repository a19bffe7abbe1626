import { GraphQLError, GraphQLScalarType } from "graphql";
import { GatewayError } from "../errors/gateway-error.js";
import { Secret } from "../secret/secret.js";

export const SecretScalar = new GraphQLScalarType<Secret, never>({
  name: "Secret",
  description:
    "A secret that only travels inwards. It must be sent as a variable: a literal in the document is refused with " +
    "`SECRET_IN_DOCUMENT`, so that secrets never reach query logs, traces, persisted documents or browser history. " +
    "It can never be selected in a response.",
  parseValue(value) {
    if (typeof value === "string") return new Secret(value);
    throw new GraphQLError("A secret must be a text.");
  },
  parseLiteral() {
    const error = new GatewayError(
      "SECRET_IN_DOCUMENT",
      "A secret was written into the document. Send it as a variable, and replace the secret: it may be in a log now.",
    );
    // As GraphQLError, because graphql prints the literal into the message of any other; without its node, because that
    // carries the document. Servers rewrite the code of errors of validation, and find ours again in `originalError`.
    throw new GraphQLError(error.message, {
      originalError: error,
      extensions: { code: error.code },
    });
  },
  serialize() {
    throw new TypeError("A secret cannot be read.");
  },
});
