import { createHash, randomBytes } from "node:crypto";
import type { LoginExchange, LoginStart } from "../login-flow.js";
import type { LoginAttempts } from "./login-attempts.js";
import type { LoginCookie } from "./login-cookie.js";
import type { LoginTokens } from "./login-sign-in.js";
import type { OAuthClient } from "./oauth-client.js";
import { addressOf, type RateLimit } from "./rate-limit.js";

export interface LoginDepartureOptions {
  /** Where the App is installed; `state` is added to it. */
  readonly installUrl: URL;
  readonly oauth: Pick<OAuthClient, "authorizationUrl">;
  readonly attempts: LoginAttempts;
  readonly cookie: LoginCookie;
  readonly tokens: Pick<LoginTokens, "account">;
  readonly limits: { readonly starts: RateLimit };
}

/** The way to GitHub: the address with a state and a challenge, for each purpose. */
export class LoginDeparture {
  readonly #options: LoginDepartureOptions;

  constructor(options: LoginDepartureOptions) {
    this.#options = options;
  }

  /** Begins an attempt and marks the browser; where to send it. */
  async begin(exchange: LoginExchange, start: Pick<LoginStart, "purpose" | "returnTo" | "loginHint">): Promise<URL> {
    const { limits, attempts, cookie, oauth, installUrl } = this.#options;
    const { request, response, identity } = exchange;
    const { purpose, returnTo } = start;
    await limits.starts.consume(addressOf(request));
    const browser = cookie.give(request, response);
    const codeVerifier = randomBytes(32).toString("base64url");
    const userId = identity.kind === "user" ? identity.userId : null;
    const state = await attempts.begin(browser, { purpose, codeVerifier, returnTo, userId });
    if (purpose === "MANAGE_ACCESS") {
      await attempts.rememberReturn(browser, returnTo);
      const url = new URL(installUrl);
      url.searchParams.set("state", state);
      return url;
    }
    const loginHint = start.loginHint ?? (purpose === "RECONNECT" ? await this.#loginOf(exchange) : null);
    return oauth.authorizationUrl({
      state,
      codeChallenge: createHash("sha256").update(codeVerifier).digest("base64url"),
      ...(loginHint !== null && { loginHint: loginHint.slice(0, 100) }),
      forceAccountChoice: purpose === "SWITCH_ACCOUNT",
    });
  }

  async #loginOf({ identity }: LoginExchange): Promise<string | null> {
    if (identity.kind !== "user") return null;
    return (await this.#options.tokens.account(identity.userId))?.login ?? null;
  }
}
