import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startFakeGitHub, type FakeGitHub, type Fault } from "../fake-github/index.js";
import { nodeId } from "../fake-github/world/node-id.js";
import { PageSizes } from "../src/github/index.js";
import { ask, failuresOf } from "./ask.js";
import { eventually } from "./eventually.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { walkList } from "./walk-list.js";

let fakeGitHub: FakeGitHub;
beforeAll(async () => {
  fakeGitHub = await startFakeGitHub({ secondaryLimits: false, pointsPerHour: 1_000_000 });
});
afterAll(() => fakeGitHub[Symbol.asyncDispose]());
afterEach(() => fakeGitHub.faults.clear());

/** A gateway that has not met a page that was too large. */
async function startFresh(options: { readonly github?: FakeGitHub } = {}): Promise<TestGateway> {
  return startGateway({ fakeGitHub: options.github ?? fakeGitHub });
}

/** GitHub fails for every query that asks for more nodes than so many. */
function tooMuchAbove(nodesAbove: number, fault: Fault = { status: 502 }): void {
  fakeGitHub.faults.add({ times: 1_000, ...fault, match: { nodesAbove } });
}

interface Sent {
  readonly first: unknown;
  readonly status: number | null;
  readonly text: string;
}

/** What GitHub was asked since the journal was cleared, none of it twice. */
function sentTo({ journal }: FakeGitHub): readonly Sent[] {
  const sent = journal.graphql.map(({ query, variables, status }) => ({
    first: variables?.["p0_first"],
    status,
    text: `${query} ${JSON.stringify(variables)}`,
  }));
  expect(new Set(sent.map(({ text }) => text)).size).toBe(sent.length);
  return sent;
}

function sizesOf(github: FakeGitHub): readonly unknown[] {
  return sentTo(github).map(({ first }) => first);
}

/** Runs an operation on a fresh gateway while nothing is too much. */
async function answerInPeace(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  await using gateway = await startFresh();
  const answer = await gateway.graphql(query, variables);
  expect(answer.errors).toEqual([]);
  fakeGitHub.journal.clear();
  return answer.data;
}

const NAMES = "{ repositories(first: 100) { nodes { nameWithOwner } } }";
const EVERYTHING = `{
  list: repositories(first: 100, orderBy: { field: NAME, direction: ASC }) {
    rows: nodes { nameWithOwner defaultBranch { name } } edges { cursor at: cursor node { id } } more: edges { it: node { isFork } }
    pageInfo { startCursor hasPreviousPage endCursor hasNextPage } end: pageInfo { to: endCursor } totalCount restrictions { reason }
  }
}`;

