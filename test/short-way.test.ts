import { describe, expect, test } from "vitest";
import { startFakeGitHub } from "../fake-github/index.js";
import { failuresOf } from "./ask.js";
import { startChunkingRelay } from "./chunking-relay.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { NO_REDIS, hasRedis } from "./redis-server.js";
import { startSaaS } from "./saas.js";

// Every gateway of the tests runs queries both ways and compares the answers to the byte (see gateway.ts). Here is what
// must go the short way, and what becomes of GitHub's answers that it cannot take.

const FIELDS = `id databaseId name nameWithOwner description url isPrivate visibility viewerPermission pushedAt
  owner { login __typename } defaultBranch { name isDefault }`;
const PICKER = `{ repositories(first: 30) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } totalCount
  restrictions { reason } } }`;

describe("the short way is open to", () => {
  test.each([
    ["a page of repositories", PICKER],
    ["edges with cursors", "{ repositories(first: 5) { edges { cursor node { id } __typename } __typename } }"],
    ["aliases and fragments", "{ mine: repositories { all: nodes { ...F } } } fragment F on Repository { key: id }"],
    ["the viewer", "{ viewer { id login name avatarUrl __typename } }"],
    ["several fields at once", '{ viewer { login } a: repository(owner: "octo-mock", name: "many-branches") { id } }'],
    [
      "an object that GitHub has under several types",
      "{ repositories { nodes { owner { id login ... on User { name } } } } }",
    ],
    [
      "an object of which one type is asked nothing",
      "{ repositories { nodes { name owner { ... on User { name } } } } }",
    ],
    [
      "a list beside a list",
      "{ a: repositories(first: 2) { nodes { name } } b: repositories(first: 3) { nodes { id url } } }",
    ],
    ["only the count", "{ repositories { totalCount __typename } }"],
    ["only where the page ends", "{ repositories(first: 2) { pageInfo { startCursor end: endCursor hasNextPage } } }"],
    [
      "an item under two keys",
      "{ repositories(first: 2) { a: nodes { id } nodes { name } edges { b: node { url } } } }",
    ],
    ["an empty list", "{ repositories(visibility: INTERNAL) { nodes { id } restrictions { reason } } }"],
  ])("%s", async (_name, query) => {
    await using gateway = await startGateway();
    const first = await gateway.graphql(query);
    expect(first.errors).toEqual([]);
    expect(gateway.ways).toEqual({ short: 1, full: 0 });
    // The first time it was executed in full, to be validated; now it is not.
    expect((await gateway.graphql(query)).text).toBe(first.text);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(2);
  });

  test.skipIf(!hasRedis)(`the list of the hosted edition${hasRedis ? "" : ` (${NO_REDIS})`}`, async () => {
    await using saas = await startSaaS();
    const browser = saas.browser();
    await browser.signIn("octo-mock");
    const query = `{ repositories(first: 30) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } totalCount } }`;
    const before = saas.gateway.ways.short;
    await browser.graphql(query);
    expect(saas.gateway.ways.short).toBe(before + 1);
    await browser.graphql("{ repositories(first: 2) { a: nodes { id } edges { cursor node { name } __typename } } }");
    await browser.graphql("{ repositories(first: 2) { nodes { id } restrictions { reason } } viewer { login } }");
    expect(saas.gateway.ways.short).toBeGreaterThan(before + 1);
  });
});

