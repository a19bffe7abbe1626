import type { RepositoriesArguments } from "../schema/repositories.args.js";

/** Every repository there is, for lists that are narrowed by what they belong to. */
export const ALL_REPOSITORIES: Omit<RepositoriesArguments, "first" | "after"> = {
  search: null,
  owner: null,
  installationId: null,
  affiliations: ["OWNER", "COLLABORATOR", "ORGANIZATION_MEMBER"],
  visibility: null,
  minimumPermission: null,
  includeArchived: true,
  includeForks: true,
  orderBy: { field: "PUSHED_AT", direction: "DESC" },
};
