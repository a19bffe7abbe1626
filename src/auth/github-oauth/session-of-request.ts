import type { ServerResponse } from "node:http";
import type { UserId } from "../identity.js";
import type { SessionCookie } from "./session-cookie.js";
import { endOf, type LiveSession, type SessionLife, type SessionRequest } from "./session-record.js";
import type { SessionStore } from "./session-store.js";

export interface SessionsOptions {
  readonly store: SessionStore;
  readonly cookie: SessionCookie;
  readonly life: SessionLife;
  readonly now: () => number;
}

/**
 * The session that a request belongs to; undefined when nobody is signed in.
 *
 * @throws Error when sessions were not read for it: that must never be taken for "nobody".
 */
export function sessionOf({ session }: SessionRequest): LiveSession | undefined {
  if (session === undefined) throw new Error("The step that reads sessions did not run for this request.");
  return session ?? undefined;
}

/** Begins and ends the sessions of requests, with the cookies that go with them. */
export class Sessions {
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /**
   * Signs a user in. The id is a new one and the session before is ended, so that an id that somebody planted is worth
   * nothing. When this fails, the session before is as it was.
   *
   * @returns The id, which is as good as the cookie.
   */
  async begin(request: SessionRequest, response: ServerResponse, userId: UserId): Promise<string> {
    const { store } = this.#options;
    const before = sessionOf(request);
    const session = await store.begin(userId);
    if (before !== undefined) await store.end(before);
    this.#give(request, response, session);
    return session.id;
  }

  /** Gives a request the session that another one of the same browser began; answers whose it is. */
  async adopt(request: SessionRequest, response: ServerResponse, sessionId: string): Promise<UserId | undefined> {
    const session = await this.#options.store.find(sessionId);
    if (session !== undefined) this.#give(request, response, session);
    return session?.userId;
  }

  /**
   * Signs the caller out, on this browser or on all; answers how many sessions ended. When this fails, the browser keeps
   * its cookie: whoever believes to be signed out must be.
   */
  async end(request: SessionRequest, response: ServerResponse, { everywhere }: { readonly everywhere: boolean }) {
    const { store, cookie } = this.#options;
    const session = sessionOf(request);
    const ended = session === undefined ? 0 : await (everywhere ? store.endAll(session.userId) : store.end(session));
    cookie.clear(response);
    request.session = null;
    return ended;
  }

  /** How many sessions of a user live now. */
  count(userId: UserId): Promise<number> {
    return this.#options.store.count(userId);
  }

  #give(request: SessionRequest, response: ServerResponse, session: LiveSession): void {
    const { cookie, life, now } = this.#options;
    request.session = session;
    cookie.set(response, session.id, (endOf(session, life) - now()) / 1000);
  }
}
