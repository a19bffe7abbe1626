import { setTimeout as sleep } from "node:timers/promises";
import type { UserId } from "../identity.js";
import { refreshPaused } from "./token-errors.js";
import { patiently } from "./token-patience.js";
import type { LockAttempt, TokenStore } from "./token-store.js";
import type { TokenTimings } from "./token-timings.js";

export interface AcquireLockOptions {
  readonly store: TokenStore;
  readonly timings: TokenTimings;
  readonly userId: UserId;
  readonly version: string;
  readonly owner: string;
}

// Short at first, so that waiters leave as soon as the version has moved; longer later, since many users' waiters
// together are a load.
const POLL_MS = { first: 30, most: 200 };

export type AcquiredLock = LockAttempt & { readonly kind: "acquired" };

/**
 * The lock to refresh a version, or `moved` when somebody else has refreshed it meanwhile. Never gives up waiting by
 * going ahead without it.
 *
 * @throws GatewayError when nobody may refresh now, or the store cannot be asked or written to.
 */
export async function acquireLock(options: AcquireLockOptions): Promise<AcquiredLock | "moved"> {
  const { store, timings, userId, version, owner } = options;
  const deadline = performance.now() + timings.waitMs;
  const request = { version, owner, ttlMs: timings.lockMs };
  let askedAt = performance.now();
  let pause = POLL_MS.first;
  let lock = await patiently(() => store.lock(userId, request), askedAt);
  for (;;) {
    // A process that was stopped in between does not know whether it still holds it.
    const isFresh = performance.now() - askedAt < timings.lockMs / 2;
    if (lock.kind === "acquired" && isFresh) return lock;
    if (lock.kind === "moved") return "moved";
    if (lock.kind === "paused") throw refreshPaused(lock.reason, lock.leftMs);
    if (performance.now() > deadline) throw refreshPaused("transient", 1000);
    if (lock.kind === "held") await sleep(pause * (0.5 + Math.random()));
    pause = Math.min(pause * 1.3, POLL_MS.most);
    const patience = Math.min(deadline, performance.now() + timings.storeGraceMs);
    askedAt = performance.now();
    lock = await patiently(() => store.lock(userId, request), patience);
  }
}
