import { LRUCache } from "lru-cache";
import type { TokenFacts } from "../auth/user-auth.js";

// The same few all the time: those of the tokens that are in use.
const facts = new LRUCache<string, TokenFacts>({ max: 1_000 });

/**
 * What the headers of an answer tell of the token.
 *
 * `x-oauth-scopes` comes for classic tokens and OAuth; `github-authentication-token-expiration` for tokens that expire,
 * as `2023-06-08 03:28:00 UTC` or with an offset in place of `UTC`.
 */
export function tokenFactsOf(headers: Readonly<Record<string, string>>): TokenFacts {
  const scopes = headers["x-oauth-scopes"];
  const expiration = headers["github-authentication-token-expiration"];
  const key = `${scopes ?? "-"}\n${expiration ?? "-"}`;
  let known = facts.get(key);
  if (known === undefined) facts.set(key, (known = read(scopes, expiration)));
  return known;
}

function read(scopes: string | undefined, expiration: string | undefined): TokenFacts {
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
