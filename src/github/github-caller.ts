import type { GraphQLResolveInfo } from "graphql";
import type { AccessToken } from "../auth/access-token.js";
import type { Identity } from "../auth/identity.js";
import type { AccessTokenSource } from "../auth/user-auth.js";
import { GatewayError } from "../errors/gateway-error.js";
import type { GraphQLAnswer } from "./answer.js";
import { RateLimitCostDocument } from "./generated/operations.js";
import { callerOf, type GitHubClient } from "./github-client.js";
import type { GitHubHost } from "./github-host.js";
import type { LastUse } from "./lists/last-use.js";
import type { ListCall } from "./lists/list-call.js";
import type { RateLimit, RateLimitResource } from "./rate-limit.js";
import type { RateLimits } from "./rate-limits.js";
import { readers } from "./readers/index.js";
import { isRaw } from "./selection/is-raw.js";
import { selectionOf } from "./selection/selection-of.js";
import { tokenFactsOf } from "./token-facts.js";
import { UpstreamBatch } from "./upstream/upstream-batch.js";

// A token that GitHub does not know yet is one replay, a refresh that was forced is another.
const MAX_REPLAYS = 2;

/** The caller of one request. */
export interface CallerOfGitHub {
  readonly identity: Identity;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** The repositories that the caller used last, newest first. */
  lastUsed(): Promise<readonly LastUse[]>;
}

export interface GitHubServiceOptions extends CallerOfGitHub {
  readonly client: GitHubClient;
  readonly tokens: AccessTokenSource;
  readonly rateLimits: RateLimits;
}

/** How one caller's calls reach GitHub in one request: gathered into documents, with the token, counted. */
export class GitHubCaller {
  readonly #options: GitHubServiceOptions;
  protected readonly batch: UpstreamBatch;

  constructor(options: GitHubServiceOptions) {
    this.#options = options;
    this.batch = new UpstreamBatch((document, variables) => this.#send(document, variables));
  }

  protected get host(): GitHubHost {
    return this.#options.client.host;
  }

  protected listCall(info: GraphQLResolveInfo): ListCall {
    return {
      batch: this.batch,
      selection: selectionOf(info, readers),
      lastUsed: () => this.#options.lastUsed(),
    };
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
      return callerOf(await this.currentToken());
    } catch (error) {
      // Without a token there is no budget, and nothing has failed.
      if (error instanceof GatewayError) return "";
      throw error;
    }
  }

  async #send(document: string, variables: Readonly<Record<string, unknown>>): Promise<GraphQLAnswer> {
    const { client, signal } = this.#options;
    return this.withToken((token) => client.graphql({ document, variables, token, signal }));
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
  ): Promise<Answer> {
    const { tokens, identity } = this.#options;
    let token = await this.currentToken();
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
