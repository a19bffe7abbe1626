import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { UserId } from "../identity.js";
import type { GrantedTokens } from "./granted-tokens.js";
import type { OAuthClient } from "./oauth-client.js";
import { OAuthFailure } from "./oauth-client-failure.js";
import { notConnected, reauthenticationRequired, refreshPaused } from "./token-errors.js";
import type { OnTokenEvent, RefreshResult } from "./token-event.js";
import { acquireLock, type AcquiredLock } from "./token-lock.js";
import { patiently } from "./token-patience.js";
import { presentRefreshToken, type TokenRotation } from "./token-present.js";
import { toRefreshedRecord, type TokenRecord } from "./token-record.js";
import type { TokenStore } from "./token-store.js";
import type { TokenTimings } from "./token-timings.js";
import type { UnsavedTokens } from "./token-unsaved.js";

export interface TokenRefresherOptions {
  readonly store: TokenStore;
  readonly oauth: Pick<OAuthClient, "refresh">;
  readonly unsaved: UnsavedTokens;
  readonly rotation: TokenRotation;
  readonly timings: TokenTimings;
  readonly now: () => Date;
  readonly onEvent: OnTokenEvent;
}

interface Attempt {
  readonly userId: UserId;
  readonly seen: TokenRecord;
  readonly owner: string;
  readonly isForced: boolean;
}

/** How a refresh token was sent. */
interface Presented {
  /** It was sent before, and nobody knows what came of it. */
  readonly mayBeUsedUp: boolean;
  readonly startedAt: number;
}

/**
 * Refreshes a version of a user's tokens once, over all callers and replicas. What runs here belongs to no request: a
 * client that goes away aborts nothing, since the new pair would be lost.
 */
export class TokenRefresher {
  readonly #options: TokenRefresherOptions;
  readonly #flights = new Map<string, Promise<TokenRecord>>();
  readonly #failures = new LRUCache<UserId, number>({ max: 10_000 });

  constructor(options: TokenRefresherOptions) {
    this.#options = options;
  }

