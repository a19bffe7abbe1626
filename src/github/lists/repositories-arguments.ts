import type { RepositoryAffiliation, RepositoryVisibility } from "../generated/operations.js";

/** In ascending order. */
export const REPOSITORY_PERMISSIONS = ["READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN"] as const;

/** Arguments of `Query.repositories`. */
export interface RepositoriesArguments {
  readonly first: number;
  readonly after: string | null;
  readonly search: string | null;
  readonly owner: string | null;
  readonly installationId: string | null;
  readonly affiliations: readonly RepositoryAffiliation[];
  readonly visibility: RepositoryVisibility | null;
  readonly minimumPermission: (typeof REPOSITORY_PERMISSIONS)[number] | null;
  readonly includeArchived: boolean;
  readonly includeForks: boolean;
  readonly orderBy: {
    readonly field: "PUSHED_AT" | "UPDATED_AT" | "NAME" | "STARGAZERS" | "LAST_USED";
    readonly direction: "ASC" | "DESC";
  };
}
