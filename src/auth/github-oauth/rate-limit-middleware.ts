import type { IncomingMessage, ServerResponse } from "node:http";
import { sessionOf } from "./session-of-request.js";
import { addressOf, type RateLimit } from "./rate-limit.js";
import type { TrailingRateLimit } from "./rate-limit-trailing.js";

/** A step in front of GraphQL, in the form of an edition's middleware. */
export interface RateLimitMiddleware {
  readonly name: string;
  handle(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;
}

/** Limits what one address sends. Waits for nothing: it stands before everything else. */
export function addressLimit(limit: TrailingRateLimit): RateLimitMiddleware {
  return {
    name: "address-limit",
    handle(request, _response, next) {
      try {
        limit.consume(addressOf(request));
      } catch (error) {
        return next(error);
      }
      next();
    },
  };
}

/** Limits what one user sends, wherever from. Requests of nobody are left to the limit of their address. */
export function identityLimit(limit: RateLimit): RateLimitMiddleware {
  return {
    name: "identity-limit",
    handle(request, _response, next) {
      const session = sessionOf(request);
      if (session === undefined) return next();
      goOn(limit.consume(session.userId), next);
    },
  };
}

function goOn(allowed: void | Promise<void>, next: (error?: unknown) => void): void {
  if (allowed === undefined) next();
  else void goOnWhen(allowed, next);
}

async function goOnWhen(allowed: Promise<void>, next: (error?: unknown) => void): Promise<void> {
  try {
    await allowed;
  } catch (error) {
    return next(error);
  }
  next();
}
