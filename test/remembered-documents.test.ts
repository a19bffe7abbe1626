import { Session, type Profiler } from "node:inspector/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGateway, type TestGateway } from "./gateway.js";

/** How often V8 has called GraphQL's own functions since the last time. */
class Calls implements AsyncDisposable {
  readonly #session = new Session();

  static async open(): Promise<Calls> {
    const calls = new Calls();
    calls.#session.connect();
    await calls.#session.post("Profiler.enable");
    await calls.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
    return calls;
  }

  /** Calls of what reads documents, writes them and checks them. */
  async take(): Promise<Readonly<Record<"parse" | "print" | "validate", number>>> {
    const { result } = await this.#session.post("Profiler.takePreciseCoverage");
    return {
      parse: countIn(result, "language/parser.js", "parse"),
      print: countIn(result, "language/printer.js", "print"),
      validate: countIn(result, "validation/validate.js", "validate"),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.post("Profiler.stopPreciseCoverage");
    this.#session.disconnect();
  }
}

function countIn(scripts: readonly Profiler.ScriptCoverage[], file: string, name: string): number {
  const functions = scripts.filter(({ url }) => url.endsWith(`/graphql/${file}`)).flatMap((script) => script.functions);
  return functions
    .filter(({ functionName }) => functionName === name)
    .reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0);
}

describe("a document that a client sends again", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    // GitHub is asked each time. Otherwise there would be nothing to write.
    gateway = await startGateway({ config: { OCTOGATE_CACHE: "off" }, bothWays: false });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  test.for([
    ["by its plan", "query ($n: Int!) { repositories(first: $n) { nodes { name defaultBranch { name isDefault } } } }"],
    [
      "in full",
      `query ($n: Int!) { session { status } repositories(first: $n, orderBy: { field: LAST_USED, direction: DESC }) {
         nodes { name issues(first: $n) { nodes { number } } } restrictions { reason } }
         suggestedTasks(first: $n) { nodes { ... on SuggestedTask { title: reason } } } }`,
    ],
    [
      "of branches",
      'query ($n: Int!) { branches(owner: "octo-mock", name: "many-branches", first: $n) { nodes { name } } }',
    ],
  ] as const)("is neither read nor written nor checked again, run %s", async ([, query]) => {
    const { journal } = gateway.fakeGitHub;
    await using calls = await Calls.open();
    const first = await gateway.graphql(query, { n: 5 });
    expect(first.errors).toEqual([]);
    const made = await calls.take();
    expect(Math.min(made.parse, made.print, made.validate)).toBeGreaterThan(0);
    // A plan is made when the operation is known to be valid.
    await gateway.graphql(query, { n: 5 });
    await calls.take();
    journal.clear();
    expect((await gateway.graphql(query, { n: 5 })).data).toEqual(first.data);
    expect(journal.graphql.length).toBeGreaterThan(0);
    expect(await calls.take()).toEqual({ parse: 0, print: 0, validate: 0 });
  });

  test("and has several operations is what each of them selects, also of a fragment that they share", async () => {
    const query = `
      query Short { ...Shared }
      query Long { ...Shared viewer { id } }
      fragment Shared on Query { viewer { login } }`;
    async function keysOf(operationName: string): Promise<readonly string[]> {
      const response = await gateway.fetch("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, operationName }),
      });
      const { data } = (await response.json()) as { readonly data: { readonly viewer: object | null } };
      return Object.keys(data.viewer ?? {});
    }
    expect(await keysOf("Short")).toEqual(["login"]);
    expect(await keysOf("Long")).toEqual(["login", "id"]);
    expect(await keysOf("Short")).toEqual(["login"]);
  });
});
