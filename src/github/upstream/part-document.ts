import { LRUCache } from "lru-cache";
import { GatewayError } from "../../errors/gateway-error.js";
import type { GraphQLAnswer } from "../answer.js";
import type { GitHubHost } from "../github-host.js";
import { placeErrors } from "../selection/place-errors.js";
import { VARIABLE_PREFIX, type SelectionVariable } from "../selection/selection-compiler.js";
import type { Variables } from "../selection/shape.js";
import { failuresIn } from "./field-failures.js";
import { templateOf } from "./operation-template.js";
import type { AskedPart, PartAnswer } from "./upstream-batch.js";

// A gateway sends the same few all the time.
const MAX_CHARACTERS = 8_000_000;

const documents = new LRUCache<string, string>({
  maxSize: MAX_CHARACTERS,
  sizeCalculation: (document, key) => document.length + key.length,
});

/** One document of all the parts, each under a place of its own; its text is put together once. */
export function documentOf(parts: readonly AskedPart[]): { readonly document: string; readonly variables: Variables } {
  const key = parts.map(({ operation, selection }) => `${operation}\n${selection?.text ?? ""}`).join("\n");
  let document = documents.get(key);
  if (document === undefined) documents.set(key, (document = textOf(parts)));
  const variables: Record<string, unknown> = {};
  for (const [index, part] of parts.entries()) {
    const place = placeOf(index);
    for (const name of Object.keys(part.variables)) variables[`${place}_${name}`] = part.variables[name];
    for (const { name, value } of usedVariables(part)) {
      variables[`${place}_${name}`] = value(part.selection?.values ?? {});
    }
  }
  return { document, variables };
}

function textOf(parts: readonly AskedPart[]): string {
  const definitions: string[] = [];
  const fields: string[] = [];
  for (const [index, part] of parts.entries()) {
    const place = placeOf(index);
    const text = part.selection?.text ?? "";
    const template = templateOf(part.operation).at(place, text.replaceAll(VARIABLE_PREFIX, `$${place}_`));
    fields.push(template.field);
    definitions.push(
      ...template.definitions,
      ...usedVariables(part).map(({ name, type }) => `$${place}_${name}: ${type}`),
    );
  }
  const head = definitions.length === 0 ? "query" : `query(${definitions.join(", ")})`;
  return `${head} { ${fields.join(" ")} }`;
}

/** GitHub refuses variables that are not used, and a list may ask for parts of a selection only. */
function usedVariables({ selection }: AskedPart): readonly SelectionVariable[] {
  if (selection === undefined || selection.variables.length === 0) return [];
  return selection.variables.filter(({ name }) => selection.text.includes(`${VARIABLE_PREFIX}${name}`));
}

/** What GitHub answered to each of the parts. */
export function answersTo(
  parts: readonly AskedPart[],
  answer: GraphQLAnswer,
  host: GitHubHost,
): readonly (PartAnswer | Error)[] {
  const toFailure = failuresIn(answer, host);
  const elsewhere = placeErrors(answer.data, answer.errors, toFailure).map(toFailure);
  return parts.map((_part, index) => {
    const value = answer.data[placeOf(index)];
    const failure = value === undefined ? (answer.errors.map(toFailure)[0] ?? unanswered()) : (value ?? elsewhere[0]);
    if (failure instanceof Error) return failure;
    return { value, hasErrors: answer.errors.length > 0, elsewhere, headers: answer.headers };
  });
}

function unanswered(): GatewayError {
  return new GatewayError("GITHUB_UNEXPECTED_RESPONSE", "GitHub left out a part of the answer. Try again in a moment.");
}

/** Alias of a part in the document. */
export function placeOf(index: number): string {
  return `p${index}`;
}
