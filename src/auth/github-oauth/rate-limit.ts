import type { IncomingMessage } from "node:http";
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import RateLimiterMemory from "rate-limiter-flexible/lib/RateLimiterMemory.js";
import RateLimiterRedis from "rate-limiter-flexible/lib/RateLimiterRedis.js";
import RateLimiterRes from "rate-limiter-flexible/lib/RateLimiterRes.js";
import { GatewayError } from "../../errors/gateway-error.js";
import type { RedisClient } from "../../storage/redis-connection.js";
import { ShortMemory } from "./short-memory.js";

export interface RateLimitOptions {
  /** Tells apart what is limited; part of keys in Redis. */
  readonly name: string;
  /** Undefined for no limit. */
  readonly points: number | undefined;
  readonly seconds: number;
  readonly redis: RedisClient;
  /**
   * How many points are taken at a time, so that not every request has to wait for them; 1 unless given. What a replica
   * has taken and not used is lost with the span.
   */
  readonly block?: number;
}

/** Points of one subject that a replica has taken and not used yet. */
interface Block {
  left: number;
  /** When the span ends that they were taken in; milliseconds. */
  readonly until: number;
}

/**
 * So many of something in a span of time, over all replicas. While Redis cannot be asked, each replica counts for itself: a limit that is
 * too generous for a while does less harm than a gateway that refuses everybody.
 */
export class RateLimit {
  readonly #limiter: RateLimiterAbstract | undefined;
  readonly #block: number;
  readonly #blocks: ShortMemory<string, Block>;
  readonly #filling = new Map<string, Promise<void>>();

  constructor({ name, points, seconds, redis, block = 1 }: RateLimitOptions) {
    this.#block = Math.max(1, block);
    this.#blocks = new ShortMemory({ lifeMs: seconds * 1000 });
    if (points === undefined) return;
    const options = { keyPrefix: `limit:${name}`, points, duration: seconds };
    const memory = new RateLimiterMemory(options);
    this.#limiter = new RateLimiterRedis({
      ...options,
      storeClient: redis,
      insuranceLimiter: memory,
      useRedisPackage: false,
    });
  }

  /**
   * Gives a promise only where there is something to wait for.
   *
   * @throws GatewayError with the seconds to wait when there are none left.
   */
  consume(subject: string): void | Promise<void> {
    if (this.#limiter === undefined || this.#takeFromBlock(subject)) return;
    return this.#consume(subject, this.#limiter);
  }

  async #consume(subject: string, limiter: RateLimiterAbstract): Promise<void> {
    try {
      if (this.#block === 1) return void (await limiter.consume(subject));
      while (!this.#takeFromBlock(subject)) await this.#fill(subject, limiter);
    } catch (error) {
      throw error instanceof RateLimiterRes ? tooMany(error.msBeforeNext) : error;
    }
  }

  #takeFromBlock(subject: string): boolean {
    const block = this.#blocks.get(subject);
    if (block === undefined || block.left === 0 || block.until <= Date.now()) return false;
    block.left -= 1;
    return true;
  }

  /** Once for all who wait for it. */
  #fill(subject: string, limiter: RateLimiterAbstract): Promise<void> {
    const filling = this.#filling.get(subject);
    if (filling !== undefined) return filling;
    const fill = this.#takeBlock(subject, limiter).finally(() => this.#filling.delete(subject));
    this.#filling.set(subject, fill);
    return fill;
  }

  async #takeBlock(subject: string, limiter: RateLimiterAbstract): Promise<void> {
    const state = await limiter.get(subject);
    const left = state?.remainingPoints ?? this.#block;
    const points = left >= this.#block ? this.#block : 1;
    const { msBeforeNext } = await limiter.consume(subject, points);
    this.#blocks.set(subject, { left: points, until: Date.now() + msBeforeNext });
  }

  /** Looks without counting. Throws as `consume` does. */
  async check(subject: string): Promise<void> {
    const state = await this.#limiter?.get(subject);
    if (state && state.remainingPoints <= 0) throw tooMany(state.msBeforeNext);
  }
}

/**
 * The address that counts for limits. Of an IPv6 address its network: every customer has 2^64 addresses of one.
 *
 * @param request `ip` is Express's, which looks behind trusted proxies.
 */
export function addressOf(request: IncomingMessage & { readonly ip?: string | undefined }): string {
  const address = (request.ip ?? request.socket.remoteAddress ?? "unknown").replace(/^::ffff:(?=\d+\.)/i, "");
  return address.includes(":") ? networkOf(address) : address;
}

function networkOf(address: string): string {
  const [head = "", tail] = address.toLowerCase().split("%", 1)[0]?.split("::") ?? [];
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => "0");
  return `${[...first, ...zeros, ...last].slice(0, 4).join(":")}::/64`;
}

// The closed list has no code of our own for this. GitHub's asks the same of a client: wait so long, then go on.
export function tooMany(msBeforeNext: number): GatewayError {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new GatewayError(
    "GITHUB_SECONDARY_RATE_LIMITED",
    `Too many requests came from here to this gateway. Wait ${seconds} seconds, then go on more slowly.`,
    { retryAfterSeconds: seconds },
  );
}