describe("an answer that comes in chunks of", () => {
  test.each([1, 7, 64, 1_000])("%i bytes is the same, and goes the same way", async (bytes) => {
    await using fakeGitHub = await startFakeGitHub();
    const repository = fakeGitHub.world.repository("octo-mock", "hello-world");
    Object.assign(repository ?? {}, { description: 'Ünïcode 🚀, a quote " and [brackets]' });
    await using relay = await startChunkingRelay(fakeGitHub.url, bytes);
    await using whole = await startGateway({ fakeGitHub });
    await using gateway = await startGateway({ fakeGitHub, config: { OCTOGATE_GITHUB_URL: relay.url } });
    const queries = [
      PICKER,
      "{ repositories(first: 30) { nodes { id name description owner { login } } totalCount } }",
      "{ repositories(first: 3) { edges { cursor node { id description } } pageInfo { hasNextPage } } }",
      "{ repositories(visibility: INTERNAL) { nodes { id } } }",
      '{ repository(owner: "octo-mock", name: "hello-world") { databaseId description } }',
    ];
    for (const query of queries) {
      const { text } = await whole.graphql(query);
      expect((await gateway.graphql(query)).text).toBe(text);
      expect((await gateway.graphql(query)).text).toBe(text);
    }
    expect(gateway.ways).toEqual({ short: queries.length, full: 0 });
  });
});

