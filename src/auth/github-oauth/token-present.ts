import { setTimeout as sleep } from "node:timers/promises";
import type { Secret } from "../../secret/secret.js";
import type { UserId } from "../identity.js";
import type { GrantedTokens } from "./granted-tokens.js";
import type { OAuthClient } from "./oauth-client.js";
import { OAuthFailure } from "./oauth-client-failure.js";
import type { TokenStore } from "./token-store.js";
import type { TokenTimings } from "./token-timings.js";

/**
 * What a provider does when a refresh token is used.
 *
 * - `none`: it stays as it is.
 * - `single-use`: it and its access token die, and a second use is refused, as at GitHub.
 * - `reuse-revokes`: a second use also ends the pair that came of the first (RFC 9700, section 4.14.2). A token that an
 *   unfinished attempt may have used is then never sent again.
 */
export type TokenRotation = "none" | "single-use" | "reuse-revokes";

export interface PresentOptions {
  readonly oauth: Pick<OAuthClient, "refresh">;
  readonly store: TokenStore;
  readonly timings: TokenTimings;
  readonly rotation: TokenRotation;
  readonly userId: UserId;
  /** Of the lock, which is held for as long as this takes. */
  readonly owner: string;
  /** The token is sent once more, and the first time may have used it up. */
  readonly onSecondTry: () => void;
}

/** Asks GitHub, and a second time where the first failure was quick: most outages are over in a moment. */
export async function presentRefreshToken(refreshToken: Secret, options: PresentOptions): Promise<GrantedTokens> {
  const { oauth, store, timings, rotation, userId, owner, onSecondTry } = options;
  const renewal = setInterval(() => {
    store.renewLock(userId, { owner, ttlMs: timings.lockMs }).catch(() => undefined);
  }, timings.lockMs / 3);
  const startedAt = performance.now();
  try {
    return await oauth.refresh(refreshToken);
  } catch (error) {
    const isQuick = performance.now() - startedAt < timings.quickMs;
    if (!isQuick || rotation === "reuse-revokes" || !isWorthASecondTry(error)) throw error;
    onSecondTry();
    await sleep(timings.retryMs * (0.5 + Math.random()));
    return await oauth.refresh(refreshToken);
  } finally {
    clearInterval(renewal);
  }
}

/** A limit asks for a pause, and everything but an outage gets the same answer again. */
function isWorthASecondTry(error: unknown): boolean {
  return error instanceof OAuthFailure && error.kind === "transient" && error.retryAfterSeconds === undefined;
}
