import type { Secret } from "../../secret/secret.js";
import type { AccessToken } from "../access-token.js";
import type { Account } from "../session-state.js";
import type { GrantedTokens } from "./granted-tokens.js";

/** What is kept of one user's access to GitHub, without the refresh token, which stays in the store. */
export interface TokenRecord {
  /** Another one with each pair of tokens; whoever replaces a pair names the version that it replaces. */
  readonly version: string;
  /** `null` when it cannot be unsealed here. */
  readonly accessToken: AccessToken | null;
  readonly isRenewable: boolean;
  readonly expiresAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  readonly scopes: readonly string[];
  readonly account: Account;
  /** The login's that it came from, and no other's of this user. */
  readonly credentialId: string;
  /** When GitHub issued this pair. */
  readonly storedAt: Date;
  /** When GitHub last accepted it. */
  readonly verifiedAt: Date | null;
  /** GitHub refused it for good: only a login helps. */
  readonly isDead: boolean;
  /** GitHub had refused the token before, and has not accepted this one yet. */
  readonly isForced: boolean;
}

/** A pair that came out of a login. */
export interface LoginToStore {
  readonly tokens: GrantedTokens;
  readonly account: Account;
  readonly credentialId: string;
  readonly storedAt: Date;
}

/** A pair that came out of a refresh. */
export interface RefreshToStore {
  /** The version whose refresh token was used up for it. */
  readonly consumedVersion: string;
  /** Tells a second try of the same write from a write of somebody else's. */
  readonly writeId: string;
  readonly tokens: GrantedTokens;
  readonly isForced: boolean;
  readonly storedAt: Date;
}

/** `missing`: there is none. `unreadable`: it is sealed with a key that is not in the ring, or it is not this user's. */
export type StoredRefreshToken = Secret | "missing" | "unreadable";

/** What a record becomes by a refresh; a version that the store did not give yet stays the old one. */
export function toRefreshedRecord(
  seen: TokenRecord,
  { tokens, isForced, storedAt }: RefreshToStore,
  version: string = seen.version,
): TokenRecord {
  const { accessToken, refreshToken, expiresAt, refreshExpiresAt, scopes } = tokens;
  // Without a new refresh token the old one stays in force.
  const renewal = refreshToken === null ? {} : { isRenewable: true, refreshExpiresAt };
  return { ...seen, ...renewal, version, accessToken, expiresAt, scopes, storedAt, isForced, isDead: false };
}
