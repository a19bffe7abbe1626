import * as v from "valibot";
import { installationId, type Installation, type ReachableRepository } from "./installation.js";

// https://docs.github.com/en/rest/apps/installations: of each object, what is used here.
const InstallationSchema = v.object({
  id: v.number(),
  account: v.object({ id: v.number(), node_id: v.string(), login: v.string() }),
  repository_selection: v.picklist(["all", "selected"]),
  suspended_at: v.nullish(v.string()),
  permissions: v.record(v.string(), v.string()),
  html_url: v.string(),
});

const RepositorySchema = v.object({
  id: v.number(),
  node_id: v.string(),
  name: v.string(),
  full_name: v.string(),
  owner: v.object({ login: v.string(), type: v.string() }),
  private: v.boolean(),
  visibility: v.optional(v.string()),
  archived: v.boolean(),
  fork: v.boolean(),
  stargazers_count: v.number(),
  pushed_at: v.nullish(v.string()),
  updated_at: v.nullish(v.string()),
  permissions: v.optional(v.record(v.string(), v.boolean())),
});

const InstallationsPageSchema = v.object({ total_count: v.number(), installations: v.array(InstallationSchema) });
const RepositoriesPageSchema = v.object({ total_count: v.number(), repositories: v.array(RepositorySchema) });

/** One page of a REST list. */
export interface ParsedPage<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}

/** Reads a page of `GET /user/installations`; throws for anything else. */
export function parseInstallations(body: unknown): ParsedPage<Installation> {
  const page = v.parse(InstallationsPageSchema, body);
  return {
    total: page.total_count,
    items: page.installations.map(({ id, account, ...rest }) => ({
      id: installationId(id),
      databaseId: id,
      account: { databaseId: account.id, id: account.node_id, login: account.login },
      repositorySelection: rest.repository_selection === "all" ? "ALL" : "SELECTED",
      // Only known when all are: see `withApprovals`.
      needsApproval: false,
      isSuspended: typeof rest.suspended_at === "string",
      permissions: rest.permissions,
      configureUrl: rest.html_url,
    })),
  };
}

/** Reads a page of `GET /user/installations/{id}/repositories`; throws for anything else. */
export function parseRepositories(ofInstallation: string, body: unknown): ParsedPage<ReachableRepository> {
  const page = v.parse(RepositoriesPageSchema, body);
  return {
    total: page.total_count,
    items: page.repositories.map((each) => ({
      id: each.node_id,
      databaseId: each.id,
      installationId: ofInstallation,
      name: each.name,
      nameWithOwner: each.full_name,
      owner: each.owner.login,
      isOwnedByOrganization: each.owner.type === "Organization",
      visibility: visibilityOf(each),
      isArchived: each.archived,
      isFork: each.fork,
      stargazerCount: each.stargazers_count,
      pushedAt: each.pushed_at ?? "",
      updatedAt: each.updated_at ?? "",
      permission: permissionOf(each.permissions ?? {}),
    })),
  };
}

function visibilityOf(repository: { readonly private: boolean; readonly visibility?: string | undefined }) {
  if (repository.visibility === "internal") return "INTERNAL";
  return repository.private ? "PRIVATE" : "PUBLIC";
}

function permissionOf(permissions: Readonly<Record<string, boolean>>): ReachableRepository["permission"] {
  if (permissions["admin"] === true) return "ADMIN";
  if (permissions["maintain"] === true) return "MAINTAIN";
  if (permissions["push"] === true) return "WRITE";
  return permissions["triage"] === true ? "TRIAGE" : "READ";
}
