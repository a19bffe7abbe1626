import { Kind, type GraphQLError } from "graphql";
import { redactInput } from "../log/redact.js";

const MAX_MESSAGE = 500;

/**
 * A message of GraphQL's without what it tells of the schema (suggestions) and without what it repeats of the values
 * that the client sent: those can be secrets, and messages are shown and passed on.
 */
export function messageForClient(error: GraphQLError): string {
  const message = withoutValues(variableMessage(error) ?? error.message).replace(/ ?Did you mean .*$/s, "");
  const redacted = redactInput(message);
  return redacted.length > MAX_MESSAGE ? `${redacted.slice(0, MAX_MESSAGE)}…` : redacted;
}

/** GraphQL's `Variable "$input" got invalid value {…} at "input.token"; REASON` holds the whole value. */
function variableMessage(error: GraphQLError): string | undefined {
  const definition = error.nodes?.[0];
  const reason = error.originalError?.message;
  if (definition?.kind !== Kind.VARIABLE_DEFINITION || reason === undefined) return undefined;
  if (!error.message.endsWith(`; ${reason}`)) return undefined;
  const name = definition.variable.name.value;
  const place = / at "([\w.[\]]+)"$/.exec(error.message.slice(0, -reason.length - 2))?.[1];
  return `Variable "$${name}" got an invalid value${place === undefined ? "" : ` at "${place}"`}; ${reason}`;
}

function withoutValues(message: string): string {
  return message
    .replace(/( cannot represent [\w\s-]*value): .*$/s, "$1.")
    .replace(/\bValue ".*" does not exist in/s, "The value does not exist in")
    .replace(/^(Syntax Error: .*, found [A-Z]\w*) ".*"\.$/s, "$1.")
    .replace(/^(Expected (?:value of )?type .*?), found .*$/s, "$1.");
}
