import { setTimeout as sleep } from "node:timers/promises";
import type { AccessToken } from "../access-token.js";
import type { UserId } from "../identity.js";
import type { OAuthClient } from "./oauth-client.js";
import type { OnTokenEvent } from "./token-event.js";
import type { RefreshToStore } from "./token-record.js";
import { revokeIfPossible } from "./token-revocation.js";
import type { TokenSpool, UnsavedPair } from "./token-spool.js";
import type { TokenStore } from "./token-store.js";

export interface UnsavedTokensOptions {
  readonly store: TokenStore;
  readonly oauth: Pick<OAuthClient, "revokeToken">;
  readonly spool: TokenSpool | undefined;
  readonly onEvent: OnTokenEvent;
  /** How long `drain` waits for the store before it gives pairs up. */
  readonly giveUpAfterMs: number;
}

const RETRY_AFTER_MS = { first: 50, most: 250 };

/**
 * Brings refreshed pairs into the store. A pair that it does not take is served from memory, spooled to a file if there
 * is a spool, and tried again for as long as the process lives: GitHub has killed the pair before it.
 */
export class UnsavedTokens {
  readonly #options: UnsavedTokensOptions;
  readonly #pairs = new Map<UserId, UnsavedPair>();
  readonly #work = new Set<Promise<void>>();
  #deadline = Number.POSITIVE_INFINITY;

  constructor(options: UnsavedTokensOptions) {
    this.#options = options;
  }

  /** The pair of a user that the store does not have yet. */
  find(userId: UserId): RefreshToStore | undefined {
    return this.#pairs.get(userId)?.refresh;
  }

  /** Forgets a pair that a login replaced; the store refuses it by then. */
  forget(userId: UserId): void {
    this.#pairs.delete(userId);
  }

  /** Stores a pair: its version, `superseded` when it belongs nowhere any more, or `later` when it is kept here. */
  async save(userId: UserId, refresh: RefreshToStore): Promise<{ readonly version: string } | "superseded" | "later"> {
    try {
      const version = await this.#options.store.writeRefresh(userId, refresh);
      if (version !== undefined) return { version };
      this.discard(userId, refresh.tokens.accessToken);
      return "superseded";
    } catch {
      this.#keep({ userId, refresh }, { isSpooled: false });
      return "later";
    }
  }

  /** Takes up what earlier processes could not store. */
  async recover(): Promise<void> {
    const { spool, onEvent } = this.#options;
    if (spool === undefined) return;
    const { pairs, unreadable } = await spool.readAll();
    for (const path of unreadable) onEvent({ kind: "spool-unreadable", path });
    for (const pair of pairs) this.#keep(pair, { isSpooled: true });
  }

  /** Revokes a token that is not needed any more, in the background. */
  discard(userId: UserId, accessToken: AccessToken): void {
    this.#run(this.#revoke(userId, accessToken));
  }

  /** Waits until every pair is stored, in a file, or given up and revoked. */
  async drain(): Promise<void> {
    this.#deadline = performance.now() + this.#options.giveUpAfterMs;
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  #keep(pair: UnsavedPair, { isSpooled }: { readonly isSpooled: boolean }): void {
    this.#pairs.set(pair.userId, pair);
    this.#run(this.#saveLater(pair, isSpooled));
  }

  async #saveLater(pair: UnsavedPair, wasSpooled: boolean): Promise<void> {
    const { spool, onEvent } = this.#options;
    const { userId, refresh } = pair;
    const isSpooled = wasSpooled || (await this.#spool(pair));
    onEvent({ kind: "pair-unsaved", userId, spooled: isSpooled });
    const saved = await this.#saveUntilDeadline(pair);
    if (this.#pairs.get(userId) === pair) this.#pairs.delete(userId);
    if (saved === "not" && isSpooled) return;
    if (saved === "not") onEvent({ kind: "pair-given-up", userId });
    if (saved === "saved") onEvent({ kind: "pair-saved-late", userId });
    else await this.#revoke(userId, refresh.tokens.accessToken);
    if (isSpooled) await spool?.remove(pair).catch(() => undefined);
  }

  async #saveUntilDeadline({ userId, refresh }: UnsavedPair): Promise<"saved" | "superseded" | "not"> {
    let pause = RETRY_AFTER_MS.first;
    while (performance.now() < this.#deadline) {
      try {
        const version = await this.#options.store.writeRefresh(userId, refresh);
        return version === undefined ? "superseded" : "saved";
      } catch {
        await sleep(pause);
        pause = Math.min(2 * pause, RETRY_AFTER_MS.most);
      }
    }
    return "not";
  }

  async #spool(pair: UnsavedPair): Promise<boolean> {
    if (this.#options.spool === undefined) return false;
    return this.#options.spool.write(pair).then(
      () => true,
      () => false,
    );
  }

  async #revoke(userId: UserId, accessToken: AccessToken): Promise<void> {
    const { oauth, onEvent } = this.#options;
    await revokeIfPossible({ userId, accessToken, onEvent, revoke: (token) => oauth.revokeToken(token) });
  }

  #run(work: Promise<void>): void {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }
}
