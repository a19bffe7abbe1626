import type { TokenKind } from "../auth/token-kind.js";
import { CAPABILITIES, type CapabilityRequirement } from "./capabilities.js";
import type { GitHubHost } from "./github-host.js";

/** How to make a token that does; the links open GitHub with the form filled in. */
export interface TokenGuide {
  readonly classicUrl: string;
  /** `null` on hosts that do not know this link. */
  readonly fineGrainedUrl: string | null;
  readonly recommended: TokenKind;
  readonly capabilities: readonly CapabilityRequirement[];
}

const NAME = "Octogate";
const CLASSIC_SCOPES = ["repo", "read:org", "read:user", "user:email", "workflow"];
const FINE_GRAINED_PERMISSIONS = ["contents=write", "issues=write", "pull_requests=write", "workflows=write"];

/**
 * The guide for one host.
 *
 * A classic token is recommended: a fine-grained one sees the repositories of one owner only.
 *
 * @see https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens
 */
export function tokenGuideFor(host: GitHubHost): TokenGuide {
  const classic = new URLSearchParams({ description: NAME, scopes: CLASSIC_SCOPES.join(",") });
  const fineGrained = `name=${NAME}&expires_in=90&${FINE_GRAINED_PERMISSIONS.join("&")}`;
  return {
    classicUrl: `${host.webUrl}/settings/tokens/new?${classic.toString()}`,
    fineGrainedUrl:
      host.kind === "ENTERPRISE_SERVER" ? null : `${host.webUrl}/settings/personal-access-tokens/new?${fineGrained}`,
    recommended: "CLASSIC_PAT",
    capabilities: CAPABILITIES,
  };
}
