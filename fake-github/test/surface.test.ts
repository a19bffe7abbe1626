import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../index.js";
import { ask } from "./ask.js";

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());

const ACTOR = "__typename login url resourcePath avatarUrl(size: 40)";
const PAGE = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
const CHECKS =
  "statusCheckRollup { id state contexts(first: 5) { totalCount nodes { __typename ... on CheckRun { name status conclusion detailsUrl } } } }";
const COMMIT = `id oid abbreviatedOid committedDate authoredDate messageHeadline messageBody message url additions deletions author { name email date user { login } } ${CHECKS}`;
const REF = `id name prefix repository { id } target { __typename oid ... on Commit { ${COMMIT} } } refUpdateRule { pattern viewerCanPush allowsDeletions requiredApprovingReviewCount } branchProtectionRule { id pattern requiresStatusChecks isAdminEnforced } rules(first: 5) { ${PAGE} nodes { id type } }`;
const ITEM = `id number title body url createdAt updatedAt closedAt state author { ${ACTOR} } repository { id nameWithOwner } labels(first: 5) { nodes { id name color description url } } comments { totalCount } assignees(first: 5) { nodes { login } }`;
const ISSUE = `${ITEM} databaseId fullDatabaseId stateReason`;
const PULL = `${ITEM} databaseId isDraft headRefName headRefOid baseRefName mergeable mergeStateStatus merged mergedAt reviewDecision reviewThreads(first: 50) { totalCount nodes { id isResolved isOutdated path } } reviews(first: 5) { nodes { id state author { login } submittedAt } } reviewRequests(first: 5) { nodes { requestedReviewer { ... on User { login } } } } commits(last: 1) { nodes { commit { ${CHECKS} } } }`;
const REPOSITORY = `id databaseId name nameWithOwner owner { id ${ACTOR} ... on User { name } ... on Organization { name } } url sshUrl homepageUrl description visibility isPrivate isFork isArchived isEmpty isTemplate isDisabled isLocked stargazerCount forkCount diskUsage primaryLanguage { id name color } languages(first: 5) { totalSize edges { size node { name } } } licenseInfo { key name spdxId } createdAt pushedAt updatedAt archivedAt viewerPermission viewerCanAdminister viewerHasStarred defaultBranchRef { ${REF} } parent { nameWithOwner } repositoryTopics(first: 5) { nodes { topic { name } } } hasIssuesEnabled`;
const ORGANIZATION = `id databaseId ${ACTOR} name description viewerIsAMember viewerCanAdminister repositories(first: 2) { ${PAGE} nodes { id } }`;