describe("a page that is too much for GitHub", () => {
  test("is asked for in halves, and comes whole and in order, under every name that the client gave", async () => {
    const expected = await answerInPeace(EVERYTHING);
    await using gateway = await startFresh();
    tooMuchAbove(30);
    const answer = await gateway.graphql(EVERYTHING);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual(expected);
    expect((answer.data as unknown as { list: { rows: readonly object[] } }).list.rows).toHaveLength(100);
    expect(sizesOf(fakeGitHub)).toEqual([100, 50, 25, 25, 25, 25]);
  });

  test("tells where its halves end only where it is halved, and the client never", async () => {
    const expected = await answerInPeace(NAMES);
    await using gateway = await startFresh();
    tooMuchAbove(60);
    const answer = await gateway.graphql(NAMES);
    expect(answer.data).toEqual(expected);
    expect(sentTo(fakeGitHub).map(({ text }) => text.includes("pageInfo"))).toEqual([false, true, true]);
    fakeGitHub.journal.clear();
    await gateway.graphql("{ repositories(first: 40) { nodes { nameWithOwner } } }");
    expect(sentTo(fakeGitHub).map(({ text }) => text.includes("pageInfo"))).toEqual([false]);
  });

  test.for<Fault>([
    { form: "json" },
    { form: "data-null-string" },
    { form: "nginx-html" },
    { form: "unicorn-html" },
    { status: 504, body: "" },
    { status: 200, form: "json" },
  ])("is halved when GitHub says so with %j", async (fault) => {
    const expected = await answerInPeace(NAMES);
    await using gateway = await startFresh();
    tooMuchAbove(60, fault);
    const answer = await gateway.graphql(NAMES);
    expect([answer.errors, answer.data]).toEqual([[], expected]);
    expect(sizesOf(fakeGitHub)).toEqual([100, 50, 50]);
  });

  test.for<[Fault, string]>([
    [{ status: 503 }, "GITHUB_UNAVAILABLE"],
    [{ status: 500, body: "{" }, "GITHUB_UNAVAILABLE"],
    [{ status: 403 }, "GITHUB_FORBIDDEN"],
  ])("is left alone when GitHub fails for another reason: %j", async ([fault, code]) => {
    await using gateway = await startFresh();
    tooMuchAbove(60, fault);
    expect(failuresOf(await gateway.graphql(NAMES))).toEqual([`repositories ${code}`]);
    expect(sizesOf(fakeGitHub)).toEqual([100]);
  });

  test("is asked for no further than the list goes", async () => {
    const list = '{ repositories(first: 100, owner: "sprocket") { nodes { name } pageInfo { hasNextPage } } }';
    const expected = (await answerInPeace(list)) as { repositories: { nodes: readonly object[] } };
    expect(expected.repositories.nodes.length).toBeLessThan(50);
    await using gateway = await startFresh();
    tooMuchAbove(60);
    expect(await ask(gateway, list)).toEqual(expected);
    expect(sizesOf(fakeGitHub)).toEqual([100, 50]);
  });

  test("is an error as a whole when one of its parts fails for good", async () => {
    await using gateway = await startFresh();
    tooMuchAbove(60);
    fakeGitHub.faults.add({ match: { contains: '"p0_after":"' }, status: 502, times: 10 });
    const answer = await gateway.graphql(NAMES);
    expect(answer.data).toEqual({ repositories: null });
    expect(answer.errors).toMatchObject([{ extensions: { code: "GITHUB_TIMEOUT", nextStep: "RETRY" } }]);
    expect(sizesOf(fakeGitHub)).toEqual([100, 50, 50, 25, 13]);
  });

  test("ends where the first half did, when the rest has gone before it is asked for", async () => {
    await using github = await startFakeGitHub();
    await using gateway = await startFresh({ github });
    github.faults.add({ match: { nodesAbove: 10 }, status: 502 });
    github.faults.add({ match: { contains: '"p0_after":"' }, latencyMs: 500 });
    const page = "pageInfo { hasNextPage endCursor } edges { cursor }";
    const asked = ask<{ repositories: { pageInfo: object; edges: readonly { cursor: string }[] } }>(
      gateway,
      `{ repositories(first: 20, owner: "sprocket", includeArchived: false) { ${page} } }`,
    );
    await eventually(() => github.journal.graphql.length === 3);
    for (const repository of github.world.allRepositories()) repository.isArchived = true;
    const { pageInfo, edges } = (await asked).repositories;
    expect(edges).toHaveLength(10);
    expect(pageInfo).toEqual({ hasNextPage: false, endCursor: edges.at(-1)?.cursor });
    expect(sizesOf(github)).toEqual([20, 10, 10]);
  });

  test("is given up after three halves, and begins anew the next time", async () => {
    await using gateway = await startFresh();
    tooMuchAbove(0);
    expect(failuresOf(await gateway.graphql(NAMES))).toEqual(["repositories GITHUB_TIMEOUT"]);
    expect(sizesOf(fakeGitHub)).toEqual([100, 50, 25, 13]);
    fakeGitHub.faults.clear();
    fakeGitHub.journal.clear();
    await ask(gateway, NAMES);
    expect(sizesOf(fakeGitHub)).toEqual([100]);
  });

  test("leaves the walk behind it as it was", async () => {
    const list = { field: 'repositories(search: "", $page)', first: 40, select: "{ nameWithOwner }" };
    await using peaceful = await startFresh();
    const expected = await walkList(peaceful, list);
    expect(expected.length).toBeGreaterThan(100);
    await using gateway = await startFresh();
    tooMuchAbove(15);
    fakeGitHub.journal.clear();
    expect(await walkList(gateway, list)).toEqual(expected);
    expect(sizesOf(fakeGitHub).slice(0, 7)).toEqual([40, 20, 10, 10, 10, 10, 10]);
    fakeGitHub.faults.clear();
    const { repositories } = await ask<{ repositories: { pageInfo: { endCursor: string } } }>(
      gateway,
      "{ repositories(first: 40) { pageInfo { endCursor } } }",
    );
    const after = repositories.pageInfo.endCursor;
    const rest = "query($after: String) { repositories(first: 3, after: $after) { nodes { nameWithOwner } } }";
    expect(await ask(gateway, rest, { after })).toEqual({ repositories: { nodes: expected.slice(40, 43) } });
  });
});

