import { permissionOf } from "../fake-github/world/access.js";
import { nodeId, readNodeId } from "../fake-github/world/node-id.js";
import type {
  Account,
  BotRecord,
  IssueRecord,
  NodeRecord,
  OrganizationRecord,
  PullRequestRecord,
  RefRecord,
  RepositoryRecord,
  UserRecord,
} from "../fake-github/index.js";
import { CURSOR, CURSOR_OR_NULL, Failure, Item, type Setting, type Slice } from "./oracle-values.js";
import { branchPage, page, repositoryItems, viewerItems } from "./oracle-lists.js";
import { foundRepositories, ownRepositories } from "./oracle-search.js";

type Args = Readonly<Record<string, unknown>>;
type Resolve = (of: never, args: Args, setting: Setting) => unknown;
type Work = IssueRecord | PullRequestRecord;

/** A record under the gateway's name of its type. */
export function itemOf(record: NodeRecord | null): Item | null {
  if (record === null) return null;
  return new Item(record.__typename === "Ref" ? "Branch" : record.__typename, record);
}

function id(record: NodeRecord): string {
  return nodeId(record, "new");
}

function copied(...names: readonly string[]): Readonly<Record<string, Resolve>> {
  const copy = (name: string) => (record: Args) => record[name];
  return Object.fromEntries(names.map((name) => [name, copy(name) as Resolve]));
}

function address({ owner, name }: RepositoryRecord, { webUrl }: Setting): string {
  return `${webUrl}/${owner.login}/${name}`;
}

function mayPush(repository: RepositoryRecord, { viewer }: Setting): boolean {
  return ["WRITE", "MAINTAIN", "ADMIN"].includes(permissionOf(viewer, repository) ?? "");
}

function shown(repository: RepositoryRecord | undefined, { viewer }: Setting): Item | Failure {
  if (repository === undefined || permissionOf(viewer, repository) === null) return new Failure("NOT_FOUND");
  return new Item("Repository", repository);
}

function named({ owner, name }: Args, { world }: Setting): RepositoryRecord | undefined {
  return world.repository(String(owner), String(name));
}

function numbered(type: Work["__typename"]): Resolve {
  return (repository: RepositoryRecord, { number }) => {
    const found = repository.items.get(Number(number));
    return found?.__typename === type ? itemOf(found) : new Failure("NOT_FOUND");
  };
}

function node(text: string, setting: Setting): Item | Failure {
  const key = readNodeId(text);
  const record = key === null ? undefined : setting.world.node(key);
  if (record === undefined) return new Failure("NOT_FOUND");
  const repository = record.__typename === "Repository" ? record : "repository" in record ? record.repository : null;
  if (repository !== null && permissionOf(setting.viewer, repository) === null) return new Failure("NOT_FOUND");
  return itemOf(record) ?? new Failure("NOT_FOUND");
}

const actor: Readonly<Record<string, Resolve>> = {
  ...copied("login"),
  id,
  avatarUrl: (account: Account, { size }: Args, { webUrl }) =>
    `${webUrl}/avatars/u/${account.databaseId}?v=4${typeof size === "number" ? `&s=${size}` : ""}`,
  url: ({ login }: Account, _args, { webUrl }) => `${webUrl}/${login}`,
};

const account: Readonly<Record<string, Resolve>> = {
  ...actor,
  ...copied("name"),
  databaseId: ({ databaseId }: Account) => String(databaseId),
};

const workItem: Readonly<Record<string, Resolve>> = {
  ...copied("number", "title", "createdAt", "updatedAt", "state"),
  id,
  url: (item: Work, _args, setting) =>
    `${address(item.repository, setting)}/${item.__typename === "Issue" ? "issues" : "pull"}/${item.number}`,
  author: ({ author }: Work) => itemOf(author),
  repository: ({ repository }: Work) => itemOf(repository),
};

const connection: Readonly<Record<string, Resolve>> = {
  nodes: ({ rows }: Slice) => rows,
  edges: ({ rows, edgeType }: Slice) => rows.map((row) => new Item(edgeType, row)),
  pageInfo: (slice: Slice) => new Item("PageInfo", slice),
  totalCount: ({ totalCount }: Slice) => totalCount,
};

const edge: Readonly<Record<string, Resolve>> = {
  cursor: () => CURSOR,
  node: (row: Item) => row,
};

