import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Step } from "./connect.js";

const requestIds = new WeakMap<IncomingMessage, string>();

/**
 * Gives every request an id of its own and sends it as `X-Request-Id`. An id that the client sends is not taken over:
 * it could repeat another one's and put text of its choice into the log.
 */
export function requestId(): Step {
  return (request, response, next) => {
    response.setHeader("X-Request-Id", requestIdOf(request));
    next();
  };
}

/** The id of a request; the same one for as long as the request lives. */
export function requestIdOf(request: IncomingMessage): string {
  const known = requestIds.get(request);
  if (known !== undefined) return known;
  const created = randomUUID();
  requestIds.set(request, created);
  return created;
}