describe("what is remembered of a page", () => {
  test("is the size that worked, for whatever arguments, and nothing for another selection", async () => {
    await using gateway = await startFresh();
    tooMuchAbove(30);
    const names = (args: string) => `{ repositories(${args}) { nodes { nameWithOwner } } }`;
    const sizesFor = async (query: string) => {
      fakeGitHub.journal.clear();
      await ask(gateway, query);
      return sizesOf(fakeGitHub);
    };
    expect(await sizesFor(NAMES)).toEqual([100, 50, 25, 25, 25, 25]);
    expect(await sizesFor(NAMES)).toEqual([25, 25, 25, 25]);
    expect(await sizesFor(names("first: 60, includeForks: false, orderBy: { field: NAME, direction: ASC }"))).toEqual([
      25, 25, 10,
    ]);
    expect(await sizesFor(names("first: 20"))).toEqual([20]);
    expect(await sizesFor("{ repositories(first: 60) { nodes { name } } }")).toEqual([60, 30, 30]);
  });

  test("is forgotten after ten minutes", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      await using gateway = await startFresh();
      tooMuchAbove(60);
      await ask(gateway, NAMES);
      fakeGitHub.faults.clear();
      for (const [minutes, sizes] of [
        [9, [50, 50]],
        [2, [100]],
      ] as const) {
        vi.setSystemTime(Date.now() + minutes * 60_000);
        fakeGitHub.journal.clear();
        await ask(gateway, NAMES);
        expect(sizesOf(fakeGitHub)).toEqual(sizes);
      }
    } finally {
      vi.useRealTimers();
    }
  });

  test("is one caller's own, and bounded", () => {
    const sizes = new PageSizes(() => 0);
    const part = (text: string) => ({
      operation: "query Q { q { selection: id } }",
      variables: {},
      selection: { text, variables: [], values: {} },
    });
    sizes.of("user:1").set(part("{ a }"), 25);
    expect(sizes.of("user:1").get(part("{ a }"))).toBe(25);
    expect(sizes.of("user:2").get(part("{ a }"))).toBeUndefined();
    const long = " a".repeat(50_000);
    for (let count = 0; count < 1_000; count += 1) sizes.of("user:1").set(part(`{ a${count}${long} }`), 1);
    const left = Array.from({ length: 1_000 }, (_, count) => sizes.of("user:1").get(part(`{ a${count}${long} }`)));
    expect(left.filter((size) => size !== undefined).length).toBeLessThan(50);
    expect(left.at(-1)).toBe(1);
  });
});

