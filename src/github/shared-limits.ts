import type { RateLimit, RateLimitResource } from "./rate-limit.js";

/** Until when GitHub wants no further call of a caller. */
export interface Pause {
  readonly caller: string;
  readonly resources: readonly RateLimitResource[];
  readonly by: "GITHUB_RATE_LIMITED" | "GITHUB_SECONDARY_RATE_LIMITED";
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** Where GitHub gave no time: how many such pauses there have been in a row. */
  readonly streak?: number;
}

/** What the headers of one answer told of a caller's budget. Times are milliseconds since the epoch. */
export interface ReportedBudget extends Pick<RateLimit, "resource" | "limit" | "remaining" | "used"> {
  readonly caller: string;
  readonly resetAt: number;
  readonly observedAt: number;
}

/** What is heard from other replicas. */
export interface LimitListener {
  hearPause(pause: Pause): void;
  hearBudget(budget: ReportedBudget): void;
}

/** Port: what the replicas of one deployment tell each other of GitHub's limits. */
export interface SharedLimits {
  /**
   * Tells the others of a pause. Resolves when they can know of it, so that the client which is told next finds no
   * replica that would still ask GitHub. Never throws: what cannot be told holds here all the same.
   */
  tellPause(pause: Pause): Promise<void>;
  /** Tells the others of a budget, in a while and together with others. */
  tellBudget(budget: ReportedBudget): void;
  /** Takes who hears of pauses and budgets; called once. */
  listen(listener: LimitListener): void;
}
