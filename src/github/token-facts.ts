import type { TokenFacts } from "../auth/user-auth.js";

/**
 * What the headers of an answer tell of the token.
 *
 * `x-oauth-scopes` comes for classic tokens and OAuth; `github-authentication-token-expiration` for tokens that expire,
 * as `2023-06-08 03:28:00 UTC` or with an offset in place of `UTC`.
 */
export function tokenFactsOf(headers: Readonly<Record<string, string>>): TokenFacts {
  const scopes = headers["x-oauth-scopes"];
  const expiration = headers["github-authentication-token-expiration"];
  const expiresAt = expiration === undefined ? Number.NaN : Date.parse(expiration);
  return {
    ...(scopes !== undefined && {
      scopes: scopes
        .split(",")
        .map((scope) => scope.trim())
        .filter(Boolean),
    }),
    ...(!Number.isNaN(expiresAt) && { expiresAt: new Date(expiresAt).toISOString() }),
  };
}
