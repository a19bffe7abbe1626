import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { walkList } from "./walk-list.js";

const MANY = 'owner: "octo-mock", name: "many-branches"';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: { branches: 250, secondaryLimits: false, pointsPerHour: 1_000_000 } });
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.fakeGitHub.journal.clear());

/** Names of all branches in GitHub's order, which is that of the bytes. */
function allNames(search = ""): readonly string[] {
  const refs = gateway.fakeGitHub.world.repository("octo-mock", "many-branches")?.refs() ?? new Map<string, unknown>();
  const names = [...refs.keys()].map((name) => name.replace("refs/heads/", ""));
  return names.filter((name) => name.toLowerCase().includes(search.toLowerCase())).toSorted();
}

function pinnedFirst(names: readonly string[]): readonly string[] {
  return ["main", ...names.filter((name) => name !== "main")];
}

async function walkNames(args: string, first: number): Promise<readonly string[]> {
  const items = await walkList<{ name: string }>(gateway, {
    field: `branches(${args}, $page)`,
    first,
    select: "{ name }",
  });
  return items.map(({ name }) => name);
}

describe("250 branches, walked by cursor", () => {
  test.for([100, 50, 30, 7, 1])("the default branch first, and each once, with pages of %i", async (first) => {
    expect(allNames()).toHaveLength(250);
    expect(await walkNames(MANY, first)).toEqual(pinnedFirst(allNames()));
  });

  test.for([100, 7])("in GitHub's order without the pinned one, with pages of %i", async (first) => {
    expect(await walkNames(`${MANY}, pinDefault: false`, first)).toEqual(allNames());
  });

  test.for(["fix", "FIX/", "a", "release/"])("those that have %j in their name", async (search) => {
    const found = allNames(search);
    expect(found.length).toBeGreaterThan(3);
    const expected = found.includes("main") ? pinnedFirst(found) : found;
    expect(await walkNames(`${MANY}, search: "${search}"`, 5)).toEqual(expected);
    expect(await walkNames(`${MANY}, search: "${search}", pinDefault: false`, 5)).toEqual(found);
  });

  test("the default branch alone when nothing else fits, and nothing when nothing fits", async () => {
    expect(await walkNames(`${MANY}, search: "MAIN"`, 1)).toEqual(["main"]);
    expect(await walkNames(`${MANY}, search: "no such branch"`, 10)).toEqual([]);
    expect(await walkNames(`${MANY}, search: "  "`, 100)).toEqual(pinnedFirst(allNames()));
  });

  test("as a field of the repository as well, in one request", async () => {
    const { repository } = await ask<{
      repository: { branches: { totalCount: number; nodes: readonly { name: string }[] } };
    }>(gateway, `{ repository(${MANY}) { branches(first: 4) { totalCount nodes { name } } } }`);
    expect(repository.branches).toEqual({
      totalCount: 250,
      nodes: pinnedFirst(allNames())
        .slice(0, 4)
        .map((name) => ({ name })),
    });
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
  });

  test("a cursor of `nodes` and `edges` is the same place, and a walk may change its page size", async () => {
    const { branches } = await ask<{
      branches: { edges: readonly { cursor: string }[]; pageInfo: { endCursor: string; startCursor: string } };
    }>(
      gateway,
      `{ branches(${MANY}, first: 3) { edges { cursor } pageInfo { startCursor endCursor hasPreviousPage } } }`,
    );
    expect(branches.pageInfo).toEqual({
      startCursor: branches.edges[0]?.cursor,
      endCursor: branches.edges[2]?.cursor,
      hasPreviousPage: false,
    });
    const names = pinnedFirst(allNames());
    for (const [index, { cursor }] of branches.edges.entries()) {
      const next = await ask<{ branches: { nodes: readonly { name: string }[] } }>(
        gateway,
        `query($after: String) { branches(${MANY}, first: 2, after: $after) { nodes { name } } }`,
        { after: cursor },
      );
      expect(next.branches.nodes.map(({ name }) => name)).toEqual(names.slice(index + 1, index + 3));
    }
  });
});

describe("one branch", () => {
  test("by its exact name, also one with a slash; null when there is none", async () => {
    const slashed = allNames().find((name) => name.includes("/")) ?? "";
    const { repository } = await ask<{ repository: object }>(
      gateway,
      `query($name: String!) { repository(${MANY}) { branch(name: $name) { name } other: branch(name: "no-such") { name }
         tag: branch(name: "refs/heads/main") { name } defaultBranch { name isDefault } } }`,
      { name: slashed },
    );
    expect(repository).toEqual({
      branch: { name: slashed },
      other: null,
      tag: null,
      defaultBranch: { name: "main", isDefault: true },
    });
  });
});