  /**
   * The record after the refresh of a version, whoever made it.
   *
   * @param options.isForced GitHub refused the token, whatever its expiry says.
   * @throws GatewayError `GITHUB_REAUTHENTICATION_REQUIRED` when GitHub refuses for good; a retryable one or
   *   `OAUTH_MISCONFIGURED` when nothing definitive is known, and then the tokens are kept.
   */
  refresh(userId: UserId, seen: TokenRecord, { isForced }: { readonly isForced: boolean }): Promise<TokenRecord> {
    const key = `${userId}:${seen.version}`;
    const underWay = this.#flights.get(key);
    if (underWay !== undefined) return underWay;
    const flight = this.#refresh({ userId, seen, owner: randomUUID(), isForced }).finally(() =>
      this.#flights.delete(key),
    );
    this.#flights.set(key, flight);
    return flight;
  }

  /** Waits for the refreshes that are under way. */
  async drain(): Promise<void> {
    while (this.#flights.size > 0) await Promise.allSettled(this.#flights.values());
  }

  async #refresh(attempt: Attempt): Promise<TokenRecord> {
    const { timings, store } = this.#options;
    const { userId, seen, owner } = attempt;
    const lock = await acquireLock({ store, timings, userId, version: seen.version, owner });
    return lock === "moved" ? this.#adopt(userId) : this.#refreshLocked(attempt, lock);
  }

  async #adopt(userId: UserId): Promise<TokenRecord> {
    const { store, timings } = this.#options;
    const record = await patiently(() => store.read(userId), performance.now() + timings.storeGraceMs);
    if (record === undefined) throw notConnected();
    if (record.isDead) throw reauthenticationRequired();
    return record;
  }

  async #refreshLocked(attempt: Attempt, lock: AcquiredLock): Promise<TokenRecord> {
    const { unsaved, rotation, store, now } = this.#options;
    const { userId, seen, owner, isForced } = attempt;
    const startedAt = performance.now();
    if (lock.refreshToken === "unreadable") {
      // The keys may come back: nothing is marked.
      await store.releaseLock(userId, { owner });
      throw reauthenticationRequired();
    }
    const hasEnded = seen.refreshExpiresAt !== null && seen.refreshExpiresAt <= now();
    if (lock.refreshToken === "missing" || hasEnded) return this.#end(attempt, "refused", null, startedAt);
    if (rotation === "reuse-revokes" && lock.wasAttempted) return this.#end(attempt, "lost", null, startedAt);

    let tokens: GrantedTokens;
    let mayBeUsedUp = lock.wasAttempted;
    try {
      const onSecondTry = () => (mayBeUsedUp = true);
      tokens = await presentRefreshToken(lock.refreshToken, { ...this.#options, userId, owner, onSecondTry });
    } catch (error) {
      return this.#fail(attempt, error, { mayBeUsedUp, startedAt });
    }
    this.#failures.delete(userId);
    // Before anything else is done with it: until it is stored, this process is the only place where it is.
    const refresh = { consumedVersion: seen.version, writeId: owner, tokens, isForced, storedAt: now() };
    const saved = await unsaved.save(userId, refresh);
    this.#report(attempt, saved === "superseded" ? "superseded" : "refreshed", null, startedAt);
    if (saved === "superseded") return this.#adopt(userId);
    return toRefreshedRecord(seen, refresh, saved === "later" ? seen.version : saved.version);
  }

  async #fail(attempt: Attempt, error: unknown, more: Presented): Promise<TokenRecord> {
    const { store, timings } = this.#options;
    const { userId, owner } = attempt;
    const failure = error instanceof OAuthFailure ? error : undefined;
    if (failure?.kind === "refused") {
      return this.#refused(attempt, failure.providerCode, more);
    }
    const reason = failure?.kind === "misconfigured" ? "misconfigured" : "transient";
    const failures = (this.#failures.get(userId) ?? 0) + 1;
    this.#failures.set(userId, failures);
    const backoff = Math.min(timings.pauseMs.most, timings.pauseMs.first * 2 ** (failures - 1));
    const forMs = Math.max(backoff, (failure?.retryAfterSeconds ?? 0) * 1000);
    this.#report(attempt, reason, failure?.providerCode ?? null, more.startedAt);
    // A lock that cannot be given back runs out.
    await store.releaseLock(userId, { owner, pause: { reason, forMs } }).catch(() => undefined);
    if (failure === undefined) throw error;
    throw refreshPaused(reason, forMs);
  }

  /** GitHub's no is final only if nobody else has used the token: whoever did may be about to store what came of it. */
  async #refused(
    attempt: Attempt,
    providerCode: string | null,
    { mayBeUsedUp, startedAt }: Presented,
  ): Promise<TokenRecord> {
    const { store, timings } = this.#options;
    const { userId, seen } = attempt;
    const end = performance.now() + (mayBeUsedUp ? timings.adoptMs : 0);
    for (;;) {
      const record = await store.read(userId);
      if (record === undefined) throw notConnected();
      if (record.version !== seen.version) return this.#adopt(userId);
      if (performance.now() >= end) break;
      await sleep(50);
    }
    return this.#end(attempt, mayBeUsedUp ? "lost" : "refused", providerCode, startedAt);
  }

  async #end(
    attempt: Attempt,
    result: RefreshResult,
    providerCode: string | null,
    startedAt: number,
  ): Promise<TokenRecord> {
    const { store, onEvent } = this.#options;
    const { userId, seen } = attempt;
    this.#report(attempt, result, providerCode, startedAt);
    if (!(await store.markDead(userId, seen.version))) return this.#adopt(userId);
    onEvent({ kind: "reauthentication-required", userId });
    throw reauthenticationRequired();
  }

  #report({ userId }: Attempt, result: RefreshResult, providerCode: string | null, startedAt: number): void {
    const durationMs = Math.round(performance.now() - startedAt);
    this.#options.onEvent({ kind: "refresh", userId, result, durationMs, providerCode });
  }
}
