/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Possible directions in which to order a list of items when provided an `orderBy` argument. */
export type OrderDirection =
  /** Specifies an ascending order for a given `orderBy` argument. */
  | 'ASC'
  /** Specifies a descending order for a given `orderBy` argument. */
  | 'DESC';

/** The affiliation of a user to a repository */
export type RepositoryAffiliation =
  /** Repositories that the user has been added to as a collaborator. */
  | 'COLLABORATOR'
  /**
   * Repositories that the user has access to through being a member of an
   * organization. This includes every repository on every team that the user is on.
   */
  | 'ORGANIZATION_MEMBER'
  /** Repositories that are owned by the authenticated user. */
  | 'OWNER';

/** Ordering options for repository connections */
export type RepositoryOrder = {
  /** The ordering direction. */
  readonly direction: OrderDirection;
  /** The field to order repositories by. */
  readonly field: RepositoryOrderField;
};

/** Properties by which repository connections can be ordered. */
export type RepositoryOrderField =
  /** Order repositories by creation time */
  | 'CREATED_AT'
  /** Order repositories by name */
  | 'NAME'
  /** Order repositories by push time */
  | 'PUSHED_AT'
  /** Order repositories by number of stargazers */
  | 'STARGAZERS'
  /** Order repositories by update time */
  | 'UPDATED_AT';

/** The repository's visibility level. */
export type RepositoryVisibility =
  /** The repository is visible only to users in the same enterprise. */
  | 'INTERNAL'
  /** The repository is visible only to those with explicit access. */
  | 'PRIVATE'
  /** The repository is visible to everyone. */
  | 'PUBLIC';

export type NodeQueryVariables = Exact<{
  id: string;
}>;


export type NodeQuery = { readonly node:
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
   | null };

export type NodesQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type NodesQuery = { readonly nodes: ReadonlyArray<
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
    | { readonly selection: string }
   | null> };

export type OwnerRepositoriesQueryVariables = Exact<{
  owner: string;
  first: number;
  after?: string | null | undefined;
  affiliations: ReadonlyArray<RepositoryAffiliation> | RepositoryAffiliation;
  visibility?: RepositoryVisibility | null | undefined;
  isArchived?: boolean | null | undefined;
  isFork?: boolean | null | undefined;
  orderBy: RepositoryOrder;
}>;


export type OwnerRepositoriesQuery = { readonly repositoryOwner: { readonly repositories: { readonly selection: 'RepositoryConnection' } } | null };

export type RateLimitCostQueryVariables = Exact<{ [key: string]: never; }>;


export type RateLimitCostQuery = { readonly rateLimit: { readonly cost: number } | null };

export type RepositoryOwnerQueryVariables = Exact<{
  login: string;
}>;


export type RepositoryOwnerQuery = { readonly repositoryOwner: { readonly selection: string } | null };

export type RepositoryQueryVariables = Exact<{
  owner: string;
  name: string;
  followRenames: boolean;
}>;


export type RepositoryQuery = { readonly repository: { readonly selection: string } | null };

export type RootQueryVariables = Exact<{ [key: string]: never; }>;


export type RootQuery = { readonly relay: { readonly selection: 'Query' } };

export type SearchIssuesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  searchText: string;
}>;


export type SearchIssuesQuery = { readonly search: { readonly selection: 'SearchResultItemConnection' } };

export type SearchOwnersQueryVariables = Exact<{ [key: string]: never; }>;


export type SearchOwnersQuery = { readonly viewer: { readonly organizations: { readonly nodes: ReadonlyArray<{ readonly login: string } | null> | null, readonly pageInfo: { readonly hasNextPage: boolean } } } };

export type SearchRepositoriesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  searchText: string;
}>;


export type SearchRepositoriesQuery = { readonly search: { readonly selection: 'SearchResultItemConnection' } };

export type SharedRepositoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type SharedRepositoriesQuery = { readonly viewer: { readonly login: string, readonly repositories: { readonly nodes: ReadonlyArray<{ readonly nameWithOwner: string } | null> | null, readonly pageInfo: { readonly hasNextPage: boolean } } } };

