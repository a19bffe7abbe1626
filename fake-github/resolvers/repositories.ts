import { permissionOf } from "../world/access.js";
import { isPrivate } from "../world/create-repository.js";
import type { LanguageRecord, LicenseRecord, LabelRecord, RepositoryRecord } from "../world/records.js";
import { connect } from "./connection.js";
import {
  GitHubError,
  inOrder,
  showRepository,
  type Args,
  type ExecutionContext,
  type Order,
  type Resolvers,
} from "./execution-context.js";
import { findObject, findRef, listRefs } from "./refs.js";
import { connectRepositories } from "./repository-list.js";
import { itemsOf, listIssues, listPullRequests } from "./work-item-list.js";

function webPath({ owner, name }: RepositoryRecord): string {
  return `/${owner.login}/${name}`;
}

function can(repository: RepositoryRecord, context: ExecutionContext, ...permissions: readonly string[]): boolean {
  return permissions.includes(permissionOf(context.user, repository) ?? "");
}

function workItem(repository: RepositoryRecord, args: Args, type: "Issue" | "PullRequest" | null) {
  const item = repository.items.get(Number(args["number"]));
  if (item && (type === null || item.__typename === type)) return item;
  const what = type === "Issue" ? "an Issue" : type === "PullRequest" ? "a PullRequest" : "an issue or pull request";
  return new GitHubError("NOT_FOUND", `Could not resolve to ${what} with the number of ${String(args["number"])}.`);
}

