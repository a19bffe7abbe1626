import { getVariableValues } from "graphql";
import { chooseOperation, fragmentsOf, readDocument } from "./documents.js";
import { githubSchema } from "./github-schema.js";
import { measureOperation } from "./measure-operation.js";

/** How many nodes a query asks for at most, by GitHub's formula; 0 for one that GitHub would refuse. */
export function countNodes(query: string, given: Readonly<Record<string, unknown>>): number {
  const { document, errors } = readDocument(query);
  const operation = document === null || errors.length > 0 ? "" : chooseOperation(document, null);
  if (document === null || typeof operation === "string") return 0;
  const { coerced } = getVariableValues(githubSchema(), operation.variableDefinitions ?? [], given);
  if (coerced === undefined) return 0;
  return measureOperation({ operation, fragments: fragmentsOf(document), variables: coerced }).nodeCount;
}
