import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Kind, parse, print } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadRecordings, type Recording } from "../fake-github/index.js";
import { describeRecorded, RECORDINGS } from "../fake-github/test/recorded.js";
import { estimateCost } from "../src/github/cost/estimate-cost.js";
import { startGateway, type TestGateway } from "./gateway.js";

interface RecordedBody {
  readonly data?: { readonly rateLimit?: { readonly cost: number; readonly nodeCount: number } };
}

function costIn({ response }: Recording): { readonly points: number; readonly nodes: number } | undefined {
  const rateLimit = (response.body as RecordedBody | null)?.data?.rateLimit;
  return rateLimit && { points: rateLimit.cost, nodes: rateLimit.nodeCount };
}

describeRecorded("what GitHub said that a recorded query costs", () => {
  const recordings = loadRecordings(RECORDINGS, "graphql");
  const measured = recordings.filter((recording) => costIn(recording) !== undefined);

  test("is told by enough of them", () => {
    expect(measured.length).toBeGreaterThanOrEqual(20);
  });

  test.each(measured)("is what was estimated before: $id", (recording) => {
    const { query = "", variables = {} } = recording.request;
    expect(estimateCost(query, variables)).toEqual(costIn(recording));
  });

  test("is what GitHub took off the budget, where lists are nested", () => {
    const walk = recordings.filter(({ id }) => id.includes("testpaginationandrestintegration"));
    const used = walk.map(({ response }) => Number(response.headers?.["x-ratelimit-used"]));
    const [, ...estimated] = walk.map(
      ({ request }) => estimateCost(request.query ?? "", request.variables ?? {}).points,
    );
    expect(estimated).toHaveLength(2);
    expect(estimated).toEqual([1, 2].map((index) => (used[index] ?? 0) - (used[index - 1] ?? 0)));
  });
});

describe("an estimated cost", () => {
  const ONE =
    "repositories(first: 100) { nodes { issues(last: 50) { nodes { labels(first: 60) { nodes { id } } } } } }";
  const OF_ONE = { points: 51, nodes: 100 + 5_000 + 300_000 };

  test.for<[string, string, object, { readonly points: number; readonly nodes: number }]>([
    ["GitHub's own example: each list once for every object around it", `{ viewer { ${ONE} } }`, {}, OF_ONE],
    ["no list at all is the least that there is", "{ viewer { login } }", {}, { points: 1, nodes: 0 }],
    [
      "sizes from variables, and from their defaults",
      "query($a: Int!, $b: Int = 20) { viewer { repositories(first: $a) { nodes { issues(first: $b) { nodes { id } } } } } }",
      { a: 10 },
      { points: 1, nodes: 10 + 200 },
    ],
    [
      "a list that is only counted is none",
      "query($n: Int) { viewer { repositories(first: 100) { nodes { issues { totalCount } forks(first: $n) { totalCount } } } } }",
      { n: null },
      { points: 1, nodes: 100 },
    ],
    [
      "fragments, named and inline, wherever they stand",
      `query { viewer { ...A } } fragment A on User { ... on User { ${ONE} } ... { ${ONE.replace("rep", "b: rep")} } }`,
      {},
      { points: 102, nodes: 2 * OF_ONE.nodes },
    ],
    [
      "what is left out by a directive costs nothing",
      `query($no: Boolean!, $yes: Boolean!) { viewer { a: ${ONE.replace(") {", ") @include(if: $no) {")}
         ... @skip(if: $yes) { b: ${ONE} } ... @include(if: $yes) { c: ${ONE} } } }`,
      { no: false, yes: true },
      OF_ONE,
    ],
    [
      "99 requests more are still the same point",
      "query($n: Int!) { a: viewer { repositories(first: $n) { nodes { issues(first: 1) { nodes { id } } } } } }",
      { n: 99 },
      { points: 1, nodes: 198 },
    ],
  ])("%s", ([, document, variables, cost]) => {
    expect(estimateCost(document, { ...variables })).toEqual(cost);
  });
});

const OPERATIONS = fileURLToPath(new URL("../../shared/contract/operations.graphql", import.meta.url));
const operations = existsSync(OPERATIONS)
  ? parse(readFileSync(OPERATIONS, "utf8")).definitions.flatMap((each) =>
      each.kind === Kind.OPERATION_DEFINITION ? [{ name: each.name?.value ?? "", text: print(each) }] : [],
    )
  : [];

describe.skipIf(operations.length === 0)(`for ${OPERATIONS} (skipped without it)`, () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  test("every document that the gateway sends costs what was estimated", async () => {
    const { journal, world, url } = gateway.fakeGitHub;
    const repository = { owner: "octo-mock", name: "many-branches" };
    const given: Readonly<Record<string, readonly object[]>> = {
      RepositoryPicker: [{}, { search: "hello" }, { search: "zzz" }],
      BranchPicker: [repository, { ...repository, search: "oak" }],
      SetToken: [{ token: world.token("classic").text }],
      Paste: [{ url: `${url}/octo-mock/many-branches` }, { url: `${url}/northwind` }],
    };
    const sent: (readonly [string, unknown])[] = [];
    for (const { name, text } of operations) {
      for (const variables of given[name] ?? [{}]) {
        journal.clear();
        await gateway.graphql(text, { ...variables });
        for (const { query, variables: values, cost } of journal.graphql) {
          expect([name, estimateCost(query ?? "", values ?? {}).points]).toEqual([name, cost]);
          sent.push([name, cost]);
        }
      }
    }
    expect(new Set(sent.map(([name]) => name)).size).toBeGreaterThanOrEqual(6);
  });

  test("what the client is told of the cost of its operation is the sum of the estimates", async () => {
    const { journal } = gateway.fakeGitHub;
    journal.clear();
    const branches = ["a", "b", "c"].map((alias) => `${alias}: branches(first: 1) { nodes { name } }`).join(" ");
    const nested = `repositories(first: 100) { nodes { ${branches} } }`;
    const { data } = await gateway.graphql(`{ rateLimit { cost } ${nested} }`);
    expect(journal.graphql.map(({ cost }) => cost)).toEqual([3]);
    const estimated = journal.graphql.map(({ query, variables }) => estimateCost(query ?? "", variables ?? {}).points);
    expect(estimated).toEqual(journal.graphql.map(({ cost }) => cost));
    expect(data).toMatchObject({ rateLimit: { cost: estimated.reduce((sum, points) => sum + points, 0) } });
  });
});
