import type { GraphQLSchema } from "graphql";
import { printGatewaySchema } from "../resolvers/print-schema.js";
import type { Step } from "./connect.js";

/** `/schema.graphql`: the schema as text, with its directives, which introspection does not show. */
export function schemaFile(schema: GraphQLSchema): Step {
  let text: string | undefined;
  return (_request, response) => {
    text ??= printGatewaySchema(schema);
    response.setHeader("Content-Type", "text/plain; charset=utf-8");
    response.setHeader("Cache-Control", "no-cache");
    response.end(text);
  };
}
