import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readCookie, setCookie, type CookieOptions } from "./login-cookies.js";

/** Longer than an attempt, for those who choose repositories in between. */
const LIFE_SECONDS = 60 * 60;

/**
 * Tells browsers apart before anybody is signed in, so that a login can be finished only where it began: without it, a
 * link could sign a victim in to the attacker's account (RFC 9700, 4.7). Names no one and opens nothing.
 */
export class LoginCookie {
  readonly #name: string;
  readonly #options: CookieOptions;

  constructor({ publicUrl }: { readonly publicUrl: URL }) {
    const isSecure = publicUrl.protocol === "https:";
    this.#name = isSecure ? "__Host-octogate-login" : "octogate-login";
    this.#options = { isSecure };
  }

  /** The mark of the browser; undefined when it has none. */
  read(request: IncomingMessage): string | undefined {
    const value = readCookie(request, this.#name);
    return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
  }

  /** The mark of the browser, given to it if it had none; several tabs can sign in at the same time. */
  give(request: IncomingMessage, response: ServerResponse): string {
    const value = this.read(request) ?? randomBytes(32).toString("base64url");
    setCookie(response, { name: this.#name, value, maxAgeSeconds: LIFE_SECONDS }, this.#options);
    return value;
  }
}
