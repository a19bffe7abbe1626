import { permissionOf } from "../world/access.js";
import { isPrivate } from "../world/create-repository.js";
import { nodeId } from "../world/node-id.js";
import type { RepositoryRecord, UserRecord } from "../world/records.js";
import { accountBody } from "./account-body.js";

/** A repository in a list, with what the user may do in it. */
export function repositoryBody(repository: RepositoryRecord, user: UserRecord, webUrl: string) {
  const fullName = `${repository.owner.login}/${repository.name}`;
  return {
    id: repository.databaseId,
    node_id: nodeId(repository, "by-age"),
    name: repository.name,
    full_name: fullName,
    private: isPrivate(repository.visibility),
    owner: accountBody(repository.owner, webUrl),
    html_url: `${webUrl}/${fullName}`,
    description: repository.description,
    fork: repository.isFork,
    url: `${webUrl}/api/v3/repos/${fullName}`,
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
    clone_url: `${webUrl}/${fullName}.git`,
    homepage: repository.homepageUrl,
    size: repository.diskUsage,
    stargazers_count: repository.stargazerCount,
    watchers_count: repository.stargazerCount,
    language: repository.languageSizes[0]?.language.name ?? null,
    has_issues: repository.hasIssuesEnabled,
    forks_count: repository.forkCount,
    archived: repository.isArchived,
    disabled: repository.isDisabled,
    is_template: repository.isTemplate,
    topics: repository.topics,
    visibility: repository.visibility.toLowerCase(),
    // An empty repository has a name for its default branch already.
    default_branch: repository.defaultBranch ?? "main",
    permissions: permissionsBody(repository, user),
  };
}

function permissionsBody(repository: RepositoryRecord, user: UserRecord) {
  const ranks = ["READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN"];
  const rank = ranks.indexOf(permissionOf(user, repository) ?? "");
  return { admin: rank >= 4, maintain: rank >= 3, push: rank >= 2, triage: rank >= 1, pull: rank >= 0 };
}
