import { request, Pool } from "undici";

/** The same document for every peer that is not a proxy. */
export const DOCUMENT = `query Repositories($first: Int!) {
  viewer {
    repositories(first: $first) {
      nodes {
        id name nameWithOwner description url visibility isFork isArchived stargazerCount pushedAt viewerPermission
        owner { login avatarUrl }
      }
    }
  }
}`;

/** GitHub's list of repositories, as it comes. */
export interface RepositoryList {
  readonly nodes: readonly object[];
}

export interface Answer {
  readonly viewer: { readonly repositories: RepositoryList };
}

export type AskGitHub = (first: number, authorization: string) => Promise<RepositoryList>;

export const UPSTREAM_URL = process.env["UPSTREAM_URL"] ?? "";

export async function askByFetch(first: number, authorization: string): Promise<RepositoryList> {
  const response = await fetch(`${UPSTREAM_URL}/api/graphql`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ query: DOCUMENT, variables: { first } }),
  });
  return listOf(await response.json());
}

const dispatcher = new Pool(UPSTREAM_URL, { connections: 100, keepAliveTimeout: 30_000 });

export async function askByUndici(first: number, authorization: string): Promise<RepositoryList> {
  const { body } = await request(`${UPSTREAM_URL}/api/graphql`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ query: DOCUMENT, variables: { first } }),
    dispatcher,
  });
  return listOf(await body.json());
}

export function listOf(answer: unknown): RepositoryList {
  return (answer as { data: Answer }).data.viewer.repositories;
}

/** The schema of the peers that are written in it. */
export const TYPE_DEFINITIONS = `
  type Query {
    repositories(first: Int!): RepositoryConnection!
  }
  type RepositoryConnection {
    nodes: [Repository!]!
  }
  type Repository {
    id: ID!
    name: String!
    nameWithOwner: String!
    description: String
    url: String!
    visibility: RepositoryVisibility!
    isFork: Boolean!
    isArchived: Boolean!
    stargazerCount: Int!
    pushedAt: String
    viewerPermission: String
    owner: RepositoryOwner!
  }
  enum RepositoryVisibility { PUBLIC PRIVATE INTERNAL }
  type RepositoryOwner {
    login: String!
    avatarUrl: String!
  }
`;
