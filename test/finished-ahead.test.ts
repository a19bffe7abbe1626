import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGateway, type TestGateway } from "./gateway.js";

// Every gateway of the tests executes what it finishes ahead as well, and compares the two (test/gateway.ts). Here is what
// that cannot show: the answer without execution, and that nothing is finished which has to be executed.

const COMPARED = "is finished ahead, and is what execution makes of it:";

let gateway: TestGateway;
let unexecuted: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  unexecuted = await startGateway({ fakeGitHub: gateway.fakeGitHub, dataDir: gateway.dataDir, bothWays: false });
});
afterAll(async () => {
  await unexecuted[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
});

async function finishedBy(ask: (on: TestGateway) => Promise<unknown>): Promise<number> {
  const before = gateway.finished();
  await ask(gateway);
  return gateway.finished() - before;
}

describe(COMPARED, () => {
  test.each([
    [
      "a list beside a field of ours, each at its place",
      "{ gateway { edition } repositories(first: 2) { nodes { name owner { login __typename } } } session { isAuthenticated } }",
      1,
    ],
    ["a list of ids", "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on User { login } } }", 1],
    ["one object under two keys", "{ a: viewer { login } gateway { edition } b: viewer { id then: name } }", 2],
    [
      "a list in a list",
      '{ repository(owner: "octo-mock", name: "hello-world") { branches(first: 1) { nodes { name } } } }',
      1,
    ],
    ["when something was last used", "{ repositories(first: 3) { nodes { a: lastUsedAt name } totalCount } }", 1],
    ["an argument from a variable", "query ($size: Int) { viewer { avatarUrl(size: $size) } gateway { edition } }", 1],
  ])("%s", async (_name, query, count) => {
    const { data } = await gateway.graphql("{ viewer { id } }");
    const variables = { ids: [data?.["viewer"]?.["id"]], size: 20 };
    expect(await finishedBy((on) => on.graphql(query, variables))).toBe(count);
    const answer = await unexecuted.graphql(query, variables);
    expect(answer.errors).toEqual([]);
    expect(answer.text).toBe((await gateway.graphql(query, variables)).text);
    // What execution leaves a place for would be empty.
    expect(answer.text).not.toMatch(/(?::null|:\[\])[,}]"(?:repositories|nodes|a|viewer|repository)"/);
  });

  test("as the conditions of each request have it", async () => {
    const query = `query ($isShort: Boolean!) {
      repositories(first: 1) { nodes { name url @skip(if: $isShort) } totalCount @include(if: $isShort) }
      gateway { edition }
    }`;
    for (const on of [gateway, unexecuted]) {
      for (const isShort of [true, false, true]) {
        const { data } = await on.graphql(query, { isShort });
        expect(Object.keys(data?.["repositories"] ?? {})).toEqual(isShort ? ["nodes", "totalCount"] : ["nodes"]);
        expect(Object.keys(data?.["repositories"]?.["nodes"][0] ?? {})).toEqual(isShort ? ["name"] : ["name", "url"]);
      }
    }
  });
});

describe("is executed, whatever it costs:", () => {
  test.each([
    [
      "what GitHub has not",
      '{ repository(owner: "octo-mock", name: "not-there") { name } gateway { edition } }',
      ["repository"],
    ],
    [
      "a page that is too large",
      '{ repository(owner: "octo-mock", name: "hello-world") { name branches(first: 101) { totalCount } } }',
      ["repository", "branches"],
    ],
    [
      "an argument that may not be null",
      'query ($first: Int = 1) { repository(owner: "octo-mock", name: "hello-world") { branches(first: $first) { totalCount } } }',
      ["repository"],
    ],
  ])("%s", async (_name, query, path) => {
    expect(await finishedBy((on) => on.graphql(query, { first: null }))).toBe(0);
    const { errors } = await unexecuted.graphql(query, { first: null });
    expect(errors).toMatchObject([{ path }]);
  });

  test.each([
    ["a key that is none of a plain object's", "{ viewer { __proto__: login } gateway { edition } }"],
    [
      "a field with a resolver that reads a list",
      "{ organizations(first: 1) { nodes { repositories(first: 1) { totalCount } } } }",
    ],
  ])("%s", async (_name, query) => {
    expect(await finishedBy((on) => on.graphql(query))).toBe(0);
    expect((await unexecuted.graphql(query)).text).toBe((await gateway.graphql(query)).text);
  });
});
