import type { IncomingMessage, ServerResponse } from "node:http";

/** A step of the way of a request, in the form of Connect. Whoever runs one passes on what it rejects with. */
export type Step = (request: IncomingMessage, response: ServerResponse, next: Next) => void | Promise<void>;

export type Next = (error?: unknown) => void;

/** The path of a request, without its query. */
export function pathOf({ url = "/" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end === -1 ? url : url.slice(0, end);
}
