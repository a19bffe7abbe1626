import type { UserId } from "../identity.js";
import type { LoginToStore, RefreshToStore, StoredRefreshToken, TokenRecord } from "./token-record.js";

/** Why nobody may refresh for a while. */
export type PauseReason = "transient" | "misconfigured";

export type LockAttempt =
  | {
      readonly kind: "acquired";
      readonly refreshToken: StoredRefreshToken;
      /** Somebody held the lock for this version before and did not finish: the refresh token may be used up. */
      readonly wasAttempted: boolean;
    }
  /** Somebody else is refreshing. */
  | { readonly kind: "held" }
  | { readonly kind: "paused"; readonly reason: PauseReason; readonly leftMs: number }
  /** The version is not the current one any more, or it is dead: read the record again. */
  | { readonly kind: "moved" };

/**
 * Port: where tokens are kept, one record for each user, and how replicas agree on who refreshes.
 *
 * Every method is one step that others see wholly or not at all, and rejects with the GatewayError
 * `SESSION_STORE_UNAVAILABLE` when the store cannot be asked or does not take writes.
 */
export interface TokenStore {
  read(userId: UserId): Promise<TokenRecord | undefined>;

  /** Replaces whatever was there, whoever is refreshing it; answers what it replaced. */
  writeLogin(userId: UserId, login: LoginToStore): Promise<TokenRecord | undefined>;

  /**
   * Asks to be the one who refreshes this version. A write: where it succeeds, the store takes writes.
   *
   * @param options.owner Of this attempt alone; asking again with it is no second attempt.
   */
  lock(
    userId: UserId,
    options: { readonly version: string; readonly owner: string; readonly ttlMs: number },
  ): Promise<LockAttempt>;

  /** Holds the lock for longer; false when it is somebody else's by now. */
  renewLock(userId: UserId, options: { readonly owner: string; readonly ttlMs: number }): Promise<boolean>;

  /** Gives the lock back, if it is still the owner's; with `pause` nobody gets it for so long. */
  releaseLock(
    userId: UserId,
    options: { readonly owner: string; readonly pause?: { readonly reason: PauseReason; readonly forMs: number } },
  ): Promise<void>;

  /**
   * Stores a refreshed pair if the version that it consumed is still the current one, with or without the lock and even
   * if that version was marked dead meanwhile: the pair is then the only one that works. Frees the lock.
   *
   * @returns The new version; undefined when a login or `remove` came before, and the pair belongs nowhere.
   */
  writeRefresh(userId: UserId, refresh: RefreshToStore): Promise<string | undefined>;

  /** Marks a version dead; false when it is not the current one. */
  markDead(userId: UserId, version: string): Promise<boolean>;

  /** Notes that GitHub accepted the token with this fingerprint, if it is the current one. */
  noteAccepted(userId: UserId, accepted: { readonly fingerprint: string; readonly at: Date }): Promise<void>;

  /**
   * Answers what is gone.
   *
   * @param only.credentialId Leaves any other credential alone, such as one of a login that has come meanwhile.
   */
  remove(userId: UserId, only?: { readonly credentialId: string }): Promise<TokenRecord | undefined>;
}
