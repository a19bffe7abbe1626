/** An installation of the GitHub App that the caller can see, as `GET /user/installations` tells. */
export interface Installation {
  /** Global id; GitHub has none for installations, so it is one of ours. */
  readonly id: string;
  readonly databaseId: number;
  readonly account: {
    readonly databaseId: number;
    /** GitHub's global id. */
    readonly id: string;
    readonly login: string;
  };
  readonly repositorySelection: "ALL" | "SELECTED";
  readonly isSuspended: boolean;
  /** Whether the owner has yet to approve permissions that the App asks for. */
  readonly needsApproval: boolean;
  /** Access by name of the permission. */
  readonly permissions: Readonly<Record<string, string>>;
  /** Page on GitHub where its repositories are chosen. */
  readonly configureUrl: string;
}

/** The global id of an installation. */
export function installationId(databaseId: number): string {
  return `OG_installation_${databaseId}`;
}

/** A repository that both the App and the caller can reach: what a list is ordered and filtered by, and no more. */
export interface ReachableRepository {
  readonly id: string;
  readonly databaseId: number;
  /** Global id of the installation. */
  readonly installationId: string;
  readonly name: string;
  readonly nameWithOwner: string;
  readonly owner: string;
  readonly isOwnedByOrganization: boolean;
  readonly visibility: "PUBLIC" | "PRIVATE" | "INTERNAL";
  readonly isArchived: boolean;
  readonly isFork: boolean;
  readonly stargazerCount: number;
  /** RFC 3339, or empty when nothing was ever pushed. */
  readonly pushedAt: string;
  readonly updatedAt: string;
  readonly permission: "READ" | "TRIAGE" | "WRITE" | "MAINTAIN" | "ADMIN";
}
