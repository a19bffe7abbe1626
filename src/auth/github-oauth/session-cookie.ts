import { createHmac, hkdfSync } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Secret } from "../../secret/secret.js";
import { readCookie, setCookie, type CookieOptions } from "./login-cookies.js";

export interface SessionCookieOptions {
  /** The first signs, all verify. */
  readonly keys: readonly Secret[];
  readonly publicUrl: URL;
}

/**
 * The cookie that names a session. express-session reads it; it is written here, because express-session knows no
 * `Max-Age`, and leaves a secure cookie away without a word when a proxy in front does not say `https`.
 */
export class SessionCookie {
  readonly name: string;
  /** For express-session, in the order of the keys. */
  readonly secrets: string[];
  readonly #options: CookieOptions;

  constructor({ keys, publicUrl }: SessionCookieOptions) {
    const isSecure = publicUrl.protocol === "https:";
    this.name = isSecure ? "__Host-octogate" : "octogate";
    this.secrets = keys.map(toSigningSecret);
    this.#options = { isSecure };
  }

  /** Whether the browser holds the cookie as it would be set now, and not one that an older key has signed. */
  isCurrent(request: IncomingMessage, sessionId: string): boolean {
    return readCookie(request, this.name) === this.#sign(sessionId);
  }

  set(response: ServerResponse, sessionId: string, maxAgeSeconds: number): void {
    setCookie(response, { name: this.name, value: this.#sign(sessionId), maxAgeSeconds }, this.#options);
  }

  clear(response: ServerResponse): void {
    setCookie(response, { name: this.name, value: "", maxAgeSeconds: 0 }, this.#options);
  }

  /** In the form of the package `cookie-signature`, which express-session verifies with. */
  #sign(sessionId: string): string {
    const [secret = ""] = this.secrets;
    const signature = createHmac("sha256", secret).update(sessionId).digest("base64").replace(/=+$/, "");
    return `s:${sessionId}.${signature}`;
  }
}

/** Derived, so that the same key signs nothing else in the same way. RFC 5869 */
function toSigningSecret(key: Secret): string {
  return Buffer.from(hkdfSync("sha256", key.reveal(), "", "octogate session cookie", 32)).toString("base64url");
}
