import type { AccessToken } from "../auth/access-token.js";
import { GatewayError } from "../errors/gateway-error.js";
import { NotPlanned } from "../plan/not-planned.js";
import type { ReadyBody } from "../plan/ready-body.js";
import type { RootPlan } from "../plan/root-plan.js";
import type { GraphQLAnswer } from "./answer.js";
import { RateLimitCostDocument, TokenReachDocument } from "./generated/operations.js";
import type { GitHubClient } from "./github-client.js";
import type { GitHubHost } from "./github-host.js";
import type { LastUse } from "./lists/last-use.js";
import type { PlanCaller } from "./plan/field-plan.js";
import type { MakeAnswer } from "./plan/planned-request.js";
import { runPlans } from "./plan/run-plans.js";
import type { RateLimit, RateLimitResource } from "./rate-limit.js";
import type { RateLimits } from "./rate-limits.js";
import { isRaw } from "./selection/is-raw.js";
import { CallerUpstream, type CallerUpstreamOptions, type UpstreamCaller } from "./upstream/caller-upstream.js";
import type { PageSizes, SizesOfCaller } from "./upstream/page-sizes.js";
import { UpstreamBatch } from "./upstream/upstream-batch.js";
import { question } from "./upstream/upstream-question.js";
import type { UpstreamReport } from "./upstream/upstream-report.js";

/** The caller of one request. */
export interface CallerOfGitHub extends UpstreamCaller {
  /** Whether plans are wanted in place of values; what cannot be planned is a `NotPlanned`. */
  readonly isPlanning: boolean;
  /** The repositories that the caller used last, newest first. */
  lastUsed(): Promise<readonly LastUse[]>;
}

export interface GitHubServiceOptions extends CallerUpstreamOptions {
  readonly caller: CallerOfGitHub;
  readonly gitHub: CallerUpstreamOptions["gitHub"] & {
    readonly rateLimits: RateLimits;
    readonly pageSizes: PageSizes;
  };
}

export interface RunOptions {
  /** Rejects where the caller may not ask GitHub; asked where that is not certain. */
  readonly authorize: () => Promise<void>;
  readonly make: MakeAnswer;
}

/** How one caller's calls reach GitHub in one request: gathered into documents, or by plans. */
export class GitHubCaller {
  readonly #options: GitHubServiceOptions;
  protected readonly upstream: CallerUpstream;
  /** Headers of GitHub's answers to documents so far. */
  protected readonly answered: GraphQLAnswer["headers"][] = [];
  #batch: UpstreamBatch | undefined;
  #reach: Promise<unknown> | undefined;

  constructor(options: GitHubServiceOptions) {
    this.#options = options;
    this.upstream = new CallerUpstream(options);
  }

  /** What this request has asked of GitHub so far. */
  get report(): UpstreamReport {
    return this.upstream.report;
  }

  /** Forgets all that was remembered for this caller: here at once, elsewhere when it resolves. */
  async forget(): Promise<void> {
    this.upstream.forget();
    this.#reach = undefined;
  }

  protected get isPlanning(): boolean {
    return this.#options.caller.isPlanning;
  }

  /** @throws NotPlanned where plans are wanted, which ask nothing. */
  protected get batch(): UpstreamBatch {
    if (this.isPlanning) throw new NotPlanned("form");
    return (this.#batch ??= new UpstreamBatch({
      send: async (document, variables, operations) => {
        const asked = question(document, variables, operations);
        const answer = await this.upstream.ask(asked, await this.upstream.currentToken());
        this.answered.push(answer.headers);
        return answer;
      },
      onAccess: () => void this.tokenReach(),
      host: this.host,
      sizes: this.#sizes,
    }));
  }

  /** Of whom a fine-grained token shows something, asked once; `undefined` for other tokens, and where it fails. */
  protected tokenReach(): Promise<unknown> {
    return (this.#reach ??= this.#askReach());
  }

  async #askReach(): Promise<unknown> {
    try {
      const { kind } = await this.batch.holdFor(this.upstream.currentToken());
      return kind === "FINE_GRAINED_PAT" ? (await this.batch.ask(TokenReachDocument, {})).value : undefined;
    } catch (error) {
      // What it was asked along with is there without it.
      if (error instanceof GatewayError) return undefined;
      throw error;
    }
  }

  get #sizes(): SizesOfCaller {
    const { gitHub, subject } = this.#options;
    return gitHub.pageSizes.of(subject);
  }

  /**
   * Runs the plans of one operation.
   *
   * @param plans The same list for the same operation with the same variables.
   * @returns The client's answer.
   * @throws NotPlanned, or what GitHub refused the document with.
   */
  run(plans: readonly RootPlan[], { authorize, make }: RunOptions): Promise<ReadyBody> {
    const token = this.upstream.readyToken;
    if (token !== undefined) return this.#runWith(token, plans, make);
    return authorize()
      .then(() => this.upstream.currentToken())
      .then((current) => this.#runWith(current, plans, make));
  }

  #runWith(token: AccessToken, plans: readonly RootPlan[], make: MakeAnswer): Promise<ReadyBody> {
    const sizes = this.#sizes;
    return runPlans(plans, {
      caller: this.planCaller(token),
      upstream: this.upstream,
      isTooLarge: (part) => sizes.get(part) !== undefined,
      make,
    });
  }

  /** What plans have to know of the caller. */
  protected planCaller(token: AccessToken): PlanCaller {
    return {
      token,
      access() {
        throw new NotPlanned("form");
      },
    };
  }

  protected get client(): GitHubClient {
    return this.#options.gitHub.client;
  }

  protected get host(): GitHubHost {
    return this.client.host;
  }

  protected lastUsed(): Promise<readonly LastUse[]> {
    return this.#options.caller.lastUsed();
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
    const limit = this.#options.gitHub.rateLimits.read(await this.#budgetKey(), resource);
    const costs = answers.flatMap(({ value }) => (isRaw(value) ? [Number(value["cost"])] : []));
    return limit === null || costs.length === 0 ? limit : { ...limit, cost: costs.reduce((sum, cost) => sum + cost) };
  }

  /** All budgets that are known. */
  async rateLimits(): Promise<readonly RateLimit[]> {
    await this.batch.settled();
    return this.#options.gitHub.rateLimits.readAll(await this.#budgetKey());
  }

  async #budgetKey(): Promise<string> {
    try {
      return this.upstream.budgetOf(await this.upstream.currentToken());
    } catch (error) {
      // Without a token there is no budget, and nothing has failed.
      if (error instanceof GatewayError) return "";
      throw error;
    }
  }
}
