import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, startFakeGitHub, type FakeGitHub, type World } from "../fake-github/index.js";
import { startGateway, type GraphQLAnswer, type TestGateway } from "./gateway.js";
import { generateOperation, type GeneratedOperation } from "./generate-operation.js";
import { FIELDS } from "./oracle-fields.js";
import { expectedAnswer, type ExpectedAnswer } from "./oracle.js";
import { CURSOR, CURSOR_OR_NULL, type Setting } from "./oracle-values.js";
import { askedPaths, justifiedPaths } from "./oracle-upstream.js";

const SEED = process.env["SEED"] ?? "generated";
const OPERATIONS = 300;
const MOST_PAGES = 3;

const schema = buildSchema(readFileSync(new URL("../schema.graphql", import.meta.url), "utf8"));

let fakeGitHub: FakeGitHub;
let gateway: TestGateway;
let setting: Setting;
beforeAll(async () => {
  const world = variedWorld();
  fakeGitHub = await startFakeGitHub({ world, pointsPerHour: 1_000_000, secondaryLimits: false });
  gateway = await startGateway({ fakeGitHub });
  setting = { schema, world, viewer: world.token("classic").user, webUrl: fakeGitHub.url };
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await fakeGitHub[Symbol.asyncDispose]();
});

/** The demo world with what it lacks: odd names, a bot, and repositories that the caller may only read. */
function variedWorld(): World {
  const world = createWorld({ seed: "generated", now: Date.UTC(2026, 0, 15) });
  const viewer = world.token("classic").user;
  const mona = world.user("mona-mock");
  if (mona === undefined) throw new Error("The demo world has no mona-mock.");
  const hello = world.repository("octo-mock", "hello-world");
  if (hello === undefined) throw new Error("The demo world has no hello-world.");
  world.addBranches(hello, ["fix/a#b?c%20 d", "Über-uns", "release/1.0"]);
  world.addFormerName(hello, "octo-mock/former-name");
  for (const [permission, name] of [
    ["READ", "every-reader"],
    ["TRIAGE", "evening-triage"],
    ["MAINTAIN", "eager-keeper"],
  ] as const) {
    // Behind all that the caller has.
    const pushedAt = world.daysAgo(4_000);
    const collaborators = [{ user: viewer, permission }];
    const repository = world.addRepository({
      owner: mona,
      name,
      visibility: "PRIVATE",
      branches: 7,
      collaborators,
      pushedAt,
    });
    const bot = { __typename: "Bot", login: "robot", databaseId: world.nextId() } as const;
    const author = { ...bot, createdAt: world.daysAgo(90), updatedAt: world.daysAgo(9) };
    world.addIssue(repository, {
      author,
      assignees: [viewer],
      createdAt: world.daysAgo(1),
      labels: repository.labelList,
    });
    world.addPullRequest(repository, { author, reviewRequests: [viewer], unresolvedThreads: 3, checks: "PENDING" });
  }
  return world;
}

test(`${OPERATIONS} generated operations are answered as the world says, and ask GitHub for nothing else (seed "${SEED}")`, async () => {
  const seen: Seen = { pages: 0, documents: 0, fields: new Set() };
  for (let number = 0; number < OPERATIONS; number += 1) {
    const operation = generateOperation({ seed: SEED, number, schema, world: setting.world, webUrl: setting.webUrl });
    const problems = validate(schema, parse(operation.text)).map(({ message }) => message);
    expect(problems, operation.text).toEqual([]);
    await follow(operation, number, seen);
  }
  expect(seen.pages).toBeGreaterThan(OPERATIONS * 1.2);
  expect(seen.documents).toBeGreaterThan(OPERATIONS);
  // Otherwise the operations are too alike to show anything.
  const known = Object.entries(FIELDS).flatMap(([type, fields]) =>
    Object.keys(fields).map((name) => `${type}.${name}`),
  );
  const missed = known.filter((field) => !seen.fields.has(field));
  expect(missed.length, missed.join()).toBeLessThan(known.length / 25);
}, 120_000);

