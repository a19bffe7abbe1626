import type { TokenKind } from "../auth/token-kind.js";
import type { Credential } from "../auth/credential.js";
import { CAPABILITIES, type CapabilityRequirement } from "./capabilities.js";
import type { GitHubHost } from "./github-host.js";

/** How to make a token that does; the links open GitHub with the form filled in. */
export interface TokenGuide {
  readonly classicUrl: string;
  /** `null` on hosts that do not know this link. */
  readonly fineGrainedUrl: string | null;
  readonly recommended: TokenKind;
  readonly capabilities: readonly CapabilityRequirement[];
  /** GitHub's form for another token like a stored one; `null` for kinds that nobody creates by hand. */
  renewUrl(credential: Pick<Credential, "kind" | "scopes">): string | null;
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
  const fineGrainedForm = `${host.webUrl}/settings/personal-access-tokens/new`;
  const fineGrained = `name=${NAME}&expires_in=90&${FINE_GRAINED_PERMISSIONS.join("&")}`;
  const fineGrainedUrl = host.kind === "ENTERPRISE_SERVER" ? null : `${fineGrainedForm}?${fineGrained}`;
  return {
    classicUrl: classicUrl(host, CLASSIC_SCOPES),
    fineGrainedUrl,
    recommended: "CLASSIC_PAT",
    capabilities: CAPABILITIES,
    renewUrl({ kind, scopes }) {
      switch (kind) {
        case "CLASSIC_PAT":
        case "LEGACY":
          // Of a token that was stored unseen no scope is known.
          return classicUrl(host, scopes.length > 0 ? scopes : CLASSIC_SCOPES);
        case "FINE_GRAINED_PAT":
          // GitHub does not tell its permissions: those that the gateway needs, or else the empty form.
          return fineGrainedUrl ?? fineGrainedForm;
        default:
          return null;
      }
    },
  };
}

function classicUrl(host: GitHubHost, scopes: readonly string[]): string {
  const form = new URLSearchParams({ description: NAME, scopes: scopes.join(",") });
  return `${host.webUrl}/settings/tokens/new?${form.toString()}`;
}
