import type { ServerResponse } from "node:http";
import type { UserId } from "../identity.js";
import type { NamedSession, SessionCookie } from "./session-cookie.js";
import { endOf, type LiveSession, type SessionLife, type SessionRequest } from "./session-record.js";
import type { SessionStore } from "./session-store.js";

/** Being seen is worth a write of the store this often. */
const SEEN_AFTER_MS = 60_000;

export interface SessionMiddlewareOptions {
  readonly store: SessionStore;
  readonly cookie: SessionCookie;
  readonly life: SessionLife;
  readonly now: () => number;
  /** Looks at what is kept of a user besides, so that it is sealed anew where it must be. No request waits for it. */
  readonly lookAfter: (userId: UserId) => Promise<unknown>;
  /** Takes a write that failed: the session lives on, and is written at a later request. */
  readonly onError: (error: unknown) => void;
}

/** A step in front of GraphQL, in the form of an edition's middleware. */
export interface SessionMiddleware {
  readonly name: "session";
  handle(request: SessionRequest, response: ServerResponse, next: (error?: unknown) => void): void;
}

/**
 * Finds the session that the cookie names, and keeps it alive. A request without a cookie that verifies asks nothing of
 * the store, and one whose session is held does not wait for it.
 *
 * Not express-session's own middleware, which at each request also hashes the session, stands in front of the end of
 * the answer and touches the store once more. Whoever begins a session does that with express-session: `SessionStore`.
 */
export function sessionMiddleware({
  store,
  cookie,
  life,
  now,
  lookAfter,
  onError,
}: SessionMiddlewareOptions): SessionMiddleware {
  function keepAlive(response: ServerResponse, session: LiveSession, { isCurrent }: NamedSession): void {
    const isSeenAnew = now() - session.seenAt >= SEEN_AFTER_MS;
    if (isSeenAnew) store.renew(session).catch(onError);
    // A cookie of an older key is signed anew at once, so that the key can go. It seldom goes alone.
    if (!isSeenAnew && isCurrent) return;
    lookAfter(session.userId).catch(onError);
    cookie.set(response, session.id, (endOf(session, life) - now()) / 1000);
  }

  function admit(
    request: SessionRequest,
    response: ServerResponse,
    next: (error?: unknown) => void,
    named: NamedSession,
    session: LiveSession,
  ): void {
    request.session = session;
    try {
      keepAlive(response, session, named);
    } catch (error) {
      return next(error);
    }
    next();
  }

  return {
    name: "session",
    handle(request, response, next) {
      const named = cookie.read(request);
      if (named === undefined) {
        request.session = null;
        return next();
      }
      const held = store.held(named.name);
      if (held !== undefined) return admit(request, response, next, named, held);
      store.look(named, (failure, session) => {
        if (failure !== undefined) return next(failure);
        if (session !== undefined) return admit(request, response, next, named, session);
        request.session = null;
        next();
      });
    },
  };
}
