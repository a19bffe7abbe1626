import type { RepositoryAffiliation, RepositoryVisibility } from "../generated/operations.js";

import type { GitHubHost } from "../github-host.js";
import { readSearchText, type SearchText } from "./search-text.js";

/** In ascending order. */
export const REPOSITORY_PERMISSIONS = ["READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN"] as const;

/** Arguments of `Query.repositories`. */
export interface RepositoriesArguments {
  readonly first: number;
  readonly after: string | null;
  readonly search: string | null;
  /** The same understood, where there is something to search for. */
  readonly text?: SearchText;
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

/**
 * The arguments with their search understood.
 *
 * @throws GatewayError `BAD_USER_INPUT` for a text that cannot be searched for.
 */
export function withText(args: RepositoriesArguments, host: GitHubHost): RepositoriesArguments {
  if (args.search === null || args.search.trim() === "") return args;
  return { ...args, text: readSearchText(args.search, host) };
}
