import type { AccessToken } from "../auth/access-token.js";
import type { Identity } from "../auth/identity.js";
import type { AccessTokenSource } from "../auth/user-auth.js";
import { GatewayError } from "../errors/gateway-error.js";
import type { GraphQLAnswer } from "./answer.js";
import { RateLimitCostDocument } from "./generated/operations.js";
import { budgetOf, type GitHubClient } from "./github-client.js";
import type { GitHubHost } from "./github-host.js";
import type { LastUse } from "./lists/last-use.js";
import type { AnswerMemory } from "./memory/answer-memory.js";
import { lifeOf } from "./memory/life.js";
import type { RateLimit, RateLimitResource } from "./rate-limit.js";
import type { RateLimits } from "./rate-limits.js";
import { isRaw } from "./selection/is-raw.js";
import type { Variables } from "./selection/shape.js";
import { tokenFactsOf } from "./token-facts.js";
import type { PageSizes } from "./upstream/page-sizes.js";
import { UpstreamBatch } from "./upstream/upstream-batch.js";
import { UpstreamReport } from "./upstream/upstream-report.js";

// A token that GitHub does not know yet is one replay, a refresh that was forced is another.
const MAX_REPLAYS = 2;

/** What has been asked in one request of a client. */
export interface Asked {
  /** Asks, or gives what was answered before, failures too. The same key always stands for the same type. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T>;
}

/** The caller of one request. */
export interface CallerOfGitHub {
  readonly identity: Identity;
  /** Where the operation may be run in two ways, what the other one has asked. */
  readonly answers: Asked | undefined;
  /** Whether objects of GitHub's are wanted as JSON; what cannot be had so is a `NotAsText`. */
  readonly asText: boolean;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** The repositories that the caller used last, newest first. */
  lastUsed(): Promise<readonly LastUse[]>;
}

export interface GitHubServiceOptions extends CallerOfGitHub {
  /** Name under which what GitHub answers the caller is remembered. */
  readonly subject: string;
  /**
   * Name of the caller's budget at GitHub, where the account behind it is known. GitHub counts for each user, over all
   * tokens and Apps: what was met with a token holds for the one that it is refreshed to. Without it, each token has
   * its own.
   */
  readonly budget?: string;
  readonly client: GitHubClient;
  readonly tokens: AccessTokenSource;
  readonly rateLimits: RateLimits;
  readonly memory: AnswerMemory;
  readonly pageSizes: PageSizes;
}

/** How one caller's calls reach GitHub in one request: gathered into documents, with the token, counted. */
export class GitHubCaller {
  readonly #options: GitHubServiceOptions;
  /** What this request has asked of GitHub so far. */
  readonly report = new UpstreamReport();
  protected readonly batch: UpstreamBatch;

  constructor(options: GitHubServiceOptions) {
    this.#options = options;
    this.batch = new UpstreamBatch({
      send: (document, variables, operations) => this.#send(document, variables, operations),
      host: options.client.host,
      sizes: options.pageSizes.of(options.subject),
      asText: options.asText,
    });
  }

  protected get client(): GitHubClient {
    return this.#options.client;
  }

  protected get host(): GitHubHost {
    return this.client.host;
  }

  protected lastUsed(): Promise<readonly LastUse[]> {
    return this.#options.lastUsed();
  }

  /**
   * The budget as last reported. Waits for the calls of this operation, and makes none of its own.
   *
   * @param wantsCost Ask along with those calls what they cost.
   */
  async rateLimit(
    resource: RateLimitResource,
    { wantsCost }: { readonly wantsCost: boolean },
  ): Promise<RateLimit | null> {
    const answers = wantsCost && resource === "GRAPHQL" ? this.batch.askAlong(RateLimitCostDocument, {}) : [];
    await this.batch.settled();
    const limit = this.#options.rateLimits.read(await this.#budgetKey(), resource);
    const costs = answers.flatMap(({ value }) => (isRaw(value) ? [Number(value["cost"])] : []));
    return limit === null || costs.length === 0 ? limit : { ...limit, cost: costs.reduce((sum, cost) => sum + cost) };
  }

  /** All budgets that are known. */
  async rateLimits(): Promise<readonly RateLimit[]> {
    await this.batch.settled();
    return this.#options.rateLimits.readAll(await this.#budgetKey());
  }

  async #budgetKey(): Promise<string> {
    try {
      return this.budgetOf(await this.currentToken());
    } catch (error) {
      // Without a token there is no budget, and nothing has failed.
      if (error instanceof GatewayError) return "";
      throw error;
    }
  }

  /** Name of the budget at GitHub that the caller's calls are taken from. */
  protected budgetOf(token: AccessToken): string {
    return this.#options.budget ?? budgetOf(token);
  }

  /** Forgets what GitHub has answered to this caller. */
  forgetAnswers(): void {
    this.#options.memory.forget(this.#options.subject);
  }

  #send(document: string, variables: Variables, operations: readonly string[]): Promise<GraphQLAnswer> {
    return this.once(document + JSON.stringify(variables), () => this.#ask(document, variables, operations));
  }

  /** Asks for something that the other way of running the operation may have asked for. */
  protected once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const { answers } = this.#options;
    return answers === undefined ? ask() : answers.once(key, ask);
  }

  protected get isText(): boolean {
    return this.#options.asText;
  }

  async #ask(document: string, variables: Variables, operations: readonly string[]): Promise<GraphQLAnswer> {
    const { client, memory, subject, signal } = this.#options;
    const first = await this.currentToken();
    const { answer, origin } = await memory.read(
      {
        subject,
        fingerprint: first.fingerprint,
        document,
        variables: JSON.stringify(variables),
        life: lifeOf(operations),
      },
      {
        signal,
        ask: (flight) =>
          this.withToken((token) => {
            this.report.asked({ document, variables });
            return client.graphql({ document, variables, token, budget: this.budgetOf(token), signal: flight });
          }, first),
      },
    );
    this.report.answered(origin);
    return answer;
  }

  /** @throws GatewayError when the caller has none that works. */
  protected currentToken(): Promise<AccessToken> {
    return this.#options.tokens.accessToken(this.#options.identity);
  }

  /**
   * Calls GitHub with the caller's token, and again with what the source gives for one that GitHub refuses: another
   * replica's, the same after a moment (GitHub may not know a new one everywhere yet), or one that was refreshed for it.
   */
  protected async withToken<Answer extends { readonly headers: Readonly<Record<string, string>> }>(
    call: (token: AccessToken) => Promise<Answer>,
    first?: AccessToken,
  ): Promise<Answer> {
    const { tokens, identity } = this.#options;
    let token = first ?? (await this.currentToken());
    for (let replays = 0; ; replays += 1) {
      try {
        const answer = await call(token);
        await tokens.accepted(identity, token, tokenFactsOf(answer.headers));
        return answer;
      } catch (error) {
        if (!(error instanceof GatewayError) || error.code !== "GITHUB_TOKEN_INVALID" || replays === MAX_REPLAYS)
          throw error;
        const next = await tokens.refused(identity, token);
        if (next === undefined) throw error;
        token = next;
      }
    }
  }
}
