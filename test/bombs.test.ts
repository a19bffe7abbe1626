import { readFileSync } from "node:fs";
import { getIntrospectionQuery, Kind, parse, print } from "graphql";
import { expect, test } from "vitest";
import { startGateway } from "./gateway.js";
import { answerTo, post, type ErrorPage, type GraphQLAnswer } from "./http-requests.js";

const CONTRACT = new URL("../../shared/contract/operations.graphql", import.meta.url);
const MAX_DELAY_MS = 150;
const ROUNDS = 4;

const TYPES_OF_FIELDS =
  "fragment F on __Type { fields { type { ofType { fields { name type { name } } ofType { ofType { fields { name } } } } } } }";

/** Small to send, and for a gateway without limits large to parse, validate or run. */
const BOMBS: Readonly<Record<string, { readonly query: string; readonly variables?: unknown }>> = {
  "1,000 aliases": { query: `{ ${times(1_000, (index) => `a${index}: __typename`)} }` },
  "1,000 aliases of a field that calls GitHub": {
    query: `{ ${times(1_000, (index) => `a${index}: viewer { login }`)} }`,
  },
  "fields 5,000 deep": { query: `${"{ node ".repeat(5_000)}${"}".repeat(5_000)}` },
  "a list 5,000 deep": { query: `{ nodes(ids: ${"[".repeat(5_000)}${"]".repeat(5_000)}) { id } }` },
  "an object 5,000 deep": {
    query: `{ repositories(orderBy: ${"{a:".repeat(5_000)}1${"}".repeat(5_000)}) { nodes { id } } }`,
  },
  "a type 5,000 deep": { query: `query($a: ${"[".repeat(5_000)}Int${"]".repeat(5_000)}) { __typename }` },
  "inline fragments 5,000 deep": { query: `{ ${"... {".repeat(5_000)} __typename ${"}".repeat(5_000)} }` },
  "fragments that double 20 times": {
    query: `{ ...f0 } ${times(20, (index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`)} fragment f20 on Query { __typename }`,
  },
  "a chain of fragments 60 deep": {
    query: `{ ...f0 } ${times(60, (index) => `fragment f${index} on Query { node(id: "x") { ...f${index + 1} } }`)} fragment f60 on Query { __typename }`,
  },
  "fragments in a circle": {
    query: "{ ...a } fragment a on Query { ...b } fragment b on Query { ...c } fragment c on Query { ...a }",
  },
  "a fragment in itself": { query: "{ ...a } fragment a on Query { a: node(id: 1) { id } ...a }" },
  "600 fragments": {
    query: `{ ${times(600, (index) => `...f${index}`)} } ${times(600, (index) => `fragment f${index} on Query { __typename }`)}`,
  },
  "50,000 duplicate fields": { query: `{ ${"a ".repeat(50_000)} }` },
  "49,000 duplicate fields, under the limit of the body": { query: `{ ${"a ".repeat(49_000)} }` },
  "500 duplicate fields": { query: `{ viewer { ${"login ".repeat(500)} } }` },
  "500 fields at the root": { query: `{ ${times(500, (index) => `f${index}`)} }` },
  "a literal of 20,000 items": { query: `{ nodes(ids: [${"1,".repeat(20_000)}]) { id } }` },
  "fragments that double 20 times and are not there in the end": {
    query: `{ ...f0 } ${times(20, (index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`)}`,
  },
  "20 times 20 fields under one name": {
    query: `{ ${times(20, () => `viewer { ${times(20, () => "avatarUrl(size: 1)")} }`)} }`,
  },
  "900 uses of fragments": { query: `{ ${times(900, (index) => `...f${index}`)} }` },
  "5,000 directives": { query: `{ __typename ${"@skip(if: false) ".repeat(5_000)} }` },
  "200 directives": { query: `{ __typename ${"@a ".repeat(200)} }` },
  "100 pages in each of 100": {
    query: "{ repositories(first: 100) { nodes { branches(first: 100) { nodes { name } } } } }",
  },
  "100 pages in each of 100, by a variable": {
    query: "query($n: Int!) { repositories(first: $n) { nodes { branches(first: $n) { nodes { name } } } } }",
    variables: { n: 100 },
  },
  "100 pages in each of 100, by the default of a variable": {
    query:
      "query($n: Int! = 100) { repositories(first: $n) { ...r } } fragment r on RepositoryConnection { edges { node { branches(first: $n) { nodes { name } } } } }",
  },
  "branches of 100 nodes": {
    query: "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Repository { branches(first: 100) { nodes { name } } } } }",
    variables: { ids: Array.from({ length: 100 }, (_, index) => `R_${index}`) },
  },
  "the types of the types of all fields, 60 times": {
    query: `{ ${times(60, (index) => `a${index}: __schema { types { ...F } }`)} } ${TYPES_OF_FIELDS}`,
  },
  "the types of the types of all fields, many times for each of them": {
    query: `{ __schema { types { fields { type { ${times(90, (index) => `a${index}: ofType { ...F }`)} } } } } } ${TYPES_OF_FIELDS}`,
  },
  "types in types, without an alias": {
    query: `{ __schema { types { ${"fields { type { ".repeat(6)} name ${"} } ".repeat(6)} } } }`,
  },
  "the description of each field, 50 times": {
    query: `{ __schema { types { fields { ${times(50, (index) => `a${index}: description`)} } } } }`,
  },
  "7,000 characters of introspection": {
    query: `{ ${times(60, (index) => `a${index}: __schema { types { name fields { name type { name ofType { name fields { name } } } } inputFields { name } enumValues { name } } }`)} }`,
  },
  "variables 20,000 deep": {
    query: "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
    variables: { ids: nested(20_000) },
  },
};

function times(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(" ");
}

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

function bodyOf(bomb: { readonly query: string; readonly variables?: unknown }): string {
  // JSON.stringify calls itself for each level of the deepest one.
  if (Array.isArray((bomb.variables as { ids?: unknown })?.ids) && bomb.query.includes("{ id }")) {
    return `{"query":${JSON.stringify(bomb.query)},"variables":{"ids":${"[".repeat(20_000)}${"]".repeat(20_000)}}}`;
  }
  return JSON.stringify(bomb);
}

test.each(Object.entries(BOMBS))("refuses %s with a code, without a call to GitHub", async (_name, bomb) => {
  await using gateway = await startGateway();
  const before = gateway.fakeGitHub.journal.entries.length;
  const response = await post(gateway.url, bodyOf(bomb));
  const text = await response.text();
  expect([400, 413]).toContain(response.status);
  const body = JSON.parse(text) as Partial<GraphQLAnswer & ErrorPage>;
  expect([
    "QUERY_TOO_DEEP",
    "QUERY_TOO_EXPENSIVE",
    "GRAPHQL_VALIDATION_FAILED",
    "BAD_USER_INPUT",
    "BAD_REQUEST",
  ]).toContain(body.errors?.[0]?.extensions.code ?? body.error?.code);
  expect(text.length).toBeLessThan(1_000);
  expect(gateway.fakeGitHub.journal.entries.length).toBe(before);
});

test("is not kept from its other work by any of them", async () => {
  await using gateway = await startGateway();
  const bodies = Object.values(BOMBS).map(bodyOf);
  await largestDelay(gateway.url, bodies);
  // Noise of the machine only ever adds: the smallest of the rounds is nearest to what the gateway itself costs.
  const delays: number[] = [];
  for (let round = 0; round < ROUNDS && !delays.some((delay) => delay < MAX_DELAY_MS); round += 1) {
    delays.push(await largestDelay(gateway.url, bodies));
  }
  expect(Math.min(...delays)).toBeLessThan(MAX_DELAY_MS);
});

/** How much longer than usual the slowest of many small requests took while the bodies were sent one after another. */
async function largestDelay(url: string, bodies: readonly string[]): Promise<number> {
  const usual: number[] = [];
  for (let index = 0; index < 30; index += 1) usual.push(await smallRequest(url));
  const median = usual.toSorted((a, b) => a - b)[15] ?? 0;

  const progress = { isDone: false };
  const sending = sendAll(url, bodies).finally(() => (progress.isDone = true));
  let slowest = 0;
  while (!progress.isDone) slowest = Math.max(slowest, await smallRequest(url));
  await sending;
  return slowest - median;
}

async function sendAll(url: string, bodies: readonly string[]): Promise<void> {
  for (const body of bodies) await (await post(url, body)).arrayBuffer();
}

async function smallRequest(url: string): Promise<number> {
  const startedAt = performance.now();
  await (await post(url, '{"query":"{ __typename }"}')).arrayBuffer();
  return performance.now() - startedAt;
}

const EVERYTHING = {
  descriptions: true,
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
  schemaDescription: true,
  specifiedByUrl: true,
  oneOf: true,
};

test.each([
  ["all there is", getIntrospectionQuery(EVERYTHING)],
  ["what GraphiQL asks", getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true })],
])("leaves room for introspection by the common tools: %s", async (_name, query) => {
  await using gateway = await startGateway();
  const { data, errors } = await answerTo(gateway.url, { query });
  expect(errors).toBeUndefined();
  expect(data?.["__schema"]).toBeDefined();
});

