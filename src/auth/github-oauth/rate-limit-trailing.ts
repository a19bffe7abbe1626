import RateLimiterRedis from "rate-limiter-flexible/lib/RateLimiterRedis.js";
import type { RedisClient } from "../../storage/redis-connection.js";
import { tooMany } from "./rate-limit.js";
import { ShortMemory } from "./short-memory.js";

export interface TrailingRateLimitOptions {
  /** Tells apart what is limited; part of keys in Redis. */
  readonly name: string;
  /** Undefined for no limit. */
  readonly points: number | undefined;
  readonly seconds: number;
  readonly redis: RedisClient;
}

/** What a subject has used here. */
interface Count {
  used: number;
  readonly until: number;
}

// Of the limit: so much at a time is told to the other replicas.
const BLOCK = 1 / 10;

/**
 * So many of something in a span of time, for what must not wait for the network: each replica counts for itself, and
 * adds what it has counted to Redis behind the requests, a block at a time. Where that shows that the replicas together
 * have used it all up, the subject is refused here as well. They can let through a block too much each; without Redis,
 * each has the limit for itself.
 */
export class TrailingRateLimit {
  readonly #points: number;
  readonly #block: number;
  readonly #counts: ShortMemory<string, Count>;
  readonly #spanMs: number;
  /** Undefined for no limit. */
  readonly #shared: RateLimiterRedis | undefined;

  constructor({ name, points, seconds, redis }: TrailingRateLimitOptions) {
    this.#points = points ?? 0;
    this.#block = Math.max(1, Math.floor(this.#points * BLOCK));
    this.#spanMs = seconds * 1000;
    this.#counts = new ShortMemory({ lifeMs: this.#spanMs });
    if (points === undefined) return;
    const options = { keyPrefix: `limit:${name}`, points, duration: seconds };
    this.#shared = new RateLimiterRedis({ ...options, storeClient: redis, useRedisPackage: false });
  }

  /** @throws GatewayError with the seconds to wait when there are none left. */
  consume(subject: string): void {
    if (this.#shared === undefined) return;
    const count = this.#counts.get(subject) ?? this.#begin(subject, 0, this.#spanMs);
    const left = count.until - performance.now();
    if (count.used >= this.#points) throw tooMany(left);
    count.used += 1;
    if (count.used % this.#block === 0) void this.#tell(subject, this.#shared);
  }

  #begin(subject: string, used: number, ms: number): Count {
    const count = { used, until: performance.now() + ms };
    this.#counts.set(subject, count);
    return count;
  }

  async #tell(subject: string, shared: RateLimiterRedis): Promise<void> {
    try {
      const { consumedPoints, msBeforeNext } = await shared.penalty(subject, this.#block);
      if (consumedPoints >= this.#points) this.#begin(subject, this.#points, msBeforeNext);
    } catch {
      // What this replica has counted holds here all the same.
    }
  }
}
