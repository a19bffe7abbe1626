/** Values of the schema's `Capability`. */
export type Capability =
  | "READ_PROFILE"
  | "READ_PUBLIC_REPOSITORIES"
  | "READ_PRIVATE_REPOSITORIES"
  | "READ_ORGANIZATIONS"
  | "READ_ISSUES"
  | "WRITE_CODE"
  | "WRITE_WORKFLOWS";

/** Something that the gateway, or the product behind it, needs from a token. */
export interface CapabilityRequirement {
  readonly capability: Capability;
  /** Whether the gateway works at all without it. */
  readonly isRequired: boolean;
  /** What the user loses without it. */
  readonly purpose: string;
  /**
   * Scopes of which a classic token needs one; wider scopes that contain one of them count as well. Empty when any
   * token will do.
   */
  readonly classicScopes: readonly string[];
  readonly fineGrainedPermissions: readonly string[];
}

/** @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps */
export const CAPABILITIES: readonly CapabilityRequirement[] = [
  {
    capability: "READ_PROFILE",
    isRequired: true,
    purpose: "Without it the gateway does not know whose token it is.",
    classicScopes: [],
    fineGrainedPermissions: [],
  },
  {
    capability: "READ_PUBLIC_REPOSITORIES",
    isRequired: true,
    purpose: "Without it no repository can be chosen.",
    classicScopes: [],
    fineGrainedPermissions: ["metadata: read"],
  },
  {
    capability: "READ_PRIVATE_REPOSITORIES",
    isRequired: false,
    purpose: "Without it private repositories are missing from every list.",
    classicScopes: ["repo"],
    fineGrainedPermissions: ["metadata: read", "contents: read"],
  },
  {
    capability: "READ_ORGANIZATIONS",
    isRequired: false,
    purpose: "Without it organizations that hide their members are missing.",
    classicScopes: ["read:org"],
    fineGrainedPermissions: ["members: read"],
  },
  {
    capability: "READ_ISSUES",
    isRequired: false,
    purpose: "Without it issues and pull requests of private repositories are missing.",
    classicScopes: ["repo"],
    fineGrainedPermissions: ["issues: read", "pull requests: read"],
  },
  {
    capability: "WRITE_CODE",
    isRequired: false,
    purpose: "Without it branches cannot be pushed nor pull requests opened.",
    classicScopes: ["repo", "public_repo"],
    fineGrainedPermissions: ["contents: write", "pull requests: write"],
  },
  {
    capability: "WRITE_WORKFLOWS",
    isRequired: false,
    purpose: "Without it changes to workflow files cannot be pushed.",
    classicScopes: ["workflow"],
    fineGrainedPermissions: ["workflows: write"],
  },
];