describe("what a gateway asks for is modelled", () => {
  test.each([
    [
      "the viewer",
      `{ viewer { id databaseId ${ACTOR} name company email bio location websiteUrl createdAt updatedAt isViewer organizations(first: 5) { ${PAGE} nodes { ${ORGANIZATION} } } } }`,
    ],
    [
      "repositories",
      `{ viewer { repositories(first: 100, orderBy: {field: PUSHED_AT, direction: DESC}) { ${PAGE} edges { cursor node { ${REPOSITORY} } } } } }`,
    ],
    [
      "a repository and its refs",
      `{ repository(owner: "octo-mock", name: "hello-world") { ${REPOSITORY} ref(qualifiedName: "refs/heads/main") { ${REF} } refs(refPrefix: "refs/heads/", first: 20) { ${PAGE} edges { cursor node { ${REF} } } } } }`,
    ],
    [
      "the history of a branch",
      `{ repository(owner: "octo-mock", name: "hello-world") { defaultBranchRef { target { ... on Commit { history(first: 5) { ${PAGE} nodes { ${COMMIT} } } } } } object(expression: "main") { oid } } }`,
    ],
    [
      "an empty repository",
      `{ repository(owner: "octo-mock", name: "empty-room") { ${REPOSITORY} refs(refPrefix: "refs/heads/", first: 20) { ${PAGE} nodes { id } } } }`,
    ],
    [
      "issues",
      `{ repository(owner: "octo-mock", name: "hello-world") { issues(first: 50, states: [OPEN], orderBy: {field: UPDATED_AT, direction: DESC}) { ${PAGE} edges { cursor node { ${ISSUE} } } } issue(number: 1) { ${ISSUE} } issueOrPullRequest(number: 2) { __typename } } }`,
    ],
    [
      "pull requests",
      `{ repository(owner: "octo-mock", name: "hello-world") { pullRequests(first: 50, states: [OPEN, MERGED, CLOSED]) { ${PAGE} edges { cursor node { ${PULL} } } } } }`,
    ],
    [
      "a search of repositories",
      `{ search(type: REPOSITORY, first: 20, query: "user:octo-mock fork:true sort:updated") { repositoryCount pageInfo { hasNextPage endCursor } edges { cursor node { ... on Repository { ${REPOSITORY} } } } } }`,
    ],
    [
      "a search of issues",
      `{ search(type: ISSUE, first: 50, query: "involves:@me") { issueCount edges { node { __typename ... on Issue { ${ISSUE} } ... on PullRequest { ${PULL} } } } } }`,
    ],
    [
      "owners",
      `{ user(login: "mona-mock") { id ${ACTOR} name isViewer } organization(login: "northwind") { ${ORGANIZATION} } repositoryOwner(login: "acme") { id ${ACTOR} repositories(first: 2) { totalCount } } }`,
    ],
    ["the budget", "{ rateLimit { limit cost remaining used nodeCount resetAt } }"],
  ])("%s", async (_what, query) => {
    github.journal.clear();
    const { status, errors, data } = await ask(github, query);
    expect([...github.journal.notModelled]).toEqual([]);
    expect(errors).toEqual([]);
    expect(status).toBe(200);
    expect(JSON.stringify(data).length).toBeGreaterThan(60);
  });

  test.each([
    ["/octo-mock", "User"],
    ["/acme", "Organization"],
    ["/octo-mock/hello-world", "Repository"],
    ["/octo-mock/hello-world/issues/1", "Issue"],
    ["/octo-mock/hello-world/pull/25", "PullRequest"],
  ])("the address %s, which leads to a %s", async (path, type) => {
    const query = "query ($url: URI!) { resource(url: $url) { __typename url } }";
    const { data } = await ask(github, query, { variables: { url: `${github.url}${path}` } });
    expect(data).toEqual({ resource: { __typename: type, url: `${github.url}${path}` } });
  });

  test("an address that leads nowhere, which is null without an error", async () => {
    const { data, errors } = await ask(github, `{ resource(url: "https://example.com/nobody/nothing") { url } }`);
    expect([data, errors]).toEqual([{ resource: null }, []]);
  });
});

describe("what is not there is said in GitHub's words", () => {
  test.each([
    [
      '{ x: repository(owner: "o", name: "r") { id } }',
      "Could not resolve to a Repository with the name 'o/r'.",
      ["x"],
    ],
    ['{ user(login: "acme") { id } }', "Could not resolve to a User with the login of 'acme'.", ["user"]],
    [
      '{ organization(login: "octo-mock") { id } }',
      "Could not resolve to an Organization with the login of 'octo-mock'.",
      ["organization"],
    ],
    [
      '{ repository(owner: "octo-mock", name: "hello-world") { issue(number: 999) { id } } }',
      "Could not resolve to an Issue with the number of 999.",
      ["repository", "issue"],
    ],
    [
      '{ node(id: "R_kgDOAAAAAA") { id } }',
      "Could not resolve to a node with the global id of 'R_kgDOAAAAAA'",
      ["node"],
    ],
  ])("%s", async (query, message, path) => {
    const { errors, status } = await ask(github, query);
    expect(status).toBe(200);
    const locations = [{ line: 1, column: expect.any(Number) }];
    expect(errors).toEqual([{ type: "NOT_FOUND", path, locations, message }]);
  });

  test.each([
    '{ repositoryOwner(login: "nobody-here") { id } }',
    '{ repository(owner: "octo-mock", name: "hello-world") { ref(qualifiedName: "nope") { id } } }',
  ])("or is null: %s", async (query) => {
    expect((await ask(github, query)).errors).toEqual([]);
  });
});

