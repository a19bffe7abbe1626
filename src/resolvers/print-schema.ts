import { getDocumentNodeFromSchema } from "@graphql-tools/utils";
import { Kind, print, type DefinitionNode, type GraphQLSchema } from "graphql";

const HEADER = `# The gateway's public GraphQL schema, version 1.
#
# Made from src/schema and src/resolvers by test/contract.test.ts: do not change it here.
# Every public element carries a description: this file is the reference documentation.
`;

/** The schema as text, directives included; the same text for the same schema. */
export function printGatewaySchema(schema: GraphQLSchema): string {
  const definitions = getDocumentNodeFromSchema(schema).definitions.toSorted((one, other) => rank(one) - rank(other));
  return `${HEADER}\n${definitions.map((definition) => print(definition)).join("\n\n")}\n`;
}

/** Scalars and the roots come first; the rest follows in the order in which it is reached from the roots. */
function rank(definition: DefinitionNode): number {
  const first: readonly string[] = [Kind.SCHEMA_DEFINITION, Kind.DIRECTIVE_DEFINITION, Kind.SCALAR_TYPE_DEFINITION];
  const place = first.indexOf(definition.kind);
  if (place >= 0) return place;
  const name = "name" in definition ? definition.name?.value : undefined;
  return name === "Query" || name === "Mutation" ? first.length : first.length + 1;
}
