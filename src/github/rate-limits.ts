import { LRUCache } from "lru-cache";
import { GatewayError } from "../errors/gateway-error.js";
import { Backoff } from "./backoff.js";
import type { MeasureGitHub } from "./measurement.js";
import type { RateLimit, RateLimitResource } from "./rate-limit.js";
import type { Pause, ReportedBudget, SharedLimits } from "./shared-limits.js";

const MAX_CALLERS = 10_000;

// GitHub does not tell which of its secondary limits was met, and some count REST and GraphQL together.
const ALL_RESOURCES: readonly RateLimitResource[] = ["GRAPHQL", "CORE", "SEARCH"];

interface Budget {
  reported: ReportedBudget | undefined;
  pause: Pause | undefined;
}

export interface RateLimitsOptions {
  readonly now: () => number;
  /** Where several replicas have the same callers. */
  readonly shared?: SharedLimits;
  readonly measure?: MeasureGitHub;
}

/**
 * The budgets at GitHub as its headers last reported them, and its pauses, by caller and resource. All callers of one
 * process are at one host.
 *
 * Whoever calls says whose budget it is (`GitHubRequest.budget`): GitHub's limits are per user, whatever the token.
 */
export class RateLimits {
  readonly #budgets = new LRUCache<string, Map<RateLimitResource, Budget>>({ max: MAX_CALLERS });
  readonly #now: () => number;
  readonly #shared: SharedLimits | undefined;
  readonly #backoff: Backoff;
  readonly #measure: MeasureGitHub;

  constructor({ now, shared, measure }: RateLimitsOptions) {
    this.#now = now;
    this.#shared = shared;
    this.#backoff = new Backoff(now);
    this.#measure = measure;
    shared?.listen({
      hearPause: (pause) => {
        if (pause.streak !== undefined) this.#backoff.heard(pause.caller, pause.streak, pause.until);
        this.#hold(pause);
      },
      hearBudget: (budget) => this.#note(budget),
    });
  }

  /** Notes what an answer's headers tell. Hosts without limits (Enterprise Server by default) send none. */
  observe(caller: string, asked: RateLimitResource, headers: Readonly<Record<string, string>>): void {
    this.#backoff.answered(caller);
    const limit = Number(headers["x-ratelimit-limit"]);
    const remaining = Number(headers["x-ratelimit-remaining"]);
    const reset = Number(headers["x-ratelimit-reset"]);
    if (!(limit > 0) || !Number.isInteger(remaining) || !(reset > 0)) return;
    const resource = resourceOf(headers["x-ratelimit-resource"], asked);
    if (resource === undefined) return;
    const budget: ReportedBudget = {
      caller,
      resource,
      limit,
      remaining,
      used: Number(headers["x-ratelimit-used"] ?? limit - remaining),
      resetAt: reset * 1000,
      observedAt: this.#now(),
    };
    this.#note(budget);
    this.#shared?.tellBudget(budget);
    this.#measure?.({ kind: "github-budget", resource, remaining });
  }

  /**
   * GitHub refused a call for its limit: no further one before the time is over, on any replica.
   *
   * @throws GatewayError The refusal with its time, where GitHub gave none.
   */
  async pause(caller: string, resource: RateLimitResource, refusal: GatewayError): Promise<void> {
    const by = refusal.code;
    if (by !== "GITHUB_RATE_LIMITED" && by !== "GITHUB_SECONDARY_RATE_LIMITED") return;
    const { retryAfterSeconds: seconds, upstream } = refusal;
    const pause: Pause = {
      caller,
      resources: by === "GITHUB_RATE_LIMITED" ? [resource] : ALL_RESOURCES,
      by,
      ...(seconds === undefined ? this.#backoff.next(caller) : { until: this.#now() + seconds * 1000 }),
    };
    this.#hold(pause);
    await this.#shared?.tellPause(pause);
    if (seconds !== undefined) return;
    const retryAfterSeconds = Math.ceil((pause.until - this.#now()) / 1000);
    throw new GatewayError(by, refusal.message, { retryAfterSeconds, ...(upstream !== undefined && { upstream }) });
  }

  /**
   * Going on while limited can get an App banned.
   *
   * @throws GatewayError `GITHUB_RATE_LIMITED` or `GITHUB_SECONDARY_RATE_LIMITED` while a pause lasts.
   */
  assertNotPaused(caller: string, resource: RateLimitResource): void {
    const pause = this.#pauseOf(this.#budgets.get(caller)?.get(resource));
    if (pause === undefined) return;
    const message =
      pause.by === "GITHUB_RATE_LIMITED"
        ? "The hourly budget at GitHub is used up. Wait until it is full again."
        : "GitHub has asked for a pause. Wait, then go on.";
    throw new GatewayError(pause.by, message, {
      retryAfterSeconds: Math.ceil((pause.until - this.#now()) / 1000),
    });
  }

  /** The budget of one resource; `null` when nothing is known yet. */
  read(caller: string, resource: RateLimitResource): RateLimit | null {
    const budget = this.#budgets.get(caller)?.get(resource);
    if (budget?.reported === undefined) return null;
    const { limit, remaining, used, resetAt, observedAt } = budget.reported;
    const pause = this.#pauseOf(budget);
    return {
      resource,
      limit,
      remaining,
      used,
      resetAt: new Date(resetAt).toISOString(),
      observedAt: new Date(observedAt).toISOString(),
      cost: null,
      pausedUntil: pause === undefined ? null : new Date(pause.until).toISOString(),
    };
  }

  /** All budgets that are known. */
  readAll(caller: string): readonly RateLimit[] {
    const resources = [...(this.#budgets.get(caller)?.keys() ?? [])];
    return resources.map((resource) => this.read(caller, resource)).filter((limit) => limit !== null);
  }

  #pauseOf(budget: Budget | undefined): Pause | undefined {
    return budget?.pause !== undefined && budget.pause.until > this.#now() ? budget.pause : undefined;
  }

  /** Of several refusals the one counts that lasts longest. */
  #hold(pause: Pause): void {
    for (const resource of pause.resources) {
      const budget = this.#budget(pause.caller, resource);
      if (budget.pause === undefined || budget.pause.until < pause.until) budget.pause = pause;
    }
  }

  #note(reported: ReportedBudget): void {
    const budget = this.#budget(reported.caller, reported.resource);
    if (budget.reported === undefined || budget.reported.observedAt <= reported.observedAt) budget.reported = reported;
  }

  #budget(caller: string, resource: RateLimitResource): Budget {
    let budgets = this.#budgets.get(caller);
    if (budgets === undefined) this.#budgets.set(caller, (budgets = new Map()));
    let budget = budgets.get(resource);
    if (budget === undefined) budgets.set(resource, (budget = { reported: undefined, pause: undefined }));
    return budget;
  }
}

function resourceOf(header: string | undefined, asked: RateLimitResource): RateLimitResource | undefined {
  switch (header) {
    case undefined:
      return asked;
    case "graphql":
      return "GRAPHQL";
    case "core":
      return "CORE";
    case "search":
      return "SEARCH";
    default:
      return undefined;
  }
}