describe("a document of several fields that is too much", () => {
  const SEVERAL = `{ viewer { login } organizations(first: 50) { nodes { login } } repositories(first: 100) { nodes { name } }
    rateLimit { cost } }`;

  test("is taken apart, each field asked for alone, and the next one is sent so at once", async () => {
    await using peaceful = await startFresh();
    const { rateLimit: _, ...expected } = await ask<Record<string, unknown>>(peaceful, SEVERAL);
    await using gateway = await startFresh();
    tooMuchAbove(60);
    fakeGitHub.journal.clear();
    expect(await ask(gateway, SEVERAL)).toEqual({ ...expected, rateLimit: { cost: 4 } });
    expect(sentTo(fakeGitHub).map(({ status }) => status)).toEqual([502, 200, 200, 502, 200, 200]);
    fakeGitHub.journal.clear();
    expect(await ask(gateway, SEVERAL)).toEqual({ ...expected, rateLimit: { cost: 4 } });
    expect(sentTo(fakeGitHub).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test("stays one document for other fields", async () => {
    await using gateway = await startFresh();
    tooMuchAbove(60);
    await ask(gateway, SEVERAL);
    fakeGitHub.journal.clear();
    await ask(gateway, "{ viewer { name } organizations(first: 50) { nodes { name } } }");
    expect(sentTo(fakeGitHub)).toHaveLength(1);
  });

  test("keeps what can be had of it", async () => {
    await using gateway = await startFresh();
    tooMuchAbove(20);
    const answer = await gateway.graphql(
      '{ viewer { login } repository(owner: "octo-mock", name: "many-branches") { branches(first: 50) { nodes { name } } } }',
    );
    expect(answer.data).toEqual({ viewer: { login: "octo-mock" }, repository: null });
    expect(answer.errors).toMatchObject([
      { path: ["repository"], extensions: { code: "GITHUB_TIMEOUT", nextStep: "FIX_INPUT", retryable: false } },
    ]);
    expect(sentTo(fakeGitHub).map(({ status }) => status)).toEqual([502, 200, 502]);
  });
});

describe("every other list", () => {
  test.for([
    ["organizations(first: 50) { nodes { login } pageInfo { hasNextPage endCursor } }", 7],
    ["issues(first: 50) { totalCount edges { cursor node { id title } } pageInfo { endCursor } }", 20],
    ["pullRequests(first: 50) { nodes { id checks repository { nameWithOwner } } restrictions { reason } }", 20],
    [
      "suggestedTasks(first: 30) { nodes { id kind reason subject { __typename title } } pageInfo { hasNextPage } }",
      3_000,
    ],
    ['searchRepositories(query: "a", first: 30) { nodes { nameWithOwner } pageInfo { endCursor } }', 120],
    ['repositories(search: "er", first: 30) { nodes { nameWithOwner } }', 120],
    ["issues(first: 50) { first: edges { node { number } } second: edges { node { author { login } } } }", 20],
  ] as const)("comes whole as well: %s", async ([list, above]) => {
    const query = `{ list: ${list} }`;
    const expected = await answerInPeace(query);
    await using gateway = await startFresh();
    tooMuchAbove(above);
    const answer = await gateway.graphql(query);
    expect([answer.errors, answer.data]).toEqual([[], expected]);
    expect(sentTo(fakeGitHub).filter(({ status }) => status === 502).length).toBeGreaterThan(0);
  });

  test("objects by their ids, each in its place, with what GitHub withholds", async () => {
    const { world } = fakeGitHub;
    const seen = world
      .allRepositories()
      .filter(({ owner }) => owner.login === "octo-mock")
      .slice(0, 10);
    const hidden = world
      .allRepositories()
      .find(({ owner, visibility }) => owner.login === "other-mock" && visibility === "PRIVATE");
    if (hidden === undefined) throw new Error("Everything of other-mock's can be seen.");
    const ids = [...seen.slice(0, 8), hidden, ...seen.slice(8)].map((each) => nodeId(each, "new"));
    const query = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Repository { name } } }";
    await using peaceful = await startFresh();
    const expected = await peaceful.graphql(query, { ids });
    expect(failuresOf(expected)).toEqual(["nodes.8 NOT_FOUND"]);
    await using gateway = await startFresh();
    fakeGitHub.journal.clear();
    // Wherever these two are asked for together.
    fakeGitHub.faults.add({ match: { contains: `"${ids[2]}","${ids[3]}"` }, status: 502, times: 100 });
    const answer = await gateway.graphql(query, { ids });
    expect([answer.data, failuresOf(answer)]).toEqual([expected.data, failuresOf(expected)]);
    const asked = fakeGitHub.journal.graphql.map(
      ({ variables }) => (variables?.["p0_ids"] as readonly string[]).length,
    );
    expect(sentTo(fakeGitHub)).toHaveLength(6);
    expect(asked).toEqual([11, 6, 3, 3, 3, 2]);
  });

  test("but one within another object is no page, and only the page around it is halved", async () => {
    await using gateway = await startFresh();
    tooMuchAbove(20);
    const inner = "branches(first: 50) { nodes { name } }";
    expect(failuresOf(await gateway.graphql(`{ repositories(first: 4) { nodes { ${inner} } } }`))).toEqual([
      "repositories GITHUB_TIMEOUT",
    ]);
    expect(sizesOf(fakeGitHub)).toEqual([4, 2, 1]);
    fakeGitHub.journal.clear();
    const one = await gateway.graphql(`{ repository(owner: "octo-mock", name: "many-branches") { ${inner} } }`);
    expect(one.errors).toMatchObject([
      { message: expect.stringMatching(/\. .+\.$/), extensions: { code: "GITHUB_TIMEOUT", nextStep: "FIX_INPUT" } },
    ]);
    expect(sentTo(fakeGitHub)).toHaveLength(1);
  });
});

describe("the branches of a repository that are too many at once", () => {
  const BRANCHES = 'branches(owner: "octo-mock", name: "many-branches"';
  const query = `{ list: ${BRANCHES}, first: 100) {
    nodes { name isDefault commitSha } edges { cursor } pageInfo { hasNextPage endCursor startCursor } totalCount } }`;
  const branchSizes = () =>
    sentTo(fakeGitHub)
      .map(({ text }) => /"p0_s\d+_":(\d+)/.exec(text)?.[1])
      .map(Number);

  test("are asked for in halves, and come whole and in order, the default branch first", async () => {
    const expected = await answerInPeace(query);
    await using gateway = await startFresh();
    tooMuchAbove(60);
    const answer = await gateway.graphql(query);
    expect([answer.errors, answer.data]).toEqual([[], expected]);
    expect((expected as { list: { nodes: readonly object[] } }).list.nodes).toHaveLength(100);
    expect(branchSizes()).toEqual([100, 50, 50]);
    fakeGitHub.journal.clear();
    expect((await gateway.graphql(query)).data).toEqual(expected);
    expect(branchSizes()).toEqual([50, 50]);
  });

  test("are walked without loss or repetition", async () => {
    const list = {
      field: `${BRANCHES}, $page)`,
      first: 100,
      select: "{ name }",
    };
    await using peaceful = await startFresh();
    const expected = await walkList(peaceful, list);
    expect(expected.length).toBeGreaterThan(200);
    await using gateway = await startFresh();
    tooMuchAbove(30);
    fakeGitHub.journal.clear();
    expect(await walkList(gateway, list)).toEqual(expected);
    expect(branchSizes().slice(0, 4)).toEqual([100, 50, 25, 25]);
  });

  test("are given up after three halves, and may be tried again", async () => {
    await using gateway = await startFresh();
    tooMuchAbove(0);
    const answer = await gateway.graphql(query);
    expect(answer.errors).toMatchObject([{ extensions: { code: "GITHUB_TIMEOUT", nextStep: "RETRY" } }]);
    expect(branchSizes()).toEqual([100, 50, 25, 13]);
  });
});

describe.concurrent("GitHub that is slow", () => {
  test("and does not answer in time is asked for less as well", { timeout: 40_000 }, async () => {
    await using github = await startFakeGitHub();
    await using gateway = await startFresh({ github });
    github.faults.add({ match: { nodesAbove: 60 }, hang: true, times: 10 });
    const start = performance.now();
    const { repositories } = await ask<{ repositories: { nodes: readonly object[] } }>(gateway, NAMES);
    expect(repositories.nodes).toHaveLength(100);
    expect(sizesOf(github)).toEqual([100, 50, 50]);
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  test(
    "is not asked any more when a client has waited long, and the next page is small at once",
    { timeout: 60_000 },
    async () => {
      await using github = await startFakeGitHub();
      await using gateway = await startFresh({ github });
      github.faults.add({ match: { nodesAbove: 0 }, latencyMs: 7_000, status: 502, times: 100 });
      const start = performance.now();
      const answer = await gateway.graphql(NAMES);
      expect(failuresOf(answer)).toEqual(["repositories GITHUB_TIMEOUT"]);
      expect(performance.now() - start).toBeLessThan(30_000);
      expect(sizesOf(github)).toEqual([100, 50, 25]);
      github.faults.clear();
      github.journal.clear();
      await ask(gateway, NAMES);
      expect(sizesOf(github)).toEqual([13, 13, 13, 13, 13, 13, 13, 9]);
    },
  );
});