/** What every field comes to, by type and name. Written from the schema's descriptions and the world's records. */
export const FIELDS: Readonly<Record<string, Readonly<Record<string, Resolve>>>> = {
  Query: {
    viewer: (_root, _args, { viewer }) => itemOf(viewer),
    repository: (_root, args, setting) => {
      const found = named(args, setting);
      const isFormer = found !== undefined && found.name.toLowerCase() !== String(args["name"]).toLowerCase();
      return isFormer && args["followRenames"] === false ? new Failure("NOT_FOUND") : shown(found, setting);
    },
    branches: (_root, args, setting) => {
      const found = shown(named(args, setting), setting);
      return found instanceof Failure ? found : branchPage(found.of as RepositoryRecord, args);
    },
    repositories: (_root, args, setting) => ownRepositories(args, setting),
    searchRepositories: (_root, args, setting) => foundRepositories(args, setting),
    organizations: (_root, args, { world, viewer }) => {
      const all = [...world.accounts.values()].filter((each) => each.__typename === "Organization");
      return page("Organization", all.filter(({ members }) => members.has(viewer.databaseId)).map(itemOf), args);
    },
    issues: (_root, args, setting) => viewerItems("Issue", args, setting),
    pullRequests: (_root, args, setting) => viewerItems("PullRequest", args, setting),
    node: (_root, args, setting) => node(String(args["id"]), setting),
    nodes: (_root, args, setting) => (args["ids"] as readonly string[]).map((each) => node(each, setting)),
  },
  User: {
    ...account,
    ...copied("company"),
    email: ({ email }: UserRecord) => email || null,
    isViewer: (user: UserRecord, _args, { viewer }) => user === viewer,
  },
  Organization: {
    ...account,
    access: () => "FULL",
    restrictions: () => [],
    repositories: ({ login }: OrganizationRecord, args, setting) =>
      ownRepositories({ ...args, owner: login, affiliations: null, includeForks: true, visibility: null }, setting),
  },
  Bot: {
    ...actor,
    url: ({ login }: BotRecord, _args, { webUrl }) => `${webUrl}/apps/${login}`,
  },
  Repository: {
    ...copied("name", "description", "visibility", "isFork", "isArchived", "stargazerCount", "pushedAt", "updatedAt"),
    id,
    databaseId: ({ databaseId }: RepositoryRecord) => String(databaseId),
    nameWithOwner: ({ owner, name }: RepositoryRecord) => `${owner.login}/${name}`,
    owner: ({ owner }: RepositoryRecord) => itemOf(owner),
    url: (repository: RepositoryRecord, _args, setting) => address(repository, setting),
    cloneUrl: (repository: RepositoryRecord, _args, setting) => `${address(repository, setting)}.git`,
    sshUrl: ({ owner, name }: RepositoryRecord, _args, { webUrl }) =>
      `git@${new URL(webUrl).hostname}:${owner.login}/${name}.git`,
    isPrivate: ({ visibility }: RepositoryRecord) => visibility !== "PUBLIC",
    isEmpty: ({ defaultBranch }: RepositoryRecord) => defaultBranch === null,
    primaryLanguage: ({ languageSizes }: RepositoryRecord) =>
      languageSizes[0] === undefined ? null : new Item("Language", languageSizes[0].language),
    viewerPermission: (repository: RepositoryRecord, _args, { viewer }) => permissionOf(viewer, repository),
    viewerCanPush: (repository: RepositoryRecord, _args, setting) => mayPush(repository, setting),
    lastUsedAt: () => null,
    defaultBranch: (repository: RepositoryRecord) =>
      itemOf(repository.refs().get(`refs/heads/${String(repository.defaultBranch)}`) ?? null),
    branch: (repository: RepositoryRecord, { name }: Args) =>
      itemOf(repository.refs().get(`refs/heads/${String(name)}`) ?? null),
    branches: (repository: RepositoryRecord, args) => branchPage(repository, args),
    issue: numbered("Issue"),
    issues: (repository: RepositoryRecord, args) => repositoryItems("Issue", repository, args),
    pullRequest: numbered("PullRequest"),
    pullRequests: (repository: RepositoryRecord, args) => repositoryItems("PullRequest", repository, args),
  },
  Language: copied("name", "color"),
  Branch: {
    id,
    name: ({ fullName }: RefRecord) => fullName.slice("refs/heads/".length),
    commitSha: ({ commit }: RefRecord) => commit.oid,
    committedDate: ({ commit }: RefRecord) => commit.committedDate,
    commitHeadline: ({ commit }: RefRecord) => commit.message.split("\n")[0],
    isDefault: ({ fullName, repository }: RefRecord) => fullName === `refs/heads/${String(repository.defaultBranch)}`,
    isProtected: ({ protection, rules, repository }: RefRecord, _args, setting) => {
      if (protection !== null || rules.length > 0) return true;
      return mayPush(repository, setting) ? false : null;
    },
    url: ({ fullName, repository }: RefRecord, _args, setting) => {
      const name = fullName.slice("refs/heads/".length);
      return `${address(repository, setting)}/tree/${encodeURIComponent(name).replaceAll("%2F", "/")}`;
    },
    repository: ({ repository }: RefRecord) => itemOf(repository),
  },
  Issue: {
    ...workItem,
    labels: ({ labelled }: IssueRecord) => labelled.slice(0, 10).map(({ name }) => name),
    commentCount: ({ commentCount }: IssueRecord) => commentCount,
  },
  PullRequest: {
    ...workItem,
    ...copied("isDraft", "headRefName", "baseRefName", "mergeable", "reviewDecision"),
    checks: ({ head }: PullRequestRecord) => head.checks,
    unresolvedThreadCount: ({ threadList }: PullRequestRecord) =>
      threadList.filter(({ isResolved }) => !isResolved).length,
  },
  PageInfo: {
    hasNextPage: ({ hasNextPage }: Slice) => hasNextPage,
    hasPreviousPage: () => false,
    startCursor: ({ rows }: Slice) => (rows.length > 0 ? CURSOR : null),
    endCursor: ({ rows }: Slice) => (rows.length > 0 ? CURSOR : CURSOR_OR_NULL),
  },
  ...Object.fromEntries(
    ["Repository", "Branch", "Issue", "PullRequest", "Organization"].flatMap((type) => [
      [`${type}Connection`, type === "Branch" ? connection : { ...connection, restrictions: () => [] }],
      [`${type}Edge`, edge],
    ]),
  ),
};
