import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * A step of the way of a request, in the form that Connect and Express share. Steps use nothing of Express, so that any
 * of them can be run in front of it; whoever runs one passes on what it rejects with, as Express does.
 */
export type Step = (request: IncomingMessage, response: ServerResponse, next: Next) => void | Promise<void>;

export type Next = (error?: unknown) => void;

/** The path of a request, without query and without what could follow it. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}
