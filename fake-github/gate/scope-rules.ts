import type { TokenRecord } from "../world/records.js";
import type { GitHubErrorBody } from "./validation-errors.js";

/** Fields that a classic or OAuth App token needs one of these scopes for. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "User.email": ["user:email", "read:user"],
  "User.organizations": ["read:org"],
  "Organization.membersWithRole": ["read:org"],
  "Organization.teams": ["read:org"],
};

/** Scopes that a wider one contains. */
const CONTAINED: Readonly<Record<string, readonly string[]>> = {
  user: ["read:user", "user:email", "user:follow"],
  "admin:org": ["write:org", "read:org"],
  "write:org": ["read:org"],
  repo: ["public_repo", "repo:status"],
};

/** GitHub refuses the whole document when a token lacks a scope, with neither data nor a path. */
export function missingScope(token: TokenRecord, fields: ReadonlySet<string>): GitHubErrorBody | null {
  if (token.kind !== "classic" && token.kind !== "oauth-app") return null;
  const granted = new Set(token.scopes.flatMap((scope) => [scope, ...(CONTAINED[scope] ?? [])]));
  for (const field of fields) {
    const needed = NEEDED[field];
    if (!needed || needed.some((scope) => granted.has(scope))) continue;
    const list = (scopes: readonly string[]): string => `[${scopes.map((scope) => `'${scope}'`).join(", ")}]`;
    const name = field.split(".")[1];
    return {
      type: "INSUFFICIENT_SCOPES",
      locations: [{ line: 1, column: 1 }],
      message:
        "Your token has not been granted the required scopes to execute this query. " +
        `The '${name}' field requires one of the following scopes: ${list(needed)}, but your token has only been ` +
        `granted the: ${list(token.scopes)} scopes. Please modify your token's scopes at: https://github.com/settings/tokens.`,
    };
  }
  return null;
}
