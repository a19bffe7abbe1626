import type { TokenEndpointResponse } from "oauth4webapi";
import { Secret } from "../../secret/secret.js";
import { AccessToken } from "../access-token.js";

/** What an exchange or a refresh gives. */
export interface GrantedTokens {
  readonly accessToken: AccessToken;
  /** `null` for tokens that GitHub does not let expire. */
  readonly refreshToken: Secret | null;
  readonly expiresAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  /** Empty for tokens of a GitHub App, whose permissions are those of the App. */
  readonly scopes: readonly string[];
}

/** @param now By our own clock, against which expiry is compared: a wrong clock is then wrong twice and cancels out. */
export function toGrantedTokens(answer: TokenEndpointResponse, now: Date): GrantedTokens {
  const { refresh_token: refresh, refresh_token_expires_in: refreshLife, expires_in: life, scope } = answer;
  return {
    accessToken: AccessToken.from(new Secret(answer.access_token)),
    refreshToken: refresh === undefined ? null : new Secret(refresh),
    expiresAt: life === undefined ? null : secondsAfter(now, life),
    refreshExpiresAt: refresh === undefined || typeof refreshLife !== "number" ? null : secondsAfter(now, refreshLife),
    // GitHub separates scopes by commas, RFC 6749 by blanks.
    scopes: (scope ?? "").split(/[\s,]+/).filter((name) => name !== ""),
  };
}

export function secondsAfter(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
