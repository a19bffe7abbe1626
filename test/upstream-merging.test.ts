import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { countFields, documentsOf, fieldsIn } from "./upstream-journal.js";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  gateway.fakeGitHub.journal.clear();
  return () => expect([...gateway.fakeGitHub.journal.notModelled]).toEqual([]);
});

const HELLO = 'repository(owner: "octo-mock", name: "hello-world")';

describe("one operation, one request", () => {
  test("root fields that can share a document share it, and GitHub is asked for no field beyond them", async () => {
    const data = await ask(
      gateway,
      "{ viewer { login } repositories(first: 5) { nodes { name } } rateLimit { remaining } }",
    );
    expect(data).toEqual({
      viewer: { login: "octo-mock" },
      repositories: { nodes: Array.from({ length: 5 }, () => ({ name: expect.any(String) })) },
      rateLimit: { remaining: expect.any(Number) },
    });
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
    const [document] = documentsOf(gateway);
    expect(document && fieldsIn(document)).toEqual([
      "Query.viewer",
      "Repository.name",
      "RepositoryConnection.nodes",
      "User.login",
      "User.repositories",
    ]);
    // `viewer` twice, under an alias for each of the two fields of the client's.
    expect(document && countFields(document)).toBe(6);
  });

  test("ten root fields of every kind are one request", async () => {
    const ids = await ask<{ viewer: { id: string } }>(gateway, "{ viewer { id } }");
    gateway.fakeGitHub.journal.clear();
    const data = await ask<Record<string, unknown>>(
      gateway,
      `query($id: ID!) {
        viewer { login }
        again: viewer { name }
        a: repositories(first: 1) { nodes { name } }
        b: repositories(first: 2, owner: "northwind") { nodes { name } }
        used: repositories(first: 3, orderBy: { field: LAST_USED, direction: DESC }) { nodes { name } }
        ${HELLO} { name }
        branches(owner: "octo-mock", name: "hello-world", first: 2) { nodes { name } }
        node(id: $id) { id }
        nodes(ids: [$id]) { id }
        rateLimit { cost }
        rateLimits { remaining }
        session { status }
        settings { version }
      }`,
      { id: ids.viewer.id },
    );
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
    expect(data).toMatchObject({
      viewer: { login: "octo-mock" },
      again: { name: "Octo Mock" },
      a: { nodes: [{ name: "hello-world" }] },
      repository: { name: "hello-world" },
      node: { id: ids.viewer.id },
      nodes: [{ id: ids.viewer.id }],
    });
  });

  test("what needs no GitHub asks nothing of it", async () => {
    await ask(
      gateway,
      "{ session { status } gateway { version } settings { version } credential { login } rateLimits { used } }",
    );
    await ask(gateway, "{ __typename __schema { queryType { name } } }");
    await ask(gateway, "mutation { resetSettings(input: {}) { settings { version } } }");
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test("a root field that GitHub refuses does not fail its neighbours", async () => {
    const answer = await gateway.graphql(
      '{ viewer { login } repository(owner: "octo-mock", name: "nothing") { name } }',
    );
    expect(answer.data).toEqual({ viewer: { login: "octo-mock" }, repository: null });
    expect(failuresOf(answer)).toEqual(["repository NOT_FOUND"]);
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
  });

  test("what GitHub refuses a whole document for fails only the field that it lies in", async () => {
    const { faults } = gateway.fakeGitHub;
    faults.setScopes("classic", ["repo"]);
    const answer = await gateway.graphql(
      "{ viewer { email } again: viewer { login } repositories(first: 1) { nodes { name } } }",
    );
    faults.setScopes("classic", ["read:org", "read:user", "repo", "user:email", "workflow"]);
    expect(answer.data).toEqual({
      viewer: null,
      again: { login: "octo-mock" },
      repositories: { nodes: [{ name: "hello-world" }] },
    });
    expect(failuresOf(answer)).toEqual(["viewer GITHUB_SCOPE_MISSING"]);
  });
});

describe("nothing that was not asked for", () => {
  // Each operation, and all that GitHub may be asked for it. A computed field is made of the fields in brackets.
  test.for<[string, readonly string[]]>([
    ["{ viewer { login } }", ["Query.viewer", "User.login"]],
    ["{ viewer { __typename } }", ["Query.viewer", "User.__typename"]],
    [`{ ${HELLO} { cloneUrl } }`, ["Query.repository", "Repository.url"]],
    [`{ ${HELLO} { lastUsedAt } }`, ["Query.repository", "Repository.id"]],
    [`{ ${HELLO} { viewerCanPush } }`, ["Query.repository", "Repository.viewerPermission"]],
    [
      `{ ${HELLO} { defaultBranch { commitSha } } }`,
      ["GitObject.oid", "Query.repository", "Ref.target", "Repository.defaultBranchRef"],
    ],
    [`{ ${HELLO} { owner { login } } }`, ["Query.repository", "Repository.owner", "RepositoryOwner.login"]],
    [
      `{ ${HELLO} { owner { login __typename } } }`,
      ["Query.repository", "Repository.owner", "RepositoryOwner.__typename", "RepositoryOwner.login"],
    ],
    [
      "{ repositories(first: 1) { totalCount } }",
      ["Query.viewer", "RepositoryConnection.totalCount", "User.repositories"],
    ],
    [
      "{ repositories(first: 1) { pageInfo { hasNextPage } } }",
      ["PageInfo.hasNextPage", "Query.viewer", "RepositoryConnection.pageInfo", "User.repositories"],
    ],
    [
      "query($yes: Boolean = true) { viewer { login @skip(if: $yes) name @include(if: $yes) url @include(if: false) } }",
      ["Query.viewer", "User.name"],
    ],
    [
      "query($yes: Boolean = true) { viewer @skip(if: $yes) { login } again: viewer { url } }",
      ["Query.viewer", "User.url"],
    ],
  ])("%s asks exactly for %j", async ([operation, fields]) => {
    await ask(gateway, operation);
    expect(documentsOf(gateway).map(fieldsIn)).toEqual([fields]);
  });

  test("the same document with other values of @include asks for other fields", async () => {
    const operation =
      "query($all: Boolean!) { viewer { login name @include(if: $all) ... @include(if: $all) { url } } }";
    const some = await ask(gateway, operation, { all: false });
    const all = await ask(gateway, operation, { all: true });
    expect(some).toEqual({ viewer: { login: "octo-mock" } });
    expect(all).toEqual({ viewer: { login: "octo-mock", name: "Octo Mock", url: expect.any(String) } });
    expect(documentsOf(gateway).map(fieldsIn)).toEqual([
      ["Query.viewer", "User.login"],
      ["Query.viewer", "User.login", "User.name", "User.url"],
    ]);
  });

  test("GitHub is sent no variable that its document does not use, and the same text for other values", async () => {
    const operation =
      "query($first: Int!) { repositories(first: $first) { nodes { owner { avatarUrl(size: $first) } } } }";
    await ask(gateway, operation, { first: 1 });
    await ask(gateway, operation, { first: 2 });
    const [one, two] = gateway.fakeGitHub.journal.graphql;
    expect(one?.query).toBe(two?.query);
    expect(one?.variables).not.toEqual(two?.variables);
    for (const name of Object.keys(one?.variables ?? {}))
      expect(one?.query?.split(`$${name}`).length).toBeGreaterThan(2);
  });
});

describe("the client's document may be written in any way", () => {
  const login = { login: "octo-mock" };

  test("aliases, also of the same field with other arguments", async () => {
    const data = await ask(
      gateway,
      `{ ${HELLO} { id: name name: id small: owner { avatarUrl(size: 10) } large: owner { avatarUrl(size: 200) }
          one: branches(first: 1) { nodes { name } } two: branches(first: 2, pinDefault: false) { nodes { name } } } }`,
    );
    expect(data).toMatchObject({
      repository: {
        id: "hello-world",
        name: expect.stringMatching(/^R_/),
        small: { avatarUrl: expect.stringContaining("s=10") },
        large: { avatarUrl: expect.stringContaining("s=200") },
        one: { nodes: [{ name: "main" }] },
        two: { nodes: [{}, {}] },
      },
    });
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
  });

  test("fields that stand several times are merged", async () => {
    const data = await ask(
      gateway,
      `{ viewer { login } viewer { name ...More } ${HELLO} { owner { login } } ${HELLO} { owner { url ...Picture } } }
       fragment More on User { url login }
       fragment Picture on Actor { avatarUrl(size: 40) ... on User { avatarUrl(size: 40) company } }`,
    );
    expect(data).toEqual({
      viewer: { login: "octo-mock", name: "Octo Mock", url: expect.any(String) },
      repository: {
        owner: {
          login: "octo-mock",
          url: expect.any(String),
          avatarUrl: expect.stringContaining("s=40"),
          company: "@northwind",
        },
      },
    });
  });

  test("interfaces, with fragments on their types, on other interfaces and within each other", async () => {
    const data = await ask(
      gateway,
      `{ user: ${HELLO} { owner { __typename login ... on User { name email } ... on Organization { databaseId } } }
         organization: repositories(first: 1, owner: "northwind") { nodes { owner {
           ... on Actor { login ... on Organization { name } } ... on Node { id } ... on User { company }
         } } } }`,
    );
    expect(data).toEqual({
      user: { owner: { __typename: "User", login: "octo-mock", name: "Octo Mock", email: "octo-mock@example.com" } },
      organization: { nodes: [{ owner: { login: "northwind", name: "Northwind", id: expect.stringMatching(/^O_/) } }] },
    });
  });

  test("the same key with another meaning in each type", async () => {
    const { viewer, repository } = await ask<{ viewer: { id: string }; repository: { id: string } }>(
      gateway,
      `{ viewer { id } ${HELLO} { id } }`,
    );
    const data = await ask(
      gateway,
      `query($ids: [ID!]!) { nodes(ids: $ids) { ... on User { x: login } ... on Repository { x: sshUrl } ... on Branch { x: name } } }`,
      { ids: [viewer.id, repository.id] },
    );
    expect(data).toEqual({
      nodes: [{ x: "octo-mock" }, { x: expect.stringMatching(/^git@.+:octo-mock\/hello-world\.git$/) }],
    });
  });

  test("`__typename` everywhere, also under another name", async () => {
    const data = await ask(
      gateway,
      `{ __typename root: __typename viewer { __typename kind: __typename }
         repositories(first: 1) { __typename edges { __typename node { __typename owner { __typename sort: __typename } } }
           pageInfo { __typename of: __typename } restrictions { __typename } }
         ${HELLO} { branches(first: 1) { __typename nodes { __typename } pageInfo { __typename } } } }`,
    );
    expect(data).toEqual({
      __typename: "Query",
      root: "Query",
      viewer: { __typename: "User", kind: "User" },
      repositories: {
        __typename: "RepositoryConnection",
        edges: [
          {
            __typename: "RepositoryEdge",
            node: { __typename: "Repository", owner: { __typename: "User", sort: "User" } },
          },
        ],
        pageInfo: { __typename: "PageInfo", of: "PageInfo" },
        restrictions: [],
      },
      repository: {
        branches: {
          __typename: "BranchConnection",
          nodes: [{ __typename: "Branch" }],
          pageInfo: { __typename: "PageInfo" },
        },
      },
    });
  });

  test("another field under the name `__typename`", async () => {
    const data = await ask(gateway, `{ viewer { __typename: login } ${HELLO} { owner { __typename: login url } } }`);
    expect(data).toEqual({
      viewer: { __typename: "octo-mock" },
      repository: { owner: { __typename: "octo-mock", url: expect.any(String) } },
    });
  });

  test("names that every JavaScript object has, and names that look like the gateway's own", async () => {
    const { text } = await gateway.graphql(
      `{ __proto__: viewer { __proto__: login constructor: name toString: url p0: login rows__: login login__url: name }
         repositories(first: 1) { __proto__: edges { __proto__: cursor hasOwnProperty: node { __proto__: name } }
           pageInfo { __proto__: endCursor } rows__: totalCount } }`,
    );
    expect(text).not.toContain("errors");
    const { data } = JSON.parse(text.replaceAll("__proto__", "proto")) as { data: unknown };
    expect(data).toEqual({
      proto: {
        proto: "octo-mock",
        constructor: "Octo Mock",
        toString: expect.stringContaining("/octo-mock"),
        p0: "octo-mock",
        rows__: "octo-mock",
        login__url: "Octo Mock",
      },
      repositories: {
        proto: [{ proto: expect.stringMatching(/^\S+$/), hasOwnProperty: { proto: "hello-world" } }],
        pageInfo: { proto: expect.stringMatching(/^\S+$/) },
        rows__: expect.any(Number),
      },
    });
  });

  test("variables with names that the HTTP client knows as options", async () => {
    const data = await ask(
      gateway,
      `query($query: String!, $url: String!, $headers: Int, $request: Int!, $baseUrl: Boolean!, $mediaType: Int) {
         repository(owner: $query, name: $url) { owner { avatarUrl(size: $headers) } name @include(if: $baseUrl)
           branches(first: $request) { nodes { name } } other: owner { avatarUrl(size: $mediaType) } } }`,
      { query: "octo-mock", url: "hello-world", headers: 9, request: 1, baseUrl: true, mediaType: 8 },
    );
    expect(data).toMatchObject({
      repository: { name: "hello-world", owner: { avatarUrl: expect.stringContaining("s=9") } },
    });
  });

  test("lists in lists: every repository with its own branches", async () => {
    const { repositories } = await ask<{
      repositories: {
        nodes: readonly { nameWithOwner: string; branches: { totalCount: number; nodes: readonly object[] } }[];
      };
    }>(
      gateway,
      `{ repositories(first: 20) { nodes { nameWithOwner
           branches(first: 3) { totalCount nodes { name isDefault repository { nameWithOwner } } } } } }`,
    );
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
    expect(repositories.nodes).toHaveLength(20);
    for (const { nameWithOwner, branches } of repositories.nodes) {
      const [owner = "", name = ""] = nameWithOwner.split("/");
      const facts = gateway.fakeGitHub.world.repository(owner, name);
      expect([nameWithOwner, branches.totalCount]).toEqual([nameWithOwner, facts?.refs().size]);
      expect(branches.nodes).toHaveLength(Math.min(3, branches.totalCount));
      expect(branches.nodes[0]).toEqual({ name: facts?.defaultBranch, isDefault: true, repository: { nameWithOwner } });
    }
  });

  test("a mutation answers with objects of GitHub's, and its fields run one after another", async () => {
    const { a, b } = await ask<Record<"a" | "b", { id: string }>>(
      gateway,
      `{ a: ${HELLO} { id } b: repository(owner: "octo-mock", name: "many-branches") { id } }`,
    );
    gateway.fakeGitHub.journal.clear();
    const used = "settings { recentRepositories { name owner { ... on User { login } } lastUsedAt } }";
    const data = await ask<Record<string, { settings: { recentRepositories: readonly { name: string }[] } }>>(
      gateway,
      `mutation($a: ID!, $b: ID!) {
        first: recordRepositoryUse(input: { repositoryId: $a }) { ${used} }
        second: recordRepositoryUse(input: { repositoryId: $b }) { ${used} }
      }`,
      { a: a.id, b: b.id },
    );
    const names = Object.values(data).map(({ settings }) => settings.recentRepositories.map(({ name }) => name));
    expect(names).toEqual([["hello-world"], ["many-branches", "hello-world"]]);
    expect(data["second"]?.settings.recentRepositories[0]).toEqual({
      name: "many-branches",
      owner: login,
      lastUsedAt: expect.any(String),
    });
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(2);
  });
});
