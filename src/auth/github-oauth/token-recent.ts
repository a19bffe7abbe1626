import type { UserId } from "../identity.js";
import { ShortMemory } from "./short-memory.js";
import type { TokenRecord } from "./token-record.js";
import type { TokenStore } from "./token-store.js";

interface Reading {
  readonly promise: Promise<TokenRecord | undefined>;
  /** Once it is read. */
  record?: TokenRecord;
}

/**
 * Records as they are or were a moment ago: one request needs them several times, and users send many requests.
 *
 * Another replica may have renewed the tokens meanwhile: then GitHub refuses the old one, or the lock has moved on, and
 * the store is asked. That there is nothing to work with is never remembered: whoever reconnects may come back to
 * another replica.
 */
export class RecentTokens {
  readonly #store: Pick<TokenStore, "read">;
  readonly #recent: ShortMemory<UserId, Reading>;

  constructor({ store, lifeMs }: { readonly store: Pick<TokenStore, "read">; readonly lifeMs: number }) {
    this.#store = store;
    this.#recent = new ShortMemory({ lifeMs });
  }

  /** What `read` would give, if there is no need to ask the store for it. */
  atHand(userId: UserId): TokenRecord | undefined {
    return this.#recent.get(userId)?.record;
  }

  read(userId: UserId): Promise<TokenRecord | undefined> {
    const known = this.#recent.get(userId);
    if (known !== undefined) return known.promise;
    const reading: Reading = { promise: this.#store.read(userId) };
    this.#recent.set(userId, reading);
    void this.#keepIfUsable(userId, reading);
    return reading.promise;
  }

  /** To be called with every change that is made here. */
  forget(userId: UserId): void {
    this.#recent.delete(userId);
  }

  async #keepIfUsable(userId: UserId, reading: Reading): Promise<void> {
    const record = await reading.promise.catch(() => undefined);
    if (record !== undefined && !record.isDead) reading.record = record;
    else if (this.#recent.get(userId) === reading) this.#recent.delete(userId);
  }
}
