import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { Secret } from "../../secret/secret.js";
import type { UserId } from "../identity.js";
import type { GrantedTokens } from "./granted-tokens.js";
import type { OAuthClient } from "./oauth-client.js";
import { OAuthFailure } from "./oauth-client-failure.js";
import { notConnected, reauthenticationRequired, refreshPaused } from "./token-errors.js";
import type { OnTokenEvent, RefreshResult } from "./token-event.js";
import { acquireLock, type AcquiredLock } from "./token-lock.js";
import type { TokenRecord } from "./token-record.js";
import type { TokenStore } from "./token-store.js";
import type { TokenTimings } from "./token-timings.js";
import type { UnsavedTokens } from "./token-unsaved.js";

/**
 * What a provider does when a refresh token is used.
 *
 * - `none`: it stays as it is.
 * - `single-use`: it and its access token die, and a second use is refused, as at GitHub.
 * - `reuse-revokes`: a second use also ends the pair that came of the first (RFC 9700, section 4.14.2). A token that an
 *   unfinished attempt may have used is then never sent again.
 */
export type TokenRotation = "none" | "single-use" | "reuse-revokes";

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
    const record = await this.#options.store.read(userId);
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
      tokens = await this.#ask(attempt, lock.refreshToken, { onSecondTry: () => (mayBeUsedUp = true) });
    } catch (error) {
      return this.#fail(attempt, error, { mayBeUsedUp, startedAt });
    }
    this.#failures.delete(userId);
    // Before anything else is done with it: until it is stored, this process is the only place where it is.
    const refresh = { consumedVersion: seen.version, writeId: owner, tokens, isForced, storedAt: now() };
    const saved = await unsaved.save(userId, refresh);
    this.#report(attempt, saved === "superseded" ? "superseded" : "refreshed", null, startedAt);
    if (saved === "superseded") return this.#adopt(userId);
    const kept = tokens.refreshToken === null ? seen : { isRenewable: true, refreshExpiresAt: tokens.refreshExpiresAt };
    return {
      ...seen,
      isRenewable: kept.isRenewable,
      refreshExpiresAt: kept.refreshExpiresAt,
      version: saved === "later" ? seen.version : saved.version,
      accessToken: tokens.accessToken,
      expiresAt: tokens.expiresAt,
      scopes: tokens.scopes,
      storedAt: refresh.storedAt,
      isDead: false,
      isForced,
    };
  }

  /** Asks GitHub, and a second time where the first failure was quick: most are over in a moment. */
  async #ask(
    { userId, owner }: Attempt,
    refreshToken: Secret,
    { onSecondTry }: { readonly onSecondTry: () => void },
  ): Promise<GrantedTokens> {
    const { oauth, store, timings, rotation } = this.#options;
    const renewal = setInterval(() => {
      store.renewLock(userId, { owner, ttlMs: timings.lockMs }).catch(() => undefined);
    }, timings.lockMs / 3);
    const startedAt = performance.now();
    try {
      return await oauth.refresh(refreshToken);
    } catch (error) {
      const isQuick = performance.now() - startedAt < timings.quickMs;
      if (!isWorthASecondTry(error) || !isQuick || rotation === "reuse-revokes") throw error;
      onSecondTry();
      await sleep(timings.retryMs * (0.5 + Math.random()));
      return await oauth.refresh(refreshToken);
    } finally {
      clearInterval(renewal);
    }
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

/** A limit asks for a pause, and everything but an outage gets the same answer again. */
function isWorthASecondTry(error: unknown): boolean {
  return error instanceof OAuthFailure && error.kind === "transient" && error.retryAfterSeconds === undefined;
}
