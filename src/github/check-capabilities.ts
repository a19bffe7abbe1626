import { CAPABILITIES, type Capability, type CapabilityRequirement } from "./capabilities.js";
import { hasOneOf } from "./scopes.js";
import type { CapabilityCheck } from "./token-check.js";
import type { TokenTrials } from "./token-inspector.js";

type Finding = Pick<CapabilityCheck, "status" | "evidence">;

/** What a token can do, told from its scopes where GitHub reports them and from trials where it does not. */
export function checkCapabilities(trials: TokenTrials): readonly CapabilityCheck[] {
  return CAPABILITIES.map((requirement) => {
    const finding = findingOf(requirement, trials);
    return {
      capability: requirement.capability,
      ...finding,
      fix: finding.status === "GRANTED" ? null : fixOf(requirement, trials),
    };
  });
}

function findingOf(requirement: CapabilityRequirement, trials: TokenTrials): Finding {
  return triedOut(requirement.capability, trials) ?? readFromScopes(requirement, trials);
}

function triedOut(capability: Capability, { repositories, organizations, scopes }: TokenTrials): Finding | undefined {
  switch (capability) {
    case "READ_PROFILE":
      return { status: "GRANTED", evidence: "GitHub answered with the profile." };
    case "READ_PUBLIC_REPOSITORIES":
      return repositories === null
        ? { status: "MISSING", evidence: "GitHub refused to list repositories." }
        : { status: "GRANTED", evidence: `GitHub lists ${repositories.all.totalCount} repositories.` };
    case "READ_PRIVATE_REPOSITORIES": {
      const count = repositories?.private.totalCount ?? 0;
      return count > 0 ? { status: "GRANTED", evidence: `GitHub lists ${count} private repositories.` } : undefined;
    }
    case "READ_ORGANIZATIONS":
      if (organizations === null) return { status: "MISSING", evidence: "GitHub refused to list organizations." };
      return scopes === undefined
        ? {
            status: "UNKNOWN",
            evidence: "GitHub does not report it; such a token shows the owners that it was made for.",
          }
        : undefined;
    default:
      return undefined;
  }
}

function readFromScopes({ classicScopes }: CapabilityRequirement, { scopes }: TokenTrials): Finding {
  if (scopes === undefined) {
    return {
      status: "UNKNOWN",
      evidence: "GitHub does not report the permissions of this kind of token; it shows on first use.",
    };
  }
  const wanted = classicScopes.map((scope) => `\`${scope}\``).join(" or ");
  return hasOneOf(scopes, classicScopes)
    ? { status: "GRANTED", evidence: `The token has the scope ${wanted}, or one that contains it.` }
    : { status: "MISSING", evidence: `The token does not have the scope ${wanted}.` };
}

function fixOf(
  { classicScopes, fineGrainedPermissions }: CapabilityRequirement,
  { scopes }: TokenTrials,
): string | null {
  if (scopes !== undefined && classicScopes.length > 0) {
    return `Create a token with the scope ${classicScopes.map((scope) => `\`${scope}\``).join(" or ")}.`;
  }
  const permissions = fineGrainedPermissions.map((permission) => `\`${permission}\``).join(" and ");
  return permissions === "" ? null : `Give the token the permission ${permissions}.`;
}
