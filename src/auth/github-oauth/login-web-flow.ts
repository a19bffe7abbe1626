import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Secret } from "../../secret/secret.js";
import type {
  CompletedLogin,
  LoginCallback,
  LoginExchange,
  LoginProblem,
  LoginStart,
  StartedLogin,
} from "../login-flow.js";
import { ATTEMPT_LIFE_MS, type LoginAttempt, type LoginAttempts } from "./login-attempts.js";
import type { LoginCookie } from "./login-cookie.js";
import {
  badReturnPath,
  noCode,
  providerProblem,
  refusedByProvider,
  stillUnderWay,
  unknownAttempt,
} from "./login-problems.js";
import type { LoginOutcome, LoginTokens, SignIn } from "./login-sign-in.js";
import type { OAuthClient } from "./oauth-client.js";
import { addressOf, type RateLimit } from "./rate-limit.js";
import { toReturnPath } from "./return-path.js";
import type { Sessions } from "./session-of-request.js";

export interface LoginWebFlowOptions {
  readonly publicUrl: URL;
  /** Where the App is installed; `state` is added to it. */
  readonly installUrl: URL;
  readonly oauth: Pick<OAuthClient, "authorizationUrl" | "exchangeCode">;
  readonly attempts: LoginAttempts;
  readonly cookie: LoginCookie;
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly tokens: Pick<LoginTokens, "account">;
  /** Of logins that begin, and of callbacks that belong to none, by address. */
  readonly limits: { readonly starts: RateLimit; readonly failures: RateLimit };
  readonly now: () => number;
}

/** What came of an attempt; `continue` when it must go round once more. */
type Outcome = (LoginOutcome | { readonly kind: "continue" }) & { readonly returnTo: string | null };

/** How long a second call waits for the first one's result, and how often it looks. */
const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 50;
const LONGEST_CODE = 512;

/** Signing in with a browser: to GitHub, and back with a code. */
export class LoginWebFlow {
  readonly #options: LoginWebFlowOptions;

  constructor(options: LoginWebFlowOptions) {
    this.#options = options;
  }

  async start(exchange: LoginExchange, start: LoginStart): Promise<StartedLogin> {
    const returnTo = start.returnTo === null ? null : toReturnPath(start.returnTo, this.#options.publicUrl);
    const problem = returnTo === undefined ? badReturnPath() : providerProblem(start.provider);
    if (problem !== undefined || returnTo === undefined) {
      return { authorizationUrl: null, expiresAt: null, problems: problem === undefined ? [] : [problem] };
    }
    const url = await this.#begin(exchange, { ...start, returnTo });
    const expiresAt = new Date(this.#options.now() + ATTEMPT_LIFE_MS).toISOString();
    return { authorizationUrl: url.href, expiresAt, problems: [] };
  }

  async complete(exchange: LoginExchange, callback: LoginCallback): Promise<CompletedLogin> {
    const { attempts, cookie, limits } = this.#options;
    const { state } = callback;
    const address = addressOf(exchange.request);
    await limits.failures.check(address);
    const browser = cookie.read(exchange.request);
    if (state !== null && browser !== undefined && isOfOurForm(state)) {
      const taken = await this.#take(state, browser);
      if (taken.kind === "finished") return this.#repeat(exchange, taken.outcome as Outcome);
      if (taken.kind === "under-way") return this.#refuse(exchange, stillUnderWay());
      if (taken.kind === "taken") {
        const outcome = await this.#finish(exchange, callback, taken.attempt);
        await attempts.finish(state, outcome).catch(() => undefined);
        return this.#answer(exchange, outcome);
      }
    }
    // GitHub sends who has installed the App without a word about who they are.
    if (callback.installationId !== null || callback.setupAction !== null) {
      const returnTo = browser === undefined ? null : await attempts.recallReturn(browser);
      return this.#answer(exchange, { kind: "continue", returnTo });
    }
    await limits.failures.consume(address);
    return this.#refuse(exchange, unknownAttempt());
  }

  /** The attempt, or what another request made of it: two impatient clicks are one login. */
  async #take(state: string, browser: string) {
    const giveUpAt = performance.now() + WAIT_MS;
    for (;;) {
      const taken = await this.#options.attempts.take(state, browser);
      if (taken.kind !== "under-way" || performance.now() > giveUpAt) return taken;
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #finish(exchange: LoginExchange, { code, error, installationId }: LoginCallback, attempt: LoginAttempt) {
    const { returnTo, purpose, userId } = attempt;
    if (error !== null) return { kind: "problem", problem: refusedByProvider(error), returnTo } as const;
    if (code === null && installationId !== null) return { kind: "continue", returnTo } as const;
    if (code === null || code.length > LONGEST_CODE) return { kind: "problem", problem: noCode(), returnTo } as const;
    const codeVerifier = new Secret(attempt.codeVerifier);
    const isOfSession = purpose === "RECONNECT" || purpose === "MANAGE_ACCESS";
    const outcome = await this.#options.signIn.run(
      exchange,
      () => this.#options.oauth.exchangeCode({ code: new Secret(code), codeVerifier }),
      isOfSession && userId !== null ? userId : undefined,
    );
    return { ...outcome, returnTo };
  }

  /** The first result, for a request that did not bring it about: it gets the same session. */
  async #repeat(exchange: LoginExchange, outcome: Outcome): Promise<CompletedLogin> {
    if (outcome.kind !== "signed-in") return this.#answer(exchange, outcome);
    const { request, response } = exchange;
    const userId = await this.#options.sessions.adopt(request, response, outcome.sessionId);
    return userId === undefined ? this.#refuse(exchange, unknownAttempt()) : this.#answer(exchange, outcome);
  }

  async #answer(exchange: LoginExchange, outcome: Outcome): Promise<CompletedLogin> {
    const { returnTo } = outcome;
    const none = { identity: exchange.identity, isNewUser: false, returnTo, continueUrl: null, problems: [] };
    switch (outcome.kind) {
      case "signed-in":
        return { ...none, identity: { kind: "user", userId: outcome.userId }, isNewUser: outcome.isNewUser };
      case "continue": {
        const url = await this.#begin(exchange, { purpose: "SIGN_IN", returnTo, loginHint: null });
        return { ...none, continueUrl: url.href };
      }
      case "problem":
        return { ...none, problems: [outcome.problem] };
      default:
        return outcome satisfies never;
    }
  }

  #refuse(exchange: LoginExchange, problem: LoginProblem): Promise<CompletedLogin> {
    return this.#answer(exchange, { kind: "problem", problem, returnTo: null });
  }

  async #begin(exchange: LoginExchange, start: Pick<LoginStart, "purpose" | "returnTo" | "loginHint">): Promise<URL> {
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

function isOfOurForm(state: string): boolean {
  return /^[\w-]{43}$/.test(state);
}