test("a page knows where it begins and ends, whether or not its items are asked for", async () => {
  for (const list of [
    "repositories(first: 2)",
    "organizations(first: 2)",
    "issues(first: 2)",
    'searchRepositories(first: 2, query: "mock", scope: ALL)',
  ]) {
    for (const items of ["", "nodes { id }", "edges { __typename }"]) {
      const text = `{ list: ${list} { ${items} pageInfo { startCursor endCursor } } whole: ${list} { edges { cursor } } }`;
      const { data, errors } = await gateway.graphql(text);
      expect(errors, text).toEqual([]);
      const { list: page, whole } = data as unknown as Readonly<Record<"list" | "whole", CursorPage>>;
      const cursors = whole.edges.map(({ cursor }) => cursor);
      const ends = { startCursor: cursors[0] ?? null, endCursor: cursors.at(-1) ?? null };
      expect(page.pageInfo, text).toEqual(ends);
    }
  }
});

interface CursorPage {
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly startCursor: string | null; readonly endCursor: string | null };
}

test("as many edges are shown as there are, even if nothing of them is asked for", async () => {
  const { data } = await gateway.graphql(
    "{ organizations { edges { __typename } } issues(first: 2) { edges { id: __typename } } }",
  );
  const edge = { __typename: "OrganizationEdge" };
  expect(data).toEqual({
    organizations: { edges: [edge, edge, edge] },
    issues: { edges: [{ id: "IssueEdge" }, { id: "IssueEdge" }] },
  });
});

interface Seen {
  pages: number;
  documents: number;
  readonly fields: Set<string>;
}

/** Compares the first page, and those that its cursors lead to. */
async function follow(operation: GeneratedOperation, number: number, seen: Seen): Promise<void> {
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const variables: Readonly<Record<string, unknown>> = { ...operation.variables, after };
    gateway.fakeGitHub.journal.clear();
    const expected = expectedAnswer(operation.selections, setting);
    const answer = await gateway.graphql(operation.text, operation.walk === null ? operation.variables : variables);
    const story = `operation ${number} of seed "${SEED}", page ${page}\n${operation.text}\n${JSON.stringify(variables)}`;
    compare(answer, expected, story);
    for (const field of expected.fields) seen.fields.add(field);
    seen.documents += expectJustified(operation, story);
    seen.pages += 1;
    const next = operation.walk === null ? null : pageInfoAt(answer.data, operation.walk.path);
    if (operation.walk === null || next?.hasNextPage !== true) return;
    after = next.endCursor;
    operation.walk.field.args["after"] = expected.ends.get(operation.walk.field);
  }
}

function compare(answer: GraphQLAnswer, expected: ExpectedAnswer, story: string): void {
  const errors = answer.errors.map(({ extensions, path = [] }) => `${extensions.code} at ${path.join(".")}`).toSorted();
  const data = masked(answer.data, expected.data);
  // As text: the order of the fields is part of the answer.
  if (JSON.stringify([data, errors]) === JSON.stringify([expected.data, expected.errors])) return;
  expect({ data, errors }, story).toEqual({ data: expected.data, errors: expected.errors });
  expect(JSON.stringify(data), story).toBe(JSON.stringify(expected.data));
}

/** The answer with a mark for each cursor where one is expected. */
function masked(answer: unknown, expected: unknown): unknown {
  if (expected === CURSOR) return typeof answer === "string" && answer !== "" ? CURSOR : answer;
  if (expected === CURSOR_OR_NULL && (answer === null || typeof answer === "string")) return CURSOR_OR_NULL;
  if (Array.isArray(answer)) return answer.map((each, index) => masked(each, (expected as unknown[] | null)?.[index]));
  if (answer === null || typeof answer !== "object") return answer;
  const fields = (expected ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, masked(value, fields[key])]));
}

function expectJustified({ selections }: GeneratedOperation, story: string): number {
  const justified = justifiedPaths(selections, schema);
  const sent = gateway.fakeGitHub.journal.graphql;
  for (const { query, variables } of sent) {
    const unneeded = askedPaths(parse(query ?? ""), variables ?? {}).filter((path) => !justified.has(path));
    expect(unneeded, `${story}\n${query}`).toEqual([]);
  }
  return sent.length;
}

function pageInfoAt(data: unknown, path: readonly string[]): { hasNextPage: boolean; endCursor: string } | null {
  const list = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data);
  return (list as { readonly walk: { hasNextPage: boolean; endCursor: string } } | null | undefined)?.walk ?? null;
}
