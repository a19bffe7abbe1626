import type { TokenKind } from "../auth/token-kind.js";

/**
 * Kinds of tokens whose scopes GitHub reports. Tokens of GitHub Apps have permissions instead, and their
 * `x-oauth-scopes` is empty whatever they may do.
 */
export const KINDS_WITH_SCOPES: ReadonlySet<TokenKind> = new Set(["CLASSIC_PAT", "OAUTH_APP", "LEGACY", "UNKNOWN"]);

// GitHub lists only the widest scope of each family: `admin:org` stands for `read:org` as well.
// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
const CONTAINED: Readonly<Record<string, readonly string[]>> = {
  repo: ["public_repo", "repo:status", "repo_deployment", "repo:invite", "security_events"],
  "admin:org": ["write:org", "read:org"],
  "write:org": ["read:org"],
  user: ["read:user", "user:email", "user:follow"],
};

/** Whether the scopes contain one of the wanted ones, as they are listed or within a wider one. */
export function hasOneOf(scopes: readonly string[], wanted: readonly string[]): boolean {
  const all = new Set(scopes.flatMap((scope) => [scope, ...(CONTAINED[scope] ?? [])]));
  return wanted.some((scope) => all.has(scope));
}
