import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Next, Step } from "./connect.js";

/** Takes what a step refuses. */
export type OnRefusal = (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next) => void;

/**
 * Runs steps one after another, each when the one before it says so. What a step throws, rejects with or passes on as an
 * error is refused.
 *
 * @param onRefusal In the order in which they are asked; the last one answers.
 */
export function stepChain(steps: readonly Step[], onRefusal: readonly OnRefusal[]): RequestListener {
  return (request, response) => {
    let index = 0;
    const next: Next = (error) => {
      if (error !== undefined && error !== null) return refuse(error, onRefusal, request, response);
      const step = steps[index];
      index += 1;
      if (step === undefined) return;
      try {
        const running = step(request, response, next);
        if (running !== undefined) passOn(running, next);
      } catch (thrown) {
        next(thrown);
      }
    };
    next();
  };
}

/** What a step rejects with goes on like what it throws. Steps of somebody's own edition may give back anything. */
function passOn(running: Promise<void>, take: Next): void {
  Promise.resolve(running).catch(take);
}

function refuse(
  error: unknown,
  [first, ...others]: readonly OnRefusal[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  first?.(error, request, response, (passedOn) => refuse(passedOn, others, request, response));
}
