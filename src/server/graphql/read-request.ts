import type { IncomingMessage } from "node:http";
import { HttpError, methodNotAllowed } from "../http-error.js";
import { QUERY_LIMITS } from "../limits/query-limits.js";
import { requestFromAddress, requestFromBody, type SentRequest } from "./graphql-request.js";
import { negotiateMediaType } from "./negotiate.js";
import { readJsonBody, type JsonBody } from "./read-json-body.js";

/** What stands in the request, not yet looked at: that step can fail in GraphQL's terms. */
export interface UnreadGraphQL {
  /** The same for the same request, and for no other. */
  readonly key: string;
  /** @throws GatewayError for what is no GraphQL request; NotJsonError for what is no JSON, which is HTTP's matter. */
  readonly read: () => SentRequest;
}

/**
 * Reads the HTTP request.
 *
 * @throws HttpError 400, 405, 406, 413 or 415; some of them at once, the others as a rejection.
 */
export function readRequest(request: IncomingMessage): UnreadGraphQL | Promise<UnreadGraphQL> {
  const { method, headers } = request;
  if (method !== "POST" && method !== "GET") throw methodNotAllowed(["GET", "POST"]);
  if (negotiateMediaType(headers.accept) === undefined) {
    throw new HttpError(
      "The answer would be JSON, which the Accept header refuses. Accept application/graphql-response+json.",
      { status: 406, code: "BAD_REQUEST" },
    );
  }
  if (method === "POST") return readJsonBody(request, { maxBytes: QUERY_LIMITS.maxBodyBytes, take: unreadBody });
  assertNoBody(request);
  return unreadAddress(request.url ?? "");
}

function unreadBody(body: JsonBody): UnreadGraphQL {
  return { key: body.bytes, read: () => requestFromBody(body.parse()) };
}

function unreadAddress(address: string): UnreadGraphQL {
  return { key: address, read: () => requestFromAddress(new URLSearchParams(address.split("?", 2)[1] ?? "")) };
}

/**
 * A page can send a GET with a content type of plain text without asking first, and measure how long the answer takes.
 * https://github.com/apollographql/apollo-server/security/advisories/GHSA-9q82-xgwf-vj6h
 */
function assertNoBody({ headers }: IncomingMessage): void {
  const essence = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (essence === undefined || essence === "application/json") return;
  throw new HttpError("A GET has no content type here. Leave it out, or send application/json.", {
    status: 415,
    code: "BAD_REQUEST",
  });
}
