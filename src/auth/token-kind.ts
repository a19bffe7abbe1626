import type { Secret } from "../secret/secret.js";

/** Values of the schema's `TokenKind`. */
export type TokenKind =
  | "CLASSIC_PAT"
  | "FINE_GRAINED_PAT"
  | "OAUTH_APP"
  | "GITHUB_APP_USER"
  | "GITHUB_APP_INSTALLATION"
  | "LEGACY"
  | "UNKNOWN";

// https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available
// Prefixes only: GitHub changes what follows them (installation tokens have carried a JWT since 2026).
const KINDS: readonly (readonly [RegExp, TokenKind])[] = [
  [/^ghp_/, "CLASSIC_PAT"],
  [/^github_pat_/, "FINE_GRAINED_PAT"],
  [/^gho_/, "OAUTH_APP"],
  [/^ghu_/, "GITHUB_APP_USER"],
  [/^ghs_/, "GITHUB_APP_INSTALLATION"],
  [/^[0-9a-f]{40}$/, "LEGACY"],
];

/** Tells the kind of a token from its prefix. */
export function tokenKindOf(token: Secret): TokenKind {
  return KINDS.find(([pattern]) => token.matches(pattern))?.[1] ?? "UNKNOWN";
}
