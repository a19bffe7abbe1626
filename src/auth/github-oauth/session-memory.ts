import type { RedisChannels } from "../../storage/redis-channel.js";
import type { RedisClient } from "../../storage/redis-connection.js";
import { SessionHolders } from "./session-holders.js";
import type { LiveSession } from "./session-record.js";
import { ShortMemory } from "./short-memory.js";

export interface SessionMemoryOptions {
  readonly redis: RedisClient;
  readonly channels: RedisChannels;
}

const HELD_MS = 1_000;

/** Sessions that this process has read within the last second, by their names. Only those that live. */
export class SessionMemory implements AsyncDisposable {
  readonly #held = new ShortMemory<string, LiveSession>({ lifeMs: HELD_MS });
  readonly #holders: SessionHolders;
  /** Of `performance.now()`. */
  #forgotAt = Number.NEGATIVE_INFINITY;

  constructor(options: SessionMemoryOptions) {
    this.#holders = new SessionHolders({
      ...options,
      heldMs: HELD_MS,
      forget: (name) => this.#forget(name),
      forgetAll: () => this.#forgetAll(),
    });
  }

  get(name: string): LiveSession | undefined {
    return this.#held.get(name);
  }

  /** To be called before a session is read, for `hold`; undefined where it must not be held. */
  reading(): number | undefined {
    const now = performance.now();
    return this.#holders.mayHold(now) ? now : undefined;
  }

  /** @param since What `reading` gave before the session was read. */
  hold(name: string, session: LiveSession, since: number | undefined): void {
    // What was under way while a session ended may be that one, as it was before.
    if (since !== undefined && since > this.#forgotAt) this.#held.set(name, session, since);
  }

  /** To be called when the session is gone from Redis. Nobody holds it after that, here or in another process. */
  async end(name: string): Promise<void> {
    this.#forget(name);
    await this.#holders.tellEnd(name);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#holders[Symbol.asyncDispose]();
  }

  #forget(name: string): void {
    this.#forgotAt = performance.now();
    this.#held.delete(name);
  }

  #forgetAll(): void {
    this.#forgotAt = performance.now();
    this.#held.clear();
  }
}
