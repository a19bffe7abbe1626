import { afterAll, beforeAll, expect, test } from "vitest";
import { failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";

// GitHub refuses a document of which the lists could bring more than 500,000 objects.
// The gateway's own limit counts what the client sees. For one task GitHub is asked for the heads of several searches, and
// for a count of threads for a hundred of them.
const listOf = (name: string, inner: number) =>
  `${name}: suggestedTasks(first: 1) { nodes { repository { pullRequests(first: ${inner}) { nodes { unresolvedThreadCount } } } } }`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

test("what GitHub would refuse for its size is refused before it is sent, and says what to do", async () => {
  gateway.fakeGitHub.journal.clear();
  const answer = await gateway.graphql(`{ ${listOf("list", 40)} }`, {}, { "x-octogate-report": "upstream" });
  expect(answer.data).toEqual({ list: null });
  expect(answer.errors).toMatchObject([
    {
      message: expect.stringMatching(/^This could bring \d{6} objects.+\. Ask for .+\.$/),
      path: ["list"],
      extensions: { code: "QUERY_TOO_EXPENSIVE", nextStep: "FIX_INPUT", retryable: false },
    },
  ]);
  expect(gateway.fakeGitHub.journal.graphql).toEqual([]);
  expect(answer.extensions).toMatchObject({ upstream: { calls: { graphql: 0 }, points: 0 } });
});

test("fields that are too large together are asked for one by one, and nothing that GitHub refuses is sent", async () => {
  const { journal } = gateway.fakeGitHub;
  journal.clear();
  const answer = await gateway.graphql(
    `{ ${listOf("one", 15)} ${listOf("two", 16)} viewer { login } }`,
    {},
    { "x-octogate-report": "upstream" },
  );
  expect(answer.errors).toEqual([]);
  expect(answer.data).toMatchObject({ viewer: { login: "octo-mock" } });
  // Three searches for each list.
  expect(journal.graphql.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200]);
  const points = journal.entries.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
  expect(answer.extensions).toMatchObject({ upstream: { calls: { graphql: 7, rest: 0 }, points } });
  expect(points).toBeGreaterThan(50);
});

test("one that is too large leaves its neighbours as they are", async () => {
  gateway.fakeGitHub.journal.clear();
  const answer = await gateway.graphql(`{ viewer { login } ${listOf("list", 40)} }`);
  expect(answer.data).toEqual({ viewer: { login: "octo-mock" }, list: null });
  expect(failuresOf(answer)).toEqual(["list QUERY_TOO_EXPENSIVE"]);
  expect(gateway.fakeGitHub.journal.graphql.map(({ status }) => status)).toEqual([200]);
});
