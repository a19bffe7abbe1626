import { createHash, randomBytes } from "node:crypto";
import * as v from "valibot";
import type { Keyring } from "../../storage/keyring.js";
import { redisUnavailable, type RedisClient } from "../../storage/redis-connection.js";
import { RedisScript } from "../../storage/redis-script.js";
import { sealJson, unsealJson } from "./login-sealed-json.js";

/** GitHub's codes live as long. */
export const ATTEMPT_LIFE_MS = 10 * 60_000;
/** How long the result of an attempt is there for whoever asks again: impatient clicks, lost answers. */
const OUTCOME_LIFE_MS = 60_000;
const RETURN_LIFE_MS = 60 * 60_000;

const PURPOSES = ["SIGN_IN", "RECONNECT", "SWITCH_ACCOUNT", "MANAGE_ACCESS"] as const;

const AttemptSchema = v.object({
  purpose: v.picklist(PURPOSES),
  /** PKCE, RFC 7636. Never leaves the gateway but for the token endpoint. */
  codeVerifier: v.string(),
  returnTo: v.nullable(v.string()),
  /** Who was signed in when it began. */
  userId: v.nullable(v.string()),
});

/** A login that has begun and waits for GitHub to send the browser back. */
export type LoginAttempt = v.InferOutput<typeof AttemptSchema>;

export interface LoginAttemptsOptions {
  readonly redis: RedisClient;
  readonly keyring: Keyring;
}

/**
 * - `taken`: it is the caller's now, and nobody else's any more. Whoever takes it finishes it.
 * - `under-way`: another request of the same browser has taken it and not finished it yet.
 * - `finished`: with the outcome that was given to `finish`.
 * - `unknown`: never begun, too old, finished long ago, or begun in another browser.
 */
export type TakenAttempt =
  | { readonly kind: "taken"; readonly attempt: LoginAttempt }
  | { readonly kind: "under-way" }
  | { readonly kind: "finished"; readonly outcome: unknown }
  | { readonly kind: "unknown" };

const BEGIN = new RedisScript(`
redis.call('HSET', KEYS[1], 'browser', ARGV[1], 'attempt', ARGV[2])
return redis.call('PEXPIRE', KEYS[1], ARGV[3])`);

// The write comes first: on a Redis that is full or read-only the attempt is then still there.
const TAKE = new RedisScript(`
if redis.call('HGET', KEYS[1], 'browser') ~= ARGV[1] then return {'unknown'} end
local attempt = redis.call('HGET', KEYS[1], 'attempt')
if attempt then
  redis.call('HSET', KEYS[1], 'taken', '1')
  redis.call('HDEL', KEYS[1], 'attempt')
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return {'taken', attempt}
end
local outcome = redis.call('HGET', KEYS[1], 'outcome')
if outcome then return {'finished', outcome} end
return {'under-way'}`);

const FINISH = new RedisScript(`
redis.call('HSET', KEYS[1], 'outcome', ARGV[1])
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/**
 * Attempts to sign in, in Redis under a key of their own: each bound to the browser that began it, sealed, and taken by
 * one request only, before its code is exchanged.
 */
export class LoginAttempts {
  readonly #options: LoginAttemptsOptions;

  constructor(options: LoginAttemptsOptions) {
    this.#options = options;
  }

  /** @returns The `state` to send round, 256 bits of it. */
  async begin(browser: string, attempt: LoginAttempt): Promise<string> {
    const state = randomBytes(32).toString("base64url");
    const key = keyOf(state);
    await this.#run(BEGIN, key, [hash(browser), sealJson(this.#options.keyring, key, attempt), ATTEMPT_LIFE_MS]);
    return state;
  }

  /** @param state As the browser brought it. */
  async take(state: string, browser: string): Promise<TakenAttempt> {
    const key = keyOf(state);
    const [kind, sealed] = (await this.#run(TAKE, key, [hash(browser), OUTCOME_LIFE_MS])) as [string, string?];
    if (kind === "under-way") return { kind };
    const content = sealed === undefined ? undefined : unsealJson(this.#options.keyring, key, sealed);
    if (kind === "finished" && content !== undefined) return { kind, outcome: content };
    const attempt = v.safeParse(AttemptSchema, content);
    return kind === "taken" && attempt.success ? { kind, attempt: attempt.output } : { kind: "unknown" };
  }

  /** @param outcome JSON. Sealed, since it can name a session. */
  async finish(state: string, outcome: unknown): Promise<void> {
    const key = keyOf(state);
    await this.#run(FINISH, key, [sealJson(this.#options.keyring, key, outcome), OUTCOME_LIFE_MS]);
  }

  /** Remembers where a browser wants to go that leaves to install the App: it comes back without a state. */
  async rememberReturn(browser: string, returnTo: string | null): Promise<void> {
    if (returnTo === null) return;
    await this.#asked(this.#options.redis.set(returnKeyOf(browser), returnTo, "PX", RETURN_LIFE_MS));
  }

  /** Answers what was remembered last, and forgets it. */
  async recallReturn(browser: string): Promise<string | null> {
    return this.#asked(this.#options.redis.getdel(returnKeyOf(browser)));
  }

  async #run(script: RedisScript, key: string, values: readonly (string | number)[]): Promise<unknown> {
    return this.#asked(script.run(this.#options.redis, [key], values));
  }

  async #asked<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw redisUnavailable(error);
    }
  }
}

/** The store is not told states either: who reads it could finish other people's logins. */
function keyOf(state: string): string {
  return `login:${hash(state)}`;
}

function returnKeyOf(browser: string): string {
  return `login-return:${hash(browser)}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