export type TokenReachQueryVariables = Exact<{ [key: string]: never; }>;


export type TokenReachQuery = { readonly viewer: { readonly login: string, readonly repositories: { readonly nodes: ReadonlyArray<{ readonly owner: { readonly login: string } } | null> | null }, readonly organizations: { readonly nodes: ReadonlyArray<{ readonly login: string } | null> | null } } };

export type TokenProfileQueryVariables = Exact<{ [key: string]: never; }>;


export type TokenProfileQuery = { readonly viewer: { readonly databaseId: number | null, readonly login: string, readonly name: string | null, readonly avatarUrl: string } };

export type TokenRepositoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type TokenRepositoriesQuery = { readonly viewer: { readonly all: { readonly totalCount: number }, readonly private: { readonly totalCount: number } } };

export type TokenOrganizationsQueryVariables = Exact<{ [key: string]: never; }>;


export type TokenOrganizationsQuery = { readonly viewer: { readonly organizations: { readonly nodes: ReadonlyArray<{ readonly login: string } | null> | null } } };

export type ViewerOrganizationsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ViewerOrganizationsQuery = { readonly viewer: { readonly organizations: { readonly selection: 'OrganizationConnection' } } };

export type ViewerRepositoriesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  affiliations: ReadonlyArray<RepositoryAffiliation> | RepositoryAffiliation;
  visibility?: RepositoryVisibility | null | undefined;
  isArchived?: boolean | null | undefined;
  isFork?: boolean | null | undefined;
  orderBy: RepositoryOrder;
}>;


export type ViewerRepositoriesQuery = { readonly viewer: { readonly repositories: { readonly selection: 'RepositoryConnection' } } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly selection: string } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const NodeDocument = new TypedDocumentString(`
    query Node($id: ID!) {
  node(id: $id) {
    selection: id
  }
}
    `) as unknown as TypedDocumentString<NodeQuery, NodeQueryVariables>;
export const NodesDocument = new TypedDocumentString(`
    query Nodes($ids: [ID!]!) {
  nodes(ids: $ids) {
    selection: id
  }
}
    `) as unknown as TypedDocumentString<NodesQuery, NodesQueryVariables>;
export const OwnerRepositoriesDocument = new TypedDocumentString(`
    query OwnerRepositories($owner: String!, $first: Int!, $after: String, $affiliations: [RepositoryAffiliation!]!, $visibility: RepositoryVisibility, $isArchived: Boolean, $isFork: Boolean, $orderBy: RepositoryOrder!) {
  repositoryOwner(login: $owner) {
    repositories(
      first: $first
      after: $after
      affiliations: $affiliations
      ownerAffiliations: [OWNER]
      visibility: $visibility
      isArchived: $isArchived
      isFork: $isFork
      orderBy: $orderBy
    ) {
      selection: __typename
    }
  }
}
    `) as unknown as TypedDocumentString<OwnerRepositoriesQuery, OwnerRepositoriesQueryVariables>;
export const RateLimitCostDocument = new TypedDocumentString(`
    query RateLimitCost {
  rateLimit {
    cost
  }
}
    `) as unknown as TypedDocumentString<RateLimitCostQuery, RateLimitCostQueryVariables>;
export const RepositoryOwnerDocument = new TypedDocumentString(`
    query RepositoryOwner($login: String!) {
  repositoryOwner(login: $login) {
    selection: id
  }
}
    `) as unknown as TypedDocumentString<RepositoryOwnerQuery, RepositoryOwnerQueryVariables>;
export const RepositoryDocument = new TypedDocumentString(`
    query Repository($owner: String!, $name: String!, $followRenames: Boolean!) {
  repository(owner: $owner, name: $name, followRenames: $followRenames) {
    selection: id
  }
}
    `) as unknown as TypedDocumentString<RepositoryQuery, RepositoryQueryVariables>;
