import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

// On the request itself: looking it up in a map takes longer than making it.
const ID = Symbol("id of the request");

/**
 * The id of a request; the same one for as long as the request lives. An id that the client sends is not taken over: it
 * could repeat another one's and put text of its choice into the log.
 */
export function requestIdOf(request: IncomingMessage & { [ID]?: string }): string {
  return (request[ID] ??= randomUUID());
}
