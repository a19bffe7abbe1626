import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * A step of the way of a request, in the form that Connect, Express and a bare `node:http` server share. Steps know
 * nothing of Express, so that any of them can be run in front of it.
 */
export type Step = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

export type Next = (error?: unknown) => void;

/** The path of a request, without query and without what could follow it. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}

/** Turns an asynchronous step into a plain one: what it rejects with goes to the error handlers. */
export function toStep(
  run: (request: IncomingMessage, response: ServerResponse, next: Next) => Promise<void>,
): Step {
  return (request, response, next) => {
    run(request, response, next).catch(next);
  };
}