const operations = readContract();

test.skipIf(operations === undefined)("leaves room for every operation of the contract", async () => {
  await using gateway = await startGateway();
  for (const query of operations ?? []) {
    const { errors } = await answerTo(gateway.url, { query });
    const codes = (errors ?? []).map(({ extensions }) => extensions.code);
    expect([query, codes.filter((code) => code.startsWith("QUERY_TOO"))]).toEqual([query, []]);
  }
});

function readContract(): readonly string[] | undefined {
  try {
    const { definitions } = parse(readFileSync(CONTRACT, "utf8"));
    return definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).map((definition) => print(definition));
  } catch (error) {
    if (Reflect.get(error as object, "code") !== "ENOENT") throw error;
    console.warn("Skipped: ../shared/contract/operations.graphql is not there.");
    return undefined;
  }
}

test("answers twenty repositories by name in one operation", async () => {
  await using gateway = await startGateway();
  const query = `{ ${times(20, (index) => `r${index}: repository(owner: "a", name: "r${index}") { id name url defaultBranch { name } }`)} }`;
  const { errors } = await answerTo(gateway.url, { query });
  expect(
    (errors ?? []).map(({ extensions }) => extensions.code).filter((code) => code.startsWith("QUERY_TOO")),
  ).toEqual([]);
});
