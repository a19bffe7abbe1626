import type { IncomingMessage } from "node:http";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from "rate-limiter-flexible";
import { GatewayError } from "../../errors/gateway-error.js";
import type { RedisClient } from "../../storage/redis-connection.js";

export interface RateLimitOptions {
  /** Tells apart what is limited; part of keys in Redis. */
  readonly name: string;
  /** Undefined for no limit. */
  readonly points: number | undefined;
  readonly seconds: number;
  /** Counts over all replicas; without it, each replica counts for itself. */
  readonly redis?: RedisClient;
}

/**
 * So many of something in a span of time. While Redis cannot be asked, each replica counts for itself: a limit that is
 * too generous for a while does less harm than a gateway that refuses everybody.
 */
export class RateLimit {
  readonly #limiter: RateLimiterAbstract | undefined;

  constructor({ name, points, seconds, redis }: RateLimitOptions) {
    if (points === undefined) return;
    const options = { keyPrefix: `limit:${name}`, points, duration: seconds };
    const memory = new RateLimiterMemory(options);
    this.#limiter =
      redis === undefined
        ? memory
        : new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory, useRedisPackage: false });
  }

  /** @throws GatewayError with the seconds to wait when there are none left. */
  async consume(subject: string): Promise<void> {
    try {
      await this.#limiter?.consume(subject);
    } catch (error) {
      throw error instanceof RateLimiterRes ? tooMany(error) : error;
    }
  }

  /** Looks without counting. Throws as `consume` does. */
  async check(subject: string): Promise<void> {
    const state = await this.#limiter?.get(subject);
    if (state && state.remainingPoints <= 0) throw tooMany(state);
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
function tooMany({ msBeforeNext }: RateLimiterRes): GatewayError {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new GatewayError(
    "GITHUB_SECONDARY_RATE_LIMITED",
    `Too many requests came from here to this gateway. Wait ${seconds} seconds, then go on more slowly.`,
    { retryAfterSeconds: seconds },
  );
}