describe("search", () => {
  async function repositories(query: string): Promise<readonly Found[]> {
    const fields = "nameWithOwner isFork isArchived visibility stargazerCount updatedAt primaryLanguage { name }";
    const { data } = await ask(
      github,
      `query ($q: String!) { search(type: REPOSITORY, first: 100, query: $q) { nodes { ... on Repository { ${fields} } } } }`,
      {
        variables: { q: query },
      },
    );
    return (data as unknown as { search: { nodes: Found[] } }).search.nodes;
  }

  interface Found {
    readonly nameWithOwner: string;
    readonly isFork: boolean;
    readonly isArchived: boolean;
    readonly visibility: string;
    readonly stargazerCount: number;
    readonly primaryLanguage: { readonly name: string } | null;
  }

  test.each<[string, (found: Found) => boolean]>([
    ["hello in:name", ({ nameWithOwner }) => nameWithOwner.includes("hello")],
    ['"hello-world" in:name user:octo-mock', ({ nameWithOwner }) => nameWithOwner === "octo-mock/hello-world"],
    ["org:acme", ({ nameWithOwner, isFork }) => nameWithOwner.startsWith("acme/") && !isFork],
    ["user:octo-mock org:northwind fork:only", ({ isFork }) => isFork],
    ["repo:octo-mock/hello-world", ({ nameWithOwner }) => nameWithOwner === "octo-mock/hello-world"],
    ["archived:true fork:true", ({ isArchived }) => isArchived],
    ["archived:false is:public", ({ isArchived, visibility }) => !isArchived && visibility === "PUBLIC"],
    ["is:private", ({ visibility }) => visibility !== "PUBLIC"],
    ["language:go fork:true", ({ primaryLanguage }) => primaryLanguage?.name === "Go"],
  ])("%s finds what it says", async (query, fits) => {
    const found = await repositories(query);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((repository) => !fits(repository))).toEqual([]);
  });

  test("sorts by stars", async () => {
    const stars = (await repositories("user:octo-mock sort:stars")).map(({ stargazerCount }) => stargazerCount);
    expect(stars).toEqual(stars.toSorted((left, right) => right - left));
  });

  test.each([
    ["is:issue is:open assignee:@me", "Issue"],
    ["is:pr author:@me", "PullRequest"],
    ["is:pr review-requested:@me state:open", "PullRequest"],
    ["is:pr is:merged", "PullRequest"],
    ["is:issue mentions:@me", "Issue"],
    ["is:pr repo:octo-mock/hello-world archived:false", "PullRequest"],
  ])("%s finds only a part, all of it a %s", async (query, type) => {
    const ask1 =
      "query ($q: String!) { search(type: ISSUE, first: 100, query: $q) { issueCount nodes { __typename } } }";
    const { data } = await ask(github, ask1, { variables: { q: query } });
    const all = await ask(github, ask1, { variables: { q: "" } });
    const { issueCount, nodes } = (data as unknown as Items).search;
    expect(issueCount).toBeGreaterThan(0);
    expect(issueCount).toBeLessThan((all.data as unknown as Items).search.issueCount);
    expect(new Set(nodes.map(({ __typename }) => __typename))).toEqual(new Set([type]));
  });

  interface Items {
    readonly search: { readonly issueCount: number; readonly nodes: readonly { readonly __typename: string }[] };
  }

  test("ends at 1,000 results and still counts them all", async () => {
    const { world } = github;
    const user = world.addUser({ login: "many-mock" });
    world.addToken({ name: "many", user });
    for (let index = 0; index < 1_005; index += 1) world.addRepository({ owner: user, name: `one-of-many-${index}` });
    let after: string | null = null;
    let seen = 0;
    do {
      const query =
        'query ($after: String) { search(type: REPOSITORY, first: 100, after: $after, query: "user:many-mock") { repositoryCount nodes { __typename } pageInfo { hasNextPage endCursor } } }';
      const { data } = await ask(github, query, { token: "many", variables: { after } });
      const { search } = data as unknown as Found1000;
      expect(search.repositoryCount).toBe(1_005);
      seen += search.nodes.length;
      after = search.pageInfo.hasNextPage ? search.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toBe(1_000);
  });

  interface Found1000 {
    readonly search: {
      readonly repositoryCount: number;
      readonly nodes: readonly unknown[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  }
});
