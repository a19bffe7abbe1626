import type { Clock } from "../control/clock.js";
import type { UserRecord } from "../world/records.js";

export type Resource = "graphql" | "core" | "search";

/** A user's budget at one moment. */
export interface Budget {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since the epoch. */
  readonly reset: number;
}

export interface LimitOptions {
  /** Points per user and hour; 5,000 as on github.com. */
  readonly pointsPerHour?: number;
  /** Whether 100 requests at once or 2,000 points in a minute are too many; yes unless switched off. */
  readonly secondaryLimits?: boolean;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

interface Window {
  used: number;
  resetAt: number;
}

/** The primary and the secondary limits of all users. */
export class Limits {
  readonly #clock: Clock;
  readonly #options: LimitOptions;
  readonly #hours = new Map<string, Window>();
  readonly #minutes = new Map<number, Window>();
  readonly #atOnce = new Map<number, number>();
  #pause: { until: number; left: number } | null = null;

  constructor(clock: Clock, options: LimitOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  #window(windows: Map<string, Window>, key: string, length: number): Window;
  #window(windows: Map<number, Window>, key: number, length: number): Window;
  #window(windows: Map<string | number, Window>, key: string | number, length: number): Window {
    const now = this.#clock.now();
    const known = windows.get(key);
    if (known && known.resetAt > now) return known;
    const fresh = { used: 0, resetAt: now + length };
    windows.set(key, fresh);
    return fresh;
  }

  #limit(resource: Resource): number {
    return resource === "search" ? 30 : (this.#options.pointsPerHour ?? 5_000);
  }

  #hour(user: UserRecord, resource: Resource): Window {
    return this.#window(this.#hours, `${user.databaseId}/${resource}`, resource === "search" ? MINUTE : HOUR);
  }

  budget(user: UserRecord, resource: Resource): Budget {
    const limit = this.#limit(resource);
    const { used, resetAt } = this.#hour(user, resource);
    return { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(resetAt / 1000) };
  }

  charge(user: UserRecord, resource: Resource, points: number): void {
    this.#hour(user, resource).used += points;
  }

  /** Makes so many points remain until the budget is full again. */
  setRemaining(user: UserRecord, resource: Resource, remaining: number): void {
    this.#hour(user, resource).used = this.#limit(resource) - remaining;
  }

  /** Makes the next requests of everyone run into the secondary limit. */
  pauseEveryone(seconds: number, requests: number): void {
    this.#pause = { until: this.#clock.now() + seconds * 1000, left: requests };
  }

  /** Seconds to wait when a request is one too many by the secondary limits; counts it otherwise. */
  secondaryWait(user: UserRecord, points: number): number | null {
    const now = this.#clock.now();
    if (this.#pause && this.#pause.until > now && this.#pause.left > 0) {
      this.#pause.left -= 1;
      return Math.ceil((this.#pause.until - now) / 1000);
    }
    if (this.#options.secondaryLimits === false) return null;
    const minute = this.#window(this.#minutes, user.databaseId, MINUTE);
    if ((this.#atOnce.get(user.databaseId) ?? 0) > 100) return 60;
    if (minute.used + points > 2_000) return Math.max(1, Math.ceil((minute.resetAt - now) / 1000));
    minute.used += points;
    return null;
  }

  /** Counts a request while it runs; call what it returns at its end. */
  begin(user: UserRecord): () => void {
    const change = (by: number): void => {
      this.#atOnce.set(user.databaseId, (this.#atOnce.get(user.databaseId) ?? 0) + by);
    };
    change(1);
    return () => change(-1);
  }
}
