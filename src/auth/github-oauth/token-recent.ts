import { LRUCache } from "lru-cache";
import type { UserId } from "../identity.js";
import type { TokenRecord } from "./token-record.js";
import type { TokenStore } from "./token-store.js";

const MAX_USERS = 20_000;

/**
 * Records as they are or were a moment ago: one request needs them several times, and users send many requests.
 *
 * Another replica may have renewed the tokens meanwhile: then GitHub refuses the old one, or the lock has moved on, and
 * the store is asked. That there is nothing to work with is never remembered: whoever reconnects may come back to
 * another replica.
 */
export class RecentTokens {
  readonly #store: Pick<TokenStore, "read">;
  readonly #recent: LRUCache<UserId, Promise<TokenRecord | undefined>>;

  constructor({ store, lifeMs }: { readonly store: Pick<TokenStore, "read">; readonly lifeMs: number }) {
    this.#store = store;
    this.#recent = new LRUCache({ max: MAX_USERS, ttl: lifeMs });
  }

  read(userId: UserId): Promise<TokenRecord | undefined> {
    const known = this.#recent.get(userId);
    if (known !== undefined) return known;
    const reading = this.#store.read(userId);
    this.#recent.set(userId, reading);
    void this.#keepIfUsable(userId, reading);
    return reading;
  }

  /** To be called with every change that is made here. */
  forget(userId: UserId): void {
    this.#recent.delete(userId);
  }

  async #keepIfUsable(userId: UserId, reading: Promise<TokenRecord | undefined>): Promise<void> {
    const record = await reading.catch(() => undefined);
    const isUsable = record !== undefined && !record.isDead;
    if (!isUsable && this.#recent.peek(userId) === reading) this.#recent.delete(userId);
  }
}
