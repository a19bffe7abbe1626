import { GatewayError } from "../../errors/gateway-error.js";

/** A well-formed GraphQL request. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The request in a JSON body.
 *
 * @throws GatewayError `BAD_REQUEST` or `PERSISTED_QUERY_NOT_SUPPORTED`
 */
export function requestFromBody(body: unknown): GraphQLRequest {
  if (Array.isArray(body)) throw badRequest("Batches are not accepted. Send one operation per request.");
  if (!isRecord(body)) throw badRequest('The body must be a JSON object. Send { "query": "…" }.');
  return toRequest(body);
}

/**
 * The request in the parameters of an address.
 *
 * @throws GatewayError `BAD_REQUEST` or `PERSISTED_QUERY_NOT_SUPPORTED`
 */
export function requestFromAddress(parameters: URLSearchParams): GraphQLRequest {
  return toRequest({
    query: parameterOf(parameters, "query"),
    operationName: parameterOf(parameters, "operationName"),
    variables: jsonParameterOf(parameters, "variables"),
    extensions: jsonParameterOf(parameters, "extensions"),
  });
}

function toRequest(raw: Readonly<Record<string, unknown>>): GraphQLRequest {
  const { query, operationName, variables, extensions } = raw;
  if (!isOptional(extensions, isRecord)) throw badRequest("`extensions` must be an object. Leave it out if in doubt.");
  if (isRecord(extensions) && Object.hasOwn(extensions, "persistedQuery")) {
    throw new GatewayError("PERSISTED_QUERY_NOT_SUPPORTED", "Persisted queries are off. Send the query in full.");
  }
  if (typeof query !== "string" || query.trim() === "") {
    throw badRequest("`query` is missing or no text. Send a GraphQL document in it.");
  }
  if (!isOptional(operationName, isString))
    throw badRequest("`operationName` must be a text. Leave it out if in doubt.");
  if (!isOptional(variables, isRecord))
    throw badRequest("`variables` must be an object. Send it as JSON, not as text.");
  return { query, operationName: operationName || undefined, variables: variables ?? {} };
}

function parameterOf(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) throw badRequest(`\`${name}\` is given more than once. Send it once.`);
  return values[0];
}

function jsonParameterOf(parameters: URLSearchParams, name: string): unknown {
  const text = parameterOf(parameters, name);
  if (text === undefined || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`\`${name}\` is not JSON. Send an object, percent-encoded.`);
  }
}

function isOptional<T>(value: unknown, check: (value: unknown) => value is T): value is T | null | undefined {
  return value === undefined || value === null || check(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function badRequest(message: string): GatewayError {
  return new GatewayError("BAD_REQUEST", message);
}
