import { PAGE_SIZE, row, rowById, rows, type Row } from "./rows.js";
import type { Source } from "./select.js";

interface PageArguments {
  readonly first?: number;
}

/** Users whose ids end with this digit reach ten organizations of a hundred repositories; all others reach one. */
export const WIDE_DIGIT = 9;
const WIDE_ORGANIZATIONS = 10;

const viewer: Source = {
  __typename: "User",
  id: "U_bench",
  databaseId: 1,
  login: "bench",
  name: "Bench",
  avatarUrl: "https://avatars.githubusercontent.com/u/1?v=4",
  url: "https://github.com/bench",
  // More than GitHub's 100, for those who have no limit of their own: it is then one request for them too.
  repositories: ({ first = 30 }: PageArguments) => connection(rows(first), 2_000),
  organizations: () => connection([], 0),
};

/** What the lean upstream answers to GraphQL. */
export const ROOT: Source = {
  __typename: "Query",
  viewer,
  repositoryOwner: ({ login }: { readonly login: string }) => organization(Number(login.split("-").at(-1))),
  nodes: ({ ids }: { readonly ids: readonly string[] }) => ids.map((id) => rowById(id) ?? null),
  rateLimit: { cost: 1, limit: 5_000, remaining: 4_999, used: 1, resetAt: "2030-01-01T00:00:00Z" },
};

function organization(index: number): Source {
  const { owner } = row(index * PAGE_SIZE);
  return {
    ...owner,
    repositories: ({ first = 30 }: PageArguments) => connection(rows(first, index * PAGE_SIZE), PAGE_SIZE),
  };
}

function connection(nodes: readonly object[], totalCount: number): Source {
  return {
    totalCount,
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: `cursor-${index}` })),
    pageInfo: {
      hasNextPage: nodes.length < totalCount,
      hasPreviousPage: false,
      startCursor: "cursor-0",
      endCursor: `cursor-${nodes.length - 1}`,
    },
  };
}

/** What the lean upstream answers to `GET` of GitHub's REST API; undefined for what it does not have. */
export function rest(path: string, userId: number): object | undefined {
  const isWide = userId % 10 === WIDE_DIGIT;
  const count = isWide ? WIDE_ORGANIZATIONS : 1;
  const ofInstallation = /^\/user\/installations\/(\d+)\/repositories$/.exec(path)?.[1];
  if (ofInstallation !== undefined) {
    const repositories = rows(PAGE_SIZE, Number(ofInstallation) * PAGE_SIZE).map(toRest);
    return { total_count: repositories.length, repositories };
  }
  switch (path) {
    case "/user":
      return {
        id: userId,
        login: `user-${userId}`,
        name: "Typical Person-M",
        avatar_url: `https://avatars.githubusercontent.com/u/${userId}?v=4`,
      };
    case "/user/repos":
      return [];
    case "/user/installations":
      return {
        total_count: count,
        installations: Array.from({ length: count }, (_, index) => ({
          id: index,
          account: { id: 9_000 + index, node_id: `O_${index}`, login: `organization-${index}` },
          repository_selection: "all",
          suspended_at: null,
          permissions: { metadata: "read" },
          html_url: `https://github.com/organizations/organization-${index}/settings/installations/${index}`,
        })),
      };
    default:
      return undefined;
  }
}

function toRest({ id, databaseId, name, nameWithOwner, owner, ...rest_ }: Row): object {
  return {
    id: databaseId,
    node_id: id,
    name,
    full_name: nameWithOwner,
    owner: { login: owner.login, type: owner.__typename },
    private: rest_.isPrivate,
    visibility: rest_.visibility.toLowerCase(),
    archived: rest_.isArchived,
    fork: rest_.isFork,
    stargazers_count: rest_.stargazerCount,
    pushed_at: rest_.pushedAt,
    updated_at: rest_.updatedAt,
    permissions: { admin: rest_.viewerPermission === "ADMIN", push: true, pull: true },
  };
}
