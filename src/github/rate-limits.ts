import { LRUCache } from "lru-cache";
import { GatewayError } from "../errors/gateway-error.js";
import type { RateLimit, RateLimitResource } from "./rate-limit.js";

const MAX_CALLERS = 10_000;

interface Budget {
  reported: Omit<RateLimit, "cost" | "pausedUntil"> | undefined;
  pausedUntil: number;
  pausedBy: "GITHUB_RATE_LIMITED" | "GITHUB_SECONDARY_RATE_LIMITED";
}

/**
 * The budgets at GitHub as its headers last reported them, by caller and resource.
 *
 * A caller's key contains the fingerprint of the token: another token can belong to another account with another budget.
 */
export class RateLimits {
  readonly #budgets = new LRUCache<string, Map<RateLimitResource, Budget>>({ max: MAX_CALLERS });
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Notes what an answer's headers tell. Hosts without limits (Enterprise Server by default) send none. */
  observe(caller: string, asked: RateLimitResource, headers: Readonly<Record<string, string>>): void {
    const limit = Number(headers["x-ratelimit-limit"]);
    const remaining = Number(headers["x-ratelimit-remaining"]);
    const reset = Number(headers["x-ratelimit-reset"]);
    if (!(limit > 0) || !Number.isInteger(remaining) || !(reset > 0)) return;
    const resource = resourceOf(headers["x-ratelimit-resource"], asked);
    if (resource === undefined) return;
    this.#budget(caller, resource).reported = {
      resource,
      limit,
      remaining,
      used: Number(headers["x-ratelimit-used"] ?? limit - remaining),
      resetAt: new Date(reset * 1000).toISOString(),
      observedAt: new Date(this.#now()).toISOString(),
    };
  }

  /** GitHub refused a call for its limit: no further one before the time is over. */
  pause(caller: string, resource: RateLimitResource, refusal: GatewayError): void {
    if (refusal.code !== "GITHUB_RATE_LIMITED" && refusal.code !== "GITHUB_SECONDARY_RATE_LIMITED") return;
    const budget = this.#budget(caller, resource);
    budget.pausedUntil = this.#now() + (refusal.retryAfterSeconds ?? 60) * 1000;
    budget.pausedBy = refusal.code;
  }

  /**
   * Going on while limited can get an App banned.
   *
   * @throws GatewayError `GITHUB_RATE_LIMITED` or `GITHUB_SECONDARY_RATE_LIMITED` while a pause lasts.
   */
  assertNotPaused(caller: string, resource: RateLimitResource): void {
    const budget = this.#budgets.get(caller)?.get(resource);
    if (budget === undefined || budget.pausedUntil <= this.#now()) return;
    const retryAfterSeconds = Math.ceil((budget.pausedUntil - this.#now()) / 1000);
    throw budget.pausedBy === "GITHUB_RATE_LIMITED"
      ? new GatewayError(
          "GITHUB_RATE_LIMITED",
          "The hourly budget at GitHub is used up. Wait until it is full again.",
          {
            retryAfterSeconds,
          },
        )
      : new GatewayError("GITHUB_SECONDARY_RATE_LIMITED", "GitHub has asked for a pause. Wait, then go on.", {
          retryAfterSeconds,
        });
  }

  /** The budget of one resource; `null` when nothing is known yet. */
  read(caller: string, resource: RateLimitResource): RateLimit | null {
    const budget = this.#budgets.get(caller)?.get(resource);
    if (budget?.reported === undefined) return null;
    const isPaused = budget.pausedUntil > this.#now();
    return {
      ...budget.reported,
      cost: null,
      pausedUntil: isPaused ? new Date(budget.pausedUntil).toISOString() : null,
    };
  }

  /** All budgets that are known. */
  readAll(caller: string): readonly RateLimit[] {
    const resources = [...(this.#budgets.get(caller)?.keys() ?? [])];
    return resources.map((resource) => this.read(caller, resource)).filter((limit) => limit !== null);
  }

  #budget(caller: string, resource: RateLimitResource): Budget {
    let budgets = this.#budgets.get(caller);
    if (budgets === undefined) this.#budgets.set(caller, (budgets = new Map()));
    let budget = budgets.get(resource);
    if (budget === undefined) {
      budget = { reported: undefined, pausedUntil: 0, pausedBy: "GITHUB_RATE_LIMITED" };
      budgets.set(resource, budget);
    }
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