describe("what GitHub answers goes through, or is looked at, without being asked for again:", () => {
  test.each([
    ["text of every kind", { description: 'Quotes " and \\ and \u2028 and 🚀 and "errors": [] and {"data"' }],
    ["no text", { description: null }],
  ])("%s", async (_name, change) => {
    await using gateway = await startGateway();
    const repository = gateway.fakeGitHub.world.repository("octo-mock", "hello-world");
    if (repository === undefined) throw new Error("The world lacks it.");
    Object.assign(repository, change);
    const query = '{ repository(owner: "octo-mock", name: "hello-world") { name description } }';
    await askTwice(gateway, query);
    expect((await gateway.graphql(query)).data).toEqual({ repository: { name: "hello-world", ...change } });
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(3);
  });

  test.each([
    [
      "text that looks like JSON, in a list",
      { description: 'a,null [null] :null "visibility":"NONE", {"nodes":[]}],"pageInfo":{' },
    ],
    ["a branch whose name is not ASCII", { defaultBranch: "größe/🚀" }],
    ["no branch", { defaultBranch: null, description: null }],
  ])("%s", async (_name, change) => {
    await using gateway = await startGateway();
    const { world, journal } = gateway.fakeGitHub;
    const repository = world.repository("octo-mock", "hello-world");
    if (repository === undefined) throw new Error("The world lacks it.");
    Object.assign(repository, change);
    await askTwice(gateway, PICKER);
    expect(gateway.ways).toEqual({ short: 1, full: 0 });
    expect(journal.graphql).toHaveLength(2);
    const { text } = await gateway.graphql(PICKER);
    for (const value of Object.values(change)) expect(text).toContain(JSON.stringify(value));
  });

  const ROWS =
    "{ repositories(first: 3) { nodes { id description visibility owner { __typename login } } pageInfo { endCursor } } }";
  const row = (id: string, more: object = {}) => ({
    id,
    description: null,
    visibility: "PUBLIC",
    owner: { __typename: "User", login: "octo-mock" },
    ...more,
  });

  test.each([
    ["null for what may not be null", row("R_2", { visibility: null })],
    ["an owner of a kind that this schema does not have", row("R_2", { owner: { __typename: "Robot", login: "r" } })],
    ["an owner that is missing", row("R_2", { owner: null })],
    ["a row that is missing", null],
  ])("%s is found, and is in no answer", async (_name, second) => {
    await using gateway = await startGateway();
    await askTwice(gateway, ROWS);
    const nodes = [row("R_1"), second, row("R_3")];
    const body = { data: { p0: { repositories: { nodes, pageInfo: { endCursor: "end" } } } } };
    gateway.fakeGitHub.faults.add({ body });
    const { data, text } = await gateway.graphql(ROWS);
    const list = data?.["repositories"] as unknown as { readonly nodes: readonly { readonly id: string }[] } | null;
    expect(list?.nodes.map(({ id }) => id)).toEqual(["R_1", "R_3"]);
    expect(text).not.toMatch(/R_2|Robot/);
  });

  test("a value that this schema does not know, in a later row, reaches no client", async () => {
    await using gateway = await startGateway();
    await askTwice(gateway, ROWS);
    const nodes = [row("R_1"), row("R_2", { visibility: "SECRET_CLUB" })];
    gateway.fakeGitHub.faults.add({
      body: { data: { p0: { repositories: { nodes, pageInfo: { endCursor: null } } } } },
    });
    const { text, errors } = await gateway.graphql(ROWS);
    expect(errors).toHaveLength(1);
    expect(text).not.toContain("SECRET_CLUB");
  });

  test("an answer in another order than it was asked for is right all the same", async () => {
    await using gateway = await startGateway();
    await askTwice(gateway, ROWS);
    const { id, ...others } = row("R_1");
    const repositories = { pageInfo: { endCursor: "end" }, nodes: [{ ...others, id }] };
    gateway.fakeGitHub.faults.add({ body: { data: { p0: { repositories } } } });
    const { data } = await gateway.graphql(ROWS);
    expect(data).toMatchObject({ repositories: { nodes: [{ id, ...others }] } });
  });

  test("a key of the client's that looks like one of ours", async () => {
    await using gateway = await startGateway();
    const query = '{ viewer { login p1: id } repository(owner: "octo-mock", name: "hello-world") { p0: id p2: name } }';
    await askTwice(gateway, query);
    expect((await gateway.graphql(query)).errors).toEqual([]);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(3);
  });

  test("an item that is withheld leaves the list, and is told", async () => {
    await using gateway = await startGateway();
    await askTwice(gateway, PICKER);
    gateway.fakeGitHub.journal.clear();
    gateway.fakeGitHub.faults.add({ nullAt: [["p0", "repositories", "nodes", 1]] });
    const { data, errors } = await gateway.graphql(PICKER);
    const list = data?.["repositories"] as unknown as { nodes: object[]; restrictions: { reason: string }[] };
    expect(errors).toEqual([]);
    expect(list.nodes).toHaveLength(29);
    expect(list.restrictions).toEqual([{ reason: "UNKNOWN" }]);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
  });

  test("errors stand at their fields, and what GitHub did give stays", async () => {
    await using gateway = await startGateway();
    const query = '{ viewer { login } repository(owner: "octo-mock", name: "hello-world") { name } }';
    await askTwice(gateway, query);
    gateway.fakeGitHub.journal.clear();
    gateway.fakeGitHub.faults.add({
      nullAt: [["p1"]],
      addErrors: [{ type: "NOT_FOUND", path: ["p1"], message: "Could not resolve to a Repository." }],
    });
    const answer = await gateway.graphql(query);
    expect(answer.data).toEqual({ viewer: { login: "octo-mock" }, repository: null });
    expect(failuresOf(answer)).toEqual(["repository NOT_FOUND"]);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
  });

  test("a refusal of the whole is one call, and one error for each field", async () => {
    await using gateway = await startGateway();
    const query = "{ viewer { login } repositories(first: 3) { nodes { id } } }";
    await askTwice(gateway, query);
    gateway.fakeGitHub.journal.clear();
    gateway.fakeGitHub.faults.add({ status: 503, body: "" });
    expect(failuresOf(await gateway.graphql(query))).toEqual([
      "repositories GITHUB_UNAVAILABLE",
      "viewer GITHUB_UNAVAILABLE",
    ]);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
  });

  test("a value that this schema does not know reaches no client", async () => {
    await using fakeGitHub = await startFakeGitHub();
    await using gateway = await startGateway({ fakeGitHub });
    const query = '{ repository(owner: "octo-mock", name: "hello-world") { name visibility } }';
    await askTwice(gateway, query);
    fakeGitHub.faults.add({ body: { data: { p0: { name: "hello-world", visibility: "SECRET_CLUB" } } } });
    const answer = await gateway.graphql(query);
    expect(answer.text).not.toContain("SECRET_CLUB");
    expect(answer.errors).toHaveLength(1);
  });
});

async function askTwice(gateway: TestGateway, query: string): Promise<void> {
  for (const _time of [1, 2]) expect((await gateway.graphql(query)).errors).toEqual([]);
}
