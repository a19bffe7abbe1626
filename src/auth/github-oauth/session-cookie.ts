import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Secret } from "../../secret/secret.js";
import { readCookie, setCookie, type CookieOptions } from "./login-cookies.js";
import { sessionName } from "./session-name.js";
import { ShortMemory } from "./short-memory.js";

export interface SessionCookieOptions {
  /** The first signs, all verify. */
  readonly keys: readonly Secret[];
  readonly publicUrl: URL;
}

/** What a cookie of ours says. */
export interface NamedSession {
  /** As good as the cookie. */
  readonly id: string;
  /** What the session is stored under. */
  readonly name: string;
  /** Whether it is as it would be set now, and not one that an older key has signed. */
  readonly isCurrent: boolean;
}

const MARK = "s:";
/** A page asks several things at once: its cookie is verified once for them. */
const REMEMBER_MS = 5_000;
/** Ours is shorter than this. Others beside it can be changed at will, and must not fill the memory. */
const MAX_REMEMBERED = 512;

/**
 * The cookie that names a session, in the form of express-session and its package `cookie-signature`. It is written
 * here, because express-session knows no `Max-Age`, and leaves a secure cookie away without a word when a proxy in front
 * does not say `https`.
 */
export class SessionCookie {
  readonly #name: string;
  readonly #keys: readonly KeyObject[];
  readonly #options: CookieOptions;
  /** By the whole header. What no key of ours has signed is not remembered: there is no end of it. */
  readonly #verified = new ShortMemory<string, NamedSession>({ lifeMs: REMEMBER_MS });

  constructor({ keys, publicUrl }: SessionCookieOptions) {
    const isSecure = publicUrl.protocol === "https:";
    this.#name = isSecure ? "__Host-octogate" : "octogate";
    this.#keys = keys.map(toSigningKey);
    this.#options = { isSecure };
  }

  /** The session that the browser names; undefined when it names none, or no key of ours has signed it. */
  read(request: IncomingMessage): NamedSession | undefined {
    const { cookie } = request.headers;
    if (cookie === undefined) return undefined;
    const known = this.#verified.get(cookie);
    if (known !== undefined) return known;
    const named = this.#verify(request);
    if (named !== undefined && cookie.length < MAX_REMEMBERED) this.#verified.set(cookie, named);
    return named;
  }

  #verify(request: IncomingMessage): NamedSession | undefined {
    const value = readCookie(request, this.#name);
    if (value === undefined || !value.startsWith(MARK)) return undefined;
    const id = value.slice(MARK.length, Math.max(MARK.length, value.lastIndexOf(".")));
    const signer = this.#keys.findIndex((key) => isSame(value, signed(id, key)));
    return signer === -1 ? undefined : { id, name: sessionName(id), isCurrent: signer === 0 };
  }

  set(response: ServerResponse, sessionId: string, maxAgeSeconds: number): void {
    const [key] = this.#keys;
    if (key === undefined) throw new Error("There is no key to sign sessions with.");
    setCookie(response, { name: this.#name, value: signed(sessionId, key), maxAgeSeconds }, this.#options);
  }

  clear(response: ServerResponse): void {
    setCookie(response, { name: this.#name, value: "", maxAgeSeconds: 0 }, this.#options);
  }
}

function signed(sessionId: string, key: KeyObject): string {
  const signature = createHmac("sha256", key).update(sessionId).digest("base64").replace(/=+$/, "");
  return `${MARK}${sessionId}.${signature}`;
}

/** Takes equally long whichever byte differs: a signature cannot be guessed byte by byte. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

/** Derived, so that the same key signs nothing else in the same way. RFC 5869 */
function toSigningKey(key: Secret): KeyObject {
  const derived = Buffer.from(hkdfSync("sha256", key.reveal(), "", "octogate session cookie", 32));
  return createSecretKey(derived.toString("base64url"), "utf8");
}
