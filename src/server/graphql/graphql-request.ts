import { GatewayError } from "../../errors/gateway-error.js";

/** A well-formed GraphQL request. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A well-formed GraphQL request as it was sent: with a text, an id for one, or both. */
export interface SentRequest extends Omit<GraphQLRequest, "query"> {
  readonly query: string | undefined;
  readonly documentId: string | undefined;
}

/**
 * The request in a JSON body.
 *
 * @throws GatewayError `BAD_REQUEST`
 */
export function requestFromBody(body: unknown): SentRequest {
  if (Array.isArray(body)) throw badRequest("Batches are not accepted. Send one operation per request.");
  if (!isRecord(body)) throw badRequest('The body must be a JSON object. Send { "query": "…" }.');
  return toRequest(body);
}

/**
 * The request in the parameters of an address.
 *
 * @throws GatewayError `BAD_REQUEST`
 */
export function requestFromAddress(parameters: URLSearchParams): SentRequest {
  return toRequest({
    query: parameterOf(parameters, "query"),
    documentId: parameterOf(parameters, "documentId"),
    operationName: parameterOf(parameters, "operationName"),
    variables: jsonParameterOf(parameters, "variables"),
    extensions: jsonParameterOf(parameters, "extensions"),
  });
}

function toRequest(raw: Readonly<Record<string, unknown>>): SentRequest {
  const { query, operationName, variables, extensions } = raw;
  if (!isOptional(extensions, isRecord)) throw badRequest("`extensions` must be an object. Leave it out if in doubt.");
  const text = typeof query === "string" && query.trim() !== "" ? query : undefined;
  const documentId = documentIdOf(raw, text);
  if (text === undefined && (documentId === undefined || !isOptional(query, isString))) {
    throw badRequest("`query` is missing or no text. Send a GraphQL document in it.");
  }
  if (!isOptional(operationName, isString))
    throw badRequest("`operationName` must be a text. Leave it out if in doubt.");
  if (!isOptional(variables, isRecord))
    throw badRequest("`variables` must be an object. Send it as JSON, not as text.");
  return { query: text, documentId, operationName: operationName || undefined, variables: variables ?? {} };
}

/** Apollo's way of naming a document, or that of GraphQL over HTTP, which is for requests without a text. */
function documentIdOf(
  { extensions, documentId }: Readonly<Record<string, unknown>>,
  text: string | undefined,
): string | undefined {
  const persisted = isRecord(extensions) && Object.hasOwn(extensions, "persistedQuery");
  const query = persisted ? extensions["persistedQuery"] : undefined;
  const id = persisted ? (isRecord(query) ? query["sha256Hash"] : null) : text === undefined ? documentId : undefined;
  if (id === undefined || (typeof id === "string" && id !== "")) return id;
  throw badRequest("The id of the document is no text. Send it as `documentId` or in `extensions.persistedQuery`.");
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