describe("repositories without branches, and none at all", () => {
  test("an empty repository has an empty list, no default branch, and says that it is empty", async () => {
    const data = await ask(
      gateway,
      `{ branches(owner: "octo-mock", name: "empty-room") { totalCount nodes { name } pageInfo { hasNextPage endCursor } }
         repository(owner: "octo-mock", name: "empty-room") { isEmpty defaultBranch { name } branch(name: "main") { name } } }`,
    );
    expect(data).toEqual({
      branches: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
      repository: { isEmpty: true, defaultBranch: null, branch: null },
    });
  });

  test("a repository that does not exist, or that is another's, is not found", async () => {
    const answer = await gateway.graphql(
      `{ a: branches(owner: "octo-mock", name: "nothing") { nodes { name } }
         b: branches(owner: "other-mock", name: "other-x") { nodes { name } }
         c: branches(owner: "", name: "../..") { nodes { name } } viewer { login } }`,
    );
    expect(failuresOf(answer)).toEqual(["a NOT_FOUND", "b NOT_FOUND", "c NOT_FOUND"]);
    expect(answer.errors[0]?.extensions.nextStep).toBe("FIX_INPUT");
    expect(answer.data).toEqual({ a: null, b: null, c: null, viewer: { login: "octo-mock" } });
  });
});

describe("what is refused", () => {
  test.for([0, -1, 101])("first: %i, at the root and nested, and the neighbours live on", async (first) => {
    const answer = await gateway.graphql(
      `query($first: Int!) { branches(${MANY}, first: $first) { nodes { name } }
         repository(${MANY}) { name branches(first: $first) { nodes { name } } good: branches(first: 1) { nodes { name } } }
         repositories(first: 1) { nodes { name branches(first: $first) { nodes { name } } } } viewer { login } }`,
      { first },
    );
    expect(failuresOf(answer)).toEqual([
      "branches BAD_USER_INPUT",
      "repositories.nodes.0.branches BAD_USER_INPUT",
      "repository.branches BAD_USER_INPUT",
    ]);
    expect(answer.data).toEqual({
      branches: null,
      repository: { name: "many-branches", branches: null, good: { nodes: [{ name: "main" }] } },
      repositories: { nodes: [{ name: expect.any(String), branches: null }] },
      viewer: { login: "octo-mock" },
    });
  });

  test("a cursor of another list, at the root and nested, and the neighbours live on", async () => {
    const cursors = await ask<Record<string, { pageInfo: { endCursor: string } }>>(
      gateway,
      `{ a: branches(${MANY}, first: 2, search: "fix") { pageInfo { endCursor } }
         b: branches(${MANY}, first: 2, pinDefault: false) { pageInfo { endCursor } }
         c: repositories(first: 2) { pageInfo { endCursor } }
         d: branches(owner: "octo-mock", name: "hello-world", first: 2) { pageInfo { endCursor } } }`,
    );
    for (const after of [...Object.values(cursors).map(({ pageInfo }) => pageInfo.endCursor), "bogus", "", "MjQ"]) {
      const answer = await gateway.graphql(
        `query($after: String) { branches(${MANY}, after: $after) { nodes { name } }
           repository(${MANY}) { name branches(after: $after) { nodes { name } } good: branches(first: 1) { nodes { name } } }
           viewer { login } }`,
        { after },
      );
      expect([after, failuresOf(answer)]).toEqual([
        after,
        ["branches INVALID_CURSOR", "repository.branches INVALID_CURSOR"],
      ]);
      expect(answer.errors[0]?.extensions.nextStep).toBe("RELOAD");
      expect(answer.data).toEqual({
        branches: null,
        repository: { name: "many-branches", branches: null, good: { nodes: [{ name: "main" }] } },
        viewer: { login: "octo-mock" },
      });
    }
  });

  test("a cursor in the gateway's form that GitHub does not know is refused in its place as well", async () => {
    const { branches } = await ask<{ branches: { pageInfo: { endCursor: string } } }>(
      gateway,
      `{ branches(${MANY}, first: 2) { pageInfo { endCursor } } }`,
    );
    const parts = JSON.parse(Buffer.from(branches.pageInfo.endCursor, "base64url").toString()) as string[];
    parts[1] = "unknown-to-github";
    const after = Buffer.from(JSON.stringify(parts)).toString("base64url");
    const answer = await gateway.graphql(
      `query($after: String) { repository(${MANY}) { name branches(after: $after) { nodes { name } } } viewer { login } }`,
      { after },
    );
    expect(failuresOf(answer)).toEqual(["repository.branches INVALID_CURSOR"]);
    expect(answer.data).toEqual({
      repository: { name: "many-branches", branches: null },
      viewer: { login: "octo-mock" },
    });
  });
});
