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
import { ATTEMPT_LIFE_MS, type LoginAttempt } from "./login-attempts.js";
import { LoginDeparture, type LoginDepartureOptions } from "./login-departure.js";
import {
  badReturnPath,
  noCode,
  notFinished,
  providerProblem,
  refusedByProvider,
  stillUnderWay,
  unknownAttempt,
} from "./login-problems.js";
import type { LoginOutcome, SignIn } from "./login-sign-in.js";
import type { OAuthClient } from "./oauth-client.js";
import { addressOf, type RateLimit } from "./rate-limit.js";
import { toReturnPath } from "./return-path.js";
import type { Sessions } from "./session-of-request.js";

export interface LoginWebFlowOptions extends LoginDepartureOptions {
  readonly publicUrl: URL;
  readonly oauth: Pick<OAuthClient, "authorizationUrl" | "exchangeCode">;
  readonly signIn: SignIn;
  readonly sessions: Sessions;
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
  readonly #departure: LoginDeparture;

  constructor(options: LoginWebFlowOptions) {
    this.#options = options;
    this.#departure = new LoginDeparture(options);
  }

  async start(exchange: LoginExchange, start: LoginStart): Promise<StartedLogin> {
    const returnTo = start.returnTo === null ? null : toReturnPath(start.returnTo, this.#options.publicUrl);
    if (returnTo === undefined) return notStarted(badReturnPath());
    const problem = providerProblem(start.provider);
    if (problem !== undefined) return notStarted(problem);
    const url = await this.#departure.begin(exchange, { ...start, returnTo });
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
      if (taken.kind === "taken")
        return this.#answer(exchange, await this.#finish(exchange, callback, state, taken.attempt));
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

  /** Whoever waits for the result gets one in any case; that it cannot be told them is no reason to fail here. */
  async #finish(
    exchange: LoginExchange,
    callback: LoginCallback,
    state: string,
    attempt: LoginAttempt,
  ): Promise<Outcome> {
    const { attempts } = this.#options;
    const { returnTo } = attempt;
    try {
      const outcome: Outcome = { ...(await this.#carryOut(exchange, callback, attempt)), returnTo };
      await attempts.finish(state, outcome).catch(() => undefined);
      return outcome;
    } catch (error) {
      const failed: Outcome = { kind: "problem", problem: notFinished(), returnTo };
      await attempts.finish(state, failed).catch(() => undefined);
      throw error;
    }
  }

  async #carryOut(
    exchange: LoginExchange,
    { code, error, installationId }: LoginCallback,
    { purpose, userId, codeVerifier: verifier }: LoginAttempt,
  ): Promise<LoginOutcome | { readonly kind: "continue" }> {
    const { signIn } = this.#options;
    if (error !== null) return signIn.refuse(refusedByProvider(error));
    if (code === null && installationId !== null) return { kind: "continue" };
    if (code === null || code.length > LONGEST_CODE) return signIn.refuse(noCode());
    const codeVerifier = new Secret(verifier);
    const isOfSession = purpose === "RECONNECT" || purpose === "MANAGE_ACCESS";
    return signIn.run(
      exchange,
      () => this.#options.oauth.exchangeCode({ code: new Secret(code), codeVerifier }),
      isOfSession && userId !== null ? userId : undefined,
    );
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
        const url = await this.#departure.begin(exchange, { purpose: "SIGN_IN", returnTo, loginHint: null });
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
}

function notStarted(problem: LoginProblem): StartedLogin {
  return { authorizationUrl: null, expiresAt: null, problems: [problem] };
}

function isOfOurForm(state: string): boolean {
  return /^[\w-]{43}$/.test(state);
}
