import type { AccessToken } from "../../auth/access-token.js";
import type { Identity } from "../../auth/identity.js";
import type { AccessTokenSource } from "../../auth/user-auth.js";
import { GatewayError } from "../../errors/gateway-error.js";
import type { GraphQLAnswer } from "../answer.js";
import { budgetOf, type GitHubClient } from "../github-client.js";
import type { AnswerMemory } from "../memory/answer-memory.js";
import { tokenFactsOf } from "../token-facts.js";
import { UpstreamReport } from "./upstream-report.js";
import { assertWithinNodeLimit, type UpstreamQuestion } from "./upstream-question.js";

// The same token a moment later, one that a refresh was forced for, and that one a moment later; the last word is the
// source's.
const MAX_REPLAYS = 4;

/** What has been asked in one request of a client. */
export interface Asked {
  /** Asks, or gives what was answered before, failures too. The same key always stands for the same type. */
  once<T>(key: string, ask: () => T | Promise<T>): T | Promise<T>;
}

/** The caller of one request. */
export interface UpstreamCaller {
  readonly identity: Identity;
  /** Where the operation may be run in two ways, what the other one has asked. */
  readonly answers: Asked | undefined;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

export interface CallerUpstreamOptions {
  readonly caller: UpstreamCaller;
  /** Shared by all callers. */
  readonly gitHub: { readonly client: GitHubClient; readonly memory: AnswerMemory };
  readonly tokens: AccessTokenSource;
  /** Name under which what GitHub answers the caller is remembered. */
  readonly subject: string;
  /**
   * Name of the caller's budget at GitHub, where the account behind it is known. GitHub counts for each user, over all
   * tokens and Apps: what was met with a token holds for the one that it is refreshed to. Without it, each token has
   * its own.
   */
  readonly budget?: string;
}

/** One caller's way to GitHub in one request: with the caller's token, remembered, and counted. */
export class CallerUpstream {
  /** What this request has asked of GitHub so far. */
  readonly report = new UpstreamReport();
  readonly #options: CallerUpstreamOptions;

  constructor(options: CallerUpstreamOptions) {
    this.#options = options;
  }

  /** The caller's token, where it is at hand and nothing speaks against it. */
  get readyToken(): AccessToken | undefined {
    const { tokens, caller } = this.#options;
    return tokens.ready?.(caller.identity);
  }

  /** @throws GatewayError when the caller has none that works. */
  currentToken(): Promise<AccessToken> {
    const { tokens, caller } = this.#options;
    return tokens.accessToken(caller.identity);
  }

  /** Name of the budget at GitHub that the caller's calls are taken from. */
  budgetOf(token: AccessToken): string {
    return this.#options.budget ?? budgetOf(token);
  }

  /** Forgets what GitHub has answered to this caller. */
  forget(): void {
    const { gitHub, subject } = this.#options;
    gitHub.memory.forget(subject);
  }

  /** Asks for something that the other way of running the operation may have asked for. */
  once<T>(key: string, ask: () => T | Promise<T>): T | Promise<T> {
    const { answers } = this.#options.caller;
    return answers === undefined ? ask() : answers.once(key, ask);
  }

  /** What GitHub answers to a document, now or a moment ago. */
  ask(question: UpstreamQuestion, token: AccessToken): GraphQLAnswer | Promise<GraphQLAnswer> {
    return this.once(question.body, () => this.#read(question, token));
  }

  /**
   * Calls GitHub with the caller's token, and again with what the source gives for one that GitHub refuses: another
   * replica's, the same after a moment (GitHub may not know a new one everywhere yet), or one that was refreshed for it.
   */
  withToken<Answer extends AnswerWithHeaders>(
    call: (token: AccessToken) => Promise<Answer>,
    token: AccessToken,
    replays = 0,
  ): Promise<Answer> {
    const {
      tokens,
      caller: { identity },
    } = this.#options;
    return call(token).then(
      (answer) => {
        const noting = tokens.accepted(identity, token, tokenFactsOf(answer.headers));
        return noting === undefined ? answer : noting.then(() => answer);
      },
      async (error: unknown) => {
        const isRefused = error instanceof GatewayError && error.code === "GITHUB_TOKEN_INVALID";
        const next = isRefused && replays < MAX_REPLAYS ? await tokens.refused(identity, token) : undefined;
        if (next === undefined) throw error;
        return this.withToken(call, next, replays + 1);
      },
    );
  }

  #read(question: UpstreamQuestion, first: AccessToken): GraphQLAnswer | Promise<GraphQLAnswer> {
    const { gitHub, subject, caller } = this.#options;
    const { document, variables, bytes } = question;
    const asked = { subject, fingerprint: first.fingerprint, about: question };
    return gitHub.memory.read(asked, {
      signal: caller.signal,
      onOrigin: (origin) => this.report.answered(origin),
      ask: (flight) => {
        assertWithinNodeLimit(question);
        return this.withToken((token) => {
          this.report.asked(question);
          return gitHub.client.graphql({
            document,
            variables,
            body: bytes,
            token,
            budget: this.budgetOf(token),
            signal: flight,
          });
        }, first);
      },
    });
  }
}

interface AnswerWithHeaders {
  readonly headers: Readonly<Record<string, string>>;
}
