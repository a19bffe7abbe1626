import { createHash, randomBytes } from "node:crypto";
import type { Secret } from "../../secret/secret.js";
import type { Keyring } from "../../storage/keyring.js";
import { redisUnavailable, type RedisClient } from "../../storage/redis-connection.js";
import { RedisScript } from "../../storage/redis-script.js";
import type { DeviceLogin } from "./oauth-client.js";
import { sealFor, sealJson, unsealFrom, unsealJson } from "./login-sealed-json.js";

const OUTCOME_LIFE_MS = 60_000;
// Longer than GitHub can take.
const RESERVATION_LIFE_MS = 60_000;

/** What GitHub says of a device login that has begun. */
export type DeviceLoginToKeep = Pick<DeviceLogin, "deviceCode" | "intervalSeconds" | "expiresAt">;

export interface DeviceLoginsOptions {
  readonly redis: RedisClient;
  readonly keyring: Keyring;
  readonly now: () => number;
}

/**
 * - `poll`: GitHub may be asked now, by this caller alone.
 * - `too-soon`: GitHub counts polls that come too soon, and answers them by longer intervals.
 * - `finished`: with the outcome that was given to `finish`.
 * - `unknown`: never begun, or expired.
 */
export type ClaimedPoll =
  | { readonly kind: "poll"; readonly deviceCode: Secret; readonly intervalSeconds: number }
  | { readonly kind: "too-soon"; readonly intervalSeconds: number }
  | { readonly kind: "finished"; readonly outcome: unknown }
  | { readonly kind: "unknown" };

const RESERVE = new RedisScript(`
redis.call('HSET', KEYS[1], 'reserved', '1')
return redis.call('PEXPIRE', KEYS[1], ARGV[1])`);

const BEGIN = new RedisScript(`
redis.call('HSET', KEYS[1], 'code', ARGV[1], 'interval', ARGV[2], 'next', ARGV[3])
return redis.call('PEXPIRE', KEYS[1], ARGV[4])`);

const CLAIM = new RedisScript(`
local outcome = redis.call('HGET', KEYS[1], 'outcome')
if outcome then return {'finished', outcome} end
local next = redis.call('HGET', KEYS[1], 'next')
if not next then return {'unknown'} end
local wait = tonumber(next) - tonumber(ARGV[1])
if wait > 0 then return {'too-soon', tostring(math.ceil(wait / 1000))} end
local interval = redis.call('HGET', KEYS[1], 'interval')
redis.call('HSET', KEYS[1], 'next', tonumber(ARGV[1]) + tonumber(interval) * 1000)
return {'poll', redis.call('HGET', KEYS[1], 'code'), interval}`);

const SLOW_DOWN = new RedisScript(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSET', KEYS[1], 'interval', ARGV[1], 'next', ARGV[2])`);

const FINISH = new RedisScript(`
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'outcome', ARGV[1])
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/**
 * Device logins that wait for approval, in Redis, sealed. They are known to their clients by handles of our own: with
 * GitHub's device code anybody could fetch the token.
 */
export class DeviceLogins {
  readonly #options: DeviceLoginsOptions;

  constructor(options: DeviceLoginsOptions) {
    this.#options = options;
  }

  /**
   * Makes room for a login that is to be begun, before GitHub is asked to: what could not be stored then never began.
   *
   * @returns The handle, 256 bits of it.
   */
  async reserve(): Promise<string> {
    const handle = randomBytes(32).toString("base64url");
    await this.#run(RESERVE, keyOf(handle), [RESERVATION_LIFE_MS]);
    return handle;
  }

  /** @param handle Of `reserve`. */
  async begin(handle: string, login: DeviceLoginToKeep): Promise<void> {
    const { keyring, now } = this.#options;
    const key = keyOf(handle);
    const code = sealFor(keyring, key, login.deviceCode);
    const next = now() + login.intervalSeconds * 1000;
    await this.#run(BEGIN, key, [code, login.intervalSeconds, next, Math.max(1, login.expiresAt.getTime() - now())]);
  }

  async claim(handle: string): Promise<ClaimedPoll> {
    const key = keyOf(handle);
    const [kind, value, interval] = (await this.#run(CLAIM, key, [this.#options.now()])) as [string, string?, string?];
    if (kind === "too-soon") return { kind, intervalSeconds: Number(value) };
    if (value === undefined) return { kind: "unknown" };
    if (kind === "finished") {
      const outcome = unsealJson(this.#options.keyring, key, value);
      return outcome === undefined ? { kind: "unknown" } : { kind, outcome };
    }
    const deviceCode = unsealFrom(this.#options.keyring, key, value);
    return deviceCode === undefined
      ? { kind: "unknown" }
      : { kind: "poll", deviceCode, intervalSeconds: Number(interval) };
  }

  /** GitHub wants longer pauses from now on. */
  async slowDown(handle: string, intervalSeconds: number): Promise<void> {
    await this.#run(SLOW_DOWN, keyOf(handle), [intervalSeconds, this.#options.now() + intervalSeconds * 1000]);
  }

  /** @param outcome JSON. */
  async finish(handle: string, outcome: unknown): Promise<void> {
    const key = keyOf(handle);
    await this.#run(FINISH, key, [sealJson(this.#options.keyring, key, outcome), OUTCOME_LIFE_MS]);
  }

  async #run(script: RedisScript, key: string, values: readonly (string | number)[]): Promise<unknown> {
    try {
      return await script.run(this.#options.redis, [key], values);
    } catch (error) {
      throw redisUnavailable(error);
    }
  }
}

function keyOf(handle: string): string {
  return `device:${createHash("sha256").update(handle).digest("base64url")}`;
}
