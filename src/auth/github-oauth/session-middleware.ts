import session from "express-session";
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { SessionCookie } from "./session-cookie.js";
import { sessionOf } from "./session-of-request.js";
import { endOf, type LiveSession, type SessionLife } from "./session-record.js";
import type { SessionStore } from "./session-store.js";

/** Being seen is worth a write of the store this often. */
const SEEN_AFTER_MS = 60_000;

export interface SessionMiddlewareOptions {
  readonly store: SessionStore;
  readonly cookie: SessionCookie;
  readonly life: SessionLife;
  readonly now: () => number;
  /** Takes a write that failed: the session lives on, and is written at a later request. */
  readonly onError: (error: unknown) => void;
}

/** A step in front of GraphQL, in the form of an edition's middleware. */
export interface SessionMiddleware {
  readonly name: "session";
  handle(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;
}

/**
 * Reads the session that the cookie names, and keeps it alive. A request without a cookie that verifies asks nothing of
 * the store.
 *
 * express-session reads and stores here; it never sends a cookie: this server speaks no TLS itself, so `secure` without
 * `proxy` is never fulfilled. See `SessionCookie`.
 */
export function sessionMiddleware({ store, cookie, life, now, onError }: SessionMiddlewareOptions): SessionMiddleware {
  const load = session({
    store,
    name: cookie.name,
    secret: cookie.secrets,
    genid: () => randomBytes(32).toString("base64url"),
    resave: false,
    saveUninitialized: false,
    cookie: { secure: true },
    proxy: false,
  }) as unknown as SessionMiddleware["handle"];

  function keepAlive(request: IncomingMessage, response: ServerResponse, live: LiveSession): void {
    const isSeenAnew = now() - live.seenAt >= SEEN_AFTER_MS;
    if (isSeenAnew) store.renew(live.id, live).catch(onError);
    // A cookie of an older key is signed anew at once, so that the key can go.
    if (!isSeenAnew && cookie.isCurrent(request, live.id)) return;
    cookie.set(response, live.id, (endOf(live, life) - now()) / 1000);
  }

  return {
    name: "session",
    handle(request, response, next) {
      load(request, response, (error) => {
        if (error !== undefined && error !== null) return next(error);
        const live = sessionOf(request);
        if (live !== undefined) keepAlive(request, response, live);
        next();
      });
    },
  };
}
