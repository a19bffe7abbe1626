import type { AccessToken } from "../../auth/access-token.js";
import type { AccessRestriction } from "../access-restriction.js";
import type { GitHubHost } from "../github-host.js";
import { hasOneOf, KINDS_WITH_SCOPES } from "../scopes.js";
import { isRaw } from "../selection/is-raw.js";
import { tokenFactsOf } from "../token-facts.js";
import { tokenGuideFor } from "../token-guide.js";
import type { ListCall } from "./list-call.js";
import { concerns, type ListScope } from "./list-scope.js";

/** Of whom there is something to see, and of whom a fine-grained token shows it. */
interface TokenReach {
  /** Owner of a private repository that the token shows; `undefined` where it shows none. */
  readonly shown: string | undefined;
  /** The caller and the caller's organizations. */
  readonly logins: readonly string[];
}

/**
 * What a personal token of a narrow kind leaves out. GitHub says nothing of it: a classic token's scopes stand in a
 * header, and a fine-grained token's owner shows in what it lets see, which is asked along.
 *
 * @param known.reach Answer to `TokenReachDocument`, where there is one.
 */
export function tokenLimits(
  token: AccessToken,
  scope: ListScope,
  known: { readonly headers: ListCall["headers"]; readonly reach: unknown; readonly host: GitHubHost },
): readonly AccessRestriction[] {
  const { headers, reach, host } = known;
  if (!wantsReach(token, scope)) return limitsByScopes(token, scope, headers, host);
  return reach === undefined ? [] : limitsByReach(reach, scope, host);
}

/** Whether it takes an answer to `TokenReachDocument` to tell. */
export function wantsReach(token: AccessToken, scope: ListScope): boolean {
  return scope.of === "REPOSITORIES" && token.kind === "FINE_GRAINED_PAT";
}

/** What a classic token leaves out, by the headers that came with the list. */
export function limitsByScopes(
  token: AccessToken,
  scope: ListScope,
  answered: ListCall["headers"],
  host: GitHubHost,
): readonly AccessRestriction[] {
  if (scope.of !== "REPOSITORIES" || !KINDS_WITH_SCOPES.has(token.kind)) return [];
  const lacks = answered.some((headers) => {
    const { scopes } = tokenFactsOf(headers);
    return scopes !== undefined && !hasOneOf(scopes, ["repo"]);
  });
  return lacks ? [withoutRepo(host)] : [];
}

/** @param value Answer to `TokenReachDocument`. */
export function limitsByReach(value: unknown, scope: ListScope, host: GitHubHost): readonly AccessRestriction[] {
  const viewer = isRaw(value) ? value : {};
  const shown = loginsIn(viewer, "repositories", (node) => node["owner"])[0];
  const logins = [String(viewer["login"]), ...loginsIn(viewer, "organizations", (node) => node)];
  return ownerLimits({ shown, logins }, scope, host);
}

function ownerLimits({ shown, logins }: TokenReach, scope: ListScope, host: GitHubHost): readonly AccessRestriction[] {
  if (shown === undefined) {
    // Only an organization has tokens to approve.
    return logins.length > 1 ? [pendingApproval(host, scope)] : [];
  }
  const others = logins.filter((login) => login.toLowerCase() !== shown.toLowerCase() && concerns(scope, login));
  if (others.length === 0) return [];
  const named = others.length > 3 ? `${others.length} other owners` : others.join(", ");
  return [
    {
      reason: "TOKEN_OWNER_MISMATCH",
      owner: others.length === 1 ? (others[0] ?? null) : scope.owner,
      message:
        `This fine-grained token shows private repositories of ${shown} only; those of ${named} are missing. ` +
        "Replace it by a classic token, which shows them all.",
      nextStep: "REPLACE_TOKEN",
      actionUrl: tokenGuideFor(host).classicUrl,
      actionExpiresAt: null,
    },
  ];
}

/** A token that waits for approval shows what is public, and says no more. */
function pendingApproval({ webUrl }: GitHubHost, { owner }: ListScope): AccessRestriction {
  return {
    reason: "TOKEN_PENDING_APPROVAL",
    owner,
    message:
      "This fine-grained token shows no private repository. If it is one of an organization, that must still approve it; " +
      "your tokens say so on GitHub.",
    nextStep: "CONTACT_ADMIN",
    actionUrl: `${webUrl}/settings/personal-access-tokens`,
    actionExpiresAt: null,
  };
}

function withoutRepo(host: GitHubHost): AccessRestriction {
  return {
    reason: "TOKEN_SCOPE_MISSING",
    owner: null,
    message:
      "The token lacks the scope `repo`, so that private repositories are missing. Replace it by one that has it.",
    nextStep: "REPLACE_TOKEN",
    actionUrl: tokenGuideFor(host).classicUrl,
    actionExpiresAt: null,
  };
}

function loginsIn(
  viewer: Readonly<Record<string, unknown>>,
  list: string,
  accountOf: (node: Readonly<Record<string, unknown>>) => unknown,
): readonly string[] {
  const connection = viewer[list];
  const nodes = isRaw(connection) ? connection["nodes"] : undefined;
  return (Array.isArray(nodes) ? nodes : []).flatMap((node: unknown) => {
    const account = isRaw(node) ? accountOf(node) : undefined;
    return isRaw(account) ? [String(account["login"])] : [];
  });
}