export const Repository: Resolvers<RepositoryRecord> = {
  nameWithOwner: (repository) => `${repository.owner.login}/${repository.name}`,
  resourcePath: webPath,
  url: (repository, _args, { webUrl }) => `${webUrl}${webPath(repository)}`,
  sshUrl: (repository, _args, { webUrl }) => `git@${new URL(webUrl).hostname}:${webPath(repository).slice(1)}.git`,
  projectsUrl: (repository, _args, { webUrl }) => `${webUrl}${webPath(repository)}/projects`,
  projectsResourcePath: (repository) => `${webPath(repository)}/projects`,
  openGraphImageUrl: (repository, _args, { webUrl }) => `${webUrl}/avatars/u/${repository.owner.databaseId}?s=400&v=4`,
  usesCustomOpenGraphImage: () => false,
  mirrorUrl: () => null,
  descriptionHTML: (repository) => `<div>${repository.description ?? ""}</div>`,
  shortDescriptionHTML: (repository) => repository.description ?? "",
  isPrivate: (repository) => isPrivate(repository.visibility),
  isEmpty: (repository) => repository.defaultBranch === null,
  isInOrganization: (repository) => repository.owner.__typename === "Organization",
  isUserConfigurationRepository: (repository) => repository.name === repository.owner.login,
  isBlankIssuesEnabled: () => true,
  isSecurityPolicyEnabled: () => false,
  archivedAt: (repository) => (repository.isArchived ? repository.updatedAt : null),
  forkingAllowed: () => true,
  autoMergeAllowed: () => false,
  deleteBranchOnMerge: () => false,
  mergeCommitAllowed: () => true,
  rebaseMergeAllowed: () => true,
  squashMergeAllowed: () => true,
  webCommitSignoffRequired: () => false,
  allowUpdateBranch: () => false,
  codeOfConduct: () => null,
  contactLinks: () => [],
  fundingLinks: () => [],
  issueTemplates: () => [],
  pullRequestTemplates: () => [],
  lockReason: () => null,
  securityPolicyUrl: () => null,
  templateRepository: () => null,
  parent: (repository, _args, context) => showRepository(context, repository.parent, "object"),
  forks: (repository, args, context) => {
    const forks = context.world.allRepositories().filter(({ parent }) => parent === repository);
    return connectRepositories(forks, args, context);
  },
  defaultBranchRef: (repository) =>
    repository.defaultBranch === null ? null : findRef(repository, `refs/heads/${repository.defaultBranch}`),
  ref: (repository, args) => findRef(repository, String(args["qualifiedName"])),
  refs: listRefs,
  object: findObject,
  primaryLanguage: (repository) => repository.languageSizes[0]?.language ?? null,
  languages: (repository, args) => {
    const order = args["orderBy"] as Order | null | undefined;
    const sizes = order
      ? inOrder(repository.languageSizes, order.direction, ({ size }) => size)
      : repository.languageSizes;
    return connect(sizes, args, {
      node: ({ language }) => language,
      edge: ({ size }) => ({ size }),
      extra: { totalSize: sizes.reduce((sum, { size }) => sum + size, 0) },
    });
  },
  repositoryTopics: (repository, args, { webUrl }) => {
    const topics = repository.topics.map((name) => ({
      topic: { __typename: "Topic", name, stargazerCount: 0, viewerHasStarred: false },
      url: `${webUrl}/topics/${name}`,
      resourcePath: `/topics/${name}`,
    }));
    return connect(topics, args);
  },
  labels: (repository, args) => {
    const query = typeof args["query"] === "string" ? args["query"].toLowerCase() : "";
    return connect(
      repository.labelList.filter(({ name }) => name.includes(query)),
      args,
    );
  },
  label: (repository, args) => repository.labelList.find(({ name }) => name === args["name"]) ?? null,
  issue: (repository, args) => workItem(repository, args, "Issue"),
  pullRequest: (repository, args) => workItem(repository, args, "PullRequest"),
  issueOrPullRequest: (repository, args) => workItem(repository, args, null),
  issues: (repository, args, context) => listIssues(itemsOf(context, { repository }), args, context),
  pullRequests: (repository, args, context) => listPullRequests(itemsOf(context, { repository }), args, context),
  pinnedIssues: (_repository, args) => connect([], args),
  milestones: (_repository, args) => connect([], args),
  milestone: () => null,
  releases: (_repository, args) => connect([], args),
  latestRelease: () => null,
  watchers: (_repository, args) => connect([], args),
  stargazers: (repository, args) => connect([], args, { totalCount: repository.stargazerCount }),
  assignableUsers: (repository, args, context) => connect(peopleOf(repository, context), args),
  mentionableUsers: (repository, args, context) => connect(peopleOf(repository, context), args),
  collaborators: (repository, args, context) =>
    can(repository, context, "WRITE", "MAINTAIN", "ADMIN") ? connect(peopleOf(repository, context), args) : null,
  projects: (_repository, args) => connect([], args),
  projectsV2: (_repository, args) => connect([], args),
  branchProtectionRules: (repository, args, context) => {
    if (!can(repository, context, "ADMIN")) return connect([], args);
    const rules = [...repository.refs().values()].flatMap(({ protection }) => (protection ? [protection] : []));
    return connect(rules, args);
  },
  viewerPermission: (repository, _args, context) => permissionOf(context.user, repository),
  viewerCanAdminister: (repository, _args, context) => can(repository, context, "ADMIN"),
  viewerCanCreateProjects: (repository, _args, context) => can(repository, context, "WRITE", "MAINTAIN", "ADMIN"),
  viewerCanUpdateTopics: (repository, _args, context) => can(repository, context, "MAINTAIN", "ADMIN"),
  viewerCanSubscribe: () => true,
  viewerHasStarred: () => false,
  viewerSubscription: () => "UNSUBSCRIBED",
  viewerDefaultMergeMethod: () => "MERGE",
  viewerDefaultCommitEmail: (_repository, _args, { user }) => user.email,
  viewerPossibleCommitEmails: (_repository, _args, { user }) => [user.email],
};

function peopleOf(repository: RepositoryRecord, context: ExecutionContext) {
  const users = [...context.world.accounts.values()].filter((account) => account.__typename === "User");
  const writers = new Set(["WRITE", "MAINTAIN", "ADMIN"]);
  return users.filter((user) => writers.has(permissionOf(user, repository) ?? ""));
}

export const Label: Resolvers<LabelRecord> = {
  updatedAt: (label) => label.createdAt,
  resourcePath: (label) => `${webPath(label.repository)}/labels/${encodeURIComponent(label.name)}`,
  url: (label, _args, { webUrl }) => `${webUrl}${webPath(label.repository)}/labels/${encodeURIComponent(label.name)}`,
};

export const Language: Resolvers<LanguageRecord> = {};

export const License: Resolvers<LicenseRecord> = {
  url: (license) => `https://choosealicense.com/licenses/${license.key}/`,
  pseudoLicense: () => false,
  hidden: () => false,
  featured: () => true,
};