export const RootDocument = new TypedDocumentString(`
    query Root {
  relay {
    selection: __typename
  }
}
    `) as unknown as TypedDocumentString<RootQuery, RootQueryVariables>;
export const SearchIssuesDocument = new TypedDocumentString(`
    query SearchIssues($first: Int!, $after: String, $searchText: String!) {
  search(type: ISSUE, first: $first, after: $after, query: $searchText) {
    selection: __typename
  }
}
    `) as unknown as TypedDocumentString<SearchIssuesQuery, SearchIssuesQueryVariables>;
export const SearchOwnersDocument = new TypedDocumentString(`
    query SearchOwners {
  viewer {
    organizations(first: 100) {
      nodes {
        login
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchOwnersQuery, SearchOwnersQueryVariables>;
export const SearchRepositoriesDocument = new TypedDocumentString(`
    query SearchRepositories($first: Int!, $after: String, $searchText: String!) {
  search(type: REPOSITORY, first: $first, after: $after, query: $searchText) {
    selection: __typename
  }
}
    `) as unknown as TypedDocumentString<SearchRepositoriesQuery, SearchRepositoriesQueryVariables>;
export const SharedRepositoriesDocument = new TypedDocumentString(`
    query SharedRepositories {
  viewer {
    login
    repositories(
      first: 50
      affiliations: [COLLABORATOR]
      ownerAffiliations: [COLLABORATOR]
      orderBy: {field: PUSHED_AT, direction: DESC}
    ) {
      nodes {
        nameWithOwner
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SharedRepositoriesQuery, SharedRepositoriesQueryVariables>;
export const TokenReachDocument = new TypedDocumentString(`
    query TokenReach {
  viewer {
    login
    repositories(
      first: 1
      privacy: PRIVATE
      affiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]
      ownerAffiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]
    ) {
      nodes {
        owner {
          login
        }
      }
    }
    organizations(first: 100) {
      nodes {
        login
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TokenReachQuery, TokenReachQueryVariables>;
export const TokenProfileDocument = new TypedDocumentString(`
    query TokenProfile {
  viewer {
    databaseId
    login
    name
    avatarUrl
  }
}
    `) as unknown as TypedDocumentString<TokenProfileQuery, TokenProfileQueryVariables>;
export const TokenRepositoriesDocument = new TypedDocumentString(`
    query TokenRepositories {
  viewer {
    all: repositories(
      first: 1
      affiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]
      ownerAffiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]
    ) {
      totalCount
    }
    private: repositories(
      first: 1
      visibility: PRIVATE
      affiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]
      ownerAffiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]
    ) {
      totalCount
    }
  }
}
    `) as unknown as TypedDocumentString<TokenRepositoriesQuery, TokenRepositoriesQueryVariables>;
export const TokenOrganizationsDocument = new TypedDocumentString(`
    query TokenOrganizations {
  viewer {
    organizations(first: 100) {
      nodes {
        login
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TokenOrganizationsQuery, TokenOrganizationsQueryVariables>;
export const ViewerOrganizationsDocument = new TypedDocumentString(`
    query ViewerOrganizations($first: Int!, $after: String) {
  viewer {
    organizations(first: $first, after: $after) {
      selection: __typename
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerOrganizationsQuery, ViewerOrganizationsQueryVariables>;
export const ViewerRepositoriesDocument = new TypedDocumentString(`
    query ViewerRepositories($first: Int!, $after: String, $affiliations: [RepositoryAffiliation!]!, $visibility: RepositoryVisibility, $isArchived: Boolean, $isFork: Boolean, $orderBy: RepositoryOrder!) {
  viewer {
    repositories(
      first: $first
      after: $after
      affiliations: $affiliations
      ownerAffiliations: $affiliations
      visibility: $visibility
      isArchived: $isArchived
      isFork: $isFork
      orderBy: $orderBy
    ) {
      selection: __typename
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerRepositoriesQuery, ViewerRepositoriesQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    selection: id
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;