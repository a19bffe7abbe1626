import { afterEach, describe, expect, test, vi } from "vitest";
import { startFakeGitHub } from "../fake-github/index.js";
import { Browser } from "./browser.js";
import { eventually } from "./eventually.js";
import { startGateway, type GraphQLAnswer, type TestGateway } from "./gateway.js";
import { startSaaS } from "./saas.js";

const ON = { config: { OCTOGATE_CACHE: "on" } };
const VIEWER = "{ viewer { login } }";
const PICKER = "{ repositories(first: 3) { nodes { nameWithOwner } } }";
const TASKS = "{ suggestedTasks(first: 3) { nodes { id } } }";

afterEach(() => {
  vi.useRealTimers();
});

describe("an answer of GitHub's", () => {
  test("is given again to the same caller, and GitHub is not asked", async () => {
    await using gateway = await startGateway(ON);
    const first = await reported(gateway, PICKER);
    const second = await reported(gateway, PICKER);
    expect(second.data).toEqual(first.data);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
    expect(first.upstream).toMatchObject({ calls: { graphql: 1, rest: 0 }, points: 1, cache: { hits: 0, misses: 1 } });
    expect(second.upstream).toMatchObject({ calls: { graphql: 0, rest: 0 }, points: 0, cache: { hits: 1, misses: 0 } });
  });

  test("is told about only when the client asks", async () => {
    await using gateway = await startGateway(ON);
    expect((await gateway.graphql(PICKER)).text).not.toContain("extensions");
  });

  test("is not given to another question, nor where other arguments or variables were sent", async () => {
    await using gateway = await startGateway(ON);
    await gateway.graphql(PICKER);
    await gateway.graphql(PICKER.replace("3", "4"));
    const byVariable = "query($n: Int!) { repositories(first: $n) { nodes { id } } }";
    await gateway.graphql(byVariable, { n: 3 });
    await gateway.graphql(byVariable, { n: 4 });
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(4);
  });

  test.each([
    ["of an account for a minute", VIEWER, 60_000],
    ["of work for five seconds", TASKS, 5_000],
  ])("%s", async (_name, query, life) => {
    await using gateway = await startGateway(ON);
    vi.useFakeTimers({ toFake: ["Date"] });
    await gateway.graphql(query);
    vi.setSystemTime(Date.now() + life - 1);
    await gateway.graphql(query);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
    vi.setSystemTime(Date.now() + 1);
    await gateway.graphql(query);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(2);
  });

  test("lives as long as the shortest of its parts", async () => {
    await using gateway = await startGateway(ON);
    vi.useFakeTimers({ toFake: ["Date"] });
    const both = "{ viewer { login } suggestedTasks(first: 3) { nodes { id } } }";
    await gateway.graphql(both);
    vi.setSystemTime(Date.now() + 5_000);
    await gateway.graphql(both);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(2);
  });

  test("of a picker is given at once after ten seconds, while GitHub is asked in the background", async () => {
    await using gateway = await startGateway(ON);
    vi.useFakeTimers({ toFake: ["Date"] });
    const { journal, world, faults } = gateway.fakeGitHub;
    const before = await gateway.graphql(PICKER);
    const [shown] = (before.data as unknown as { repositories: { nodes: { nameWithOwner: string }[] } }).repositories
      .nodes;
    const [owner = "", name = ""] = shown?.nameWithOwner.split("/") ?? [];
    const repository = world.repository(owner, name);
    if (repository === undefined) throw new Error("The world lacks what it shows.");
    repository.name = "renamed-meanwhile";
    vi.setSystemTime(Date.now() + 10_000);
    // The answer in the background comes late: nobody waits for it.
    faults.add({ latencyMs: 300 });
    const stale = await reported(gateway, PICKER);
    expect(stale.data).toEqual(before.data);
    expect(stale.upstream).toMatchObject({ cache: { stale: 1 } });
    await eventually(async () => (await gateway.graphql(PICKER)).text.includes("renamed-meanwhile"));
    expect(journal.graphql).toHaveLength(2);
  });

  test("of a picker is never older than a minute", async () => {
    await using gateway = await startGateway(ON);
    vi.useFakeTimers({ toFake: ["Date"] });
    await gateway.graphql(PICKER);
    vi.setSystemTime(Date.now() + 60_000);
    expect((await reported(gateway, PICKER)).upstream).toMatchObject({ cache: { stale: 0, misses: 1 } });
  });

  test("is given again with what its headers say is missing", async () => {
    await using gateway = await startGateway(ON);
    gateway.fakeGitHub.faults.setScopes("classic", ["read:org", "read:user"]);
    const query = "{ repositories(first: 3) { nodes { id } restrictions { reason actionUrl } } }";
    const first = await gateway.graphql(query);
    expect(first.text).toContain("TOKEN_SCOPE_MISSING");
    expect((await reported(gateway, query)).data).toEqual(first.data);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
  });

  test("with errors is not remembered, and neither is a refusal", async () => {
    await using gateway = await startGateway(ON);
    const { faults, journal } = gateway.fakeGitHub;
    faults.add({ addErrors: [{ message: "Something went wrong." }], nullAt: [["p0"]] });
    expect((await gateway.graphql(VIEWER)).errors).toHaveLength(1);
    faults.add({ status: 503, body: "" });
    expect((await gateway.graphql(VIEWER)).errors).toHaveLength(1);
    expect((await gateway.graphql(VIEWER)).data).toEqual({ viewer: { login: "octo-mock" } });
    expect(journal.graphql).toHaveLength(3);
  });

  test("is asked for anew by whoever wants to know what it costs", async () => {
    await using gateway = await startGateway(ON);
    const priced = "{ viewer { login } rateLimit { cost } }";
    await gateway.graphql(priced);
    await gateway.graphql(priced);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(2);
  });

  test("is asked for each time where the configuration says so", async () => {
    await using gateway = await startGateway({ config: { OCTOGATE_CACHE: "off" } });
    await gateway.graphql(VIEWER);
    await gateway.graphql(VIEWER);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(2);
  });
});

describe("what was remembered is forgotten", () => {
  test("by refreshAccess", async () => {
    await using gateway = await startGateway(ON);
    await expectForgotten(gateway, async () => {
      await gateway.graphql("mutation { refreshAccess(input: {}) { clientMutationId } }");
    });
  });

  test("by storing the same token again", async () => {
    await using gateway = await startGateway(ON);
    await expectForgotten(gateway, () => storeClassic(gateway));
  });

  test("by removing the token, and storing the same again", async () => {
    await using gateway = await startGateway(ON);
    await expectForgotten(gateway, async () => {
      await gateway.graphql("mutation { removeGitHubToken(input: {}) { userErrors { code } } }");
      await storeClassic(gateway);
    });
  });

  test("also while it is still under way", async () => {
    await using gateway = await startGateway(ON);
    const { faults, journal } = gateway.fakeGitHub;
    faults.add({ latencyMs: 400 });
    const slow = gateway.graphql(VIEWER);
    await eventually(() => journal.graphql.length === 1);
    await gateway.graphql("mutation { refreshAccess(input: {}) { clientMutationId } }");
    await slow;
    await gateway.graphql(VIEWER);
    expect(journal.graphql).toHaveLength(2);
  });

  test("by signing out, also for another browser of the same user, whose token is still the same", async () => {
    await using saas = await startSaaS(ON);
    const [leaving, staying] = [new Browser(saas.gateway), new Browser(saas.gateway)];
    await leaving.signIn("octo-mock");
    await staying.signIn("octo-mock");
    await expectForgotten({ ...saas.gateway, graphql: (query) => staying.graphql(query) }, async () => {
      const { text } = await leaving.graphql("mutation { logout(input: {}) { endedSessions userErrors { code } } }");
      expect(text).toContain('"endedSessions":1,"userErrors":[]');
    });
  });
});

/** What was remembered before is asked for anew once something has been done. */
async function expectForgotten(
  { graphql, fakeGitHub }: Pick<TestGateway, "graphql" | "fakeGitHub">,
  done: () => Promise<void>,
): Promise<void> {
  await graphql(VIEWER);
  for (const documents of [0, 1]) {
    if (documents === 1) await done();
    fakeGitHub.journal.clear();
    expect((await graphql(VIEWER)).data).toEqual({ viewer: { login: "octo-mock" } });
    expect(fakeGitHub.journal.graphql).toHaveLength(documents);
  }
}

describe("equal questions that are under way together", () => {
  test("are one", async () => {
    await using gateway = await startGateway(ON);
    gateway.fakeGitHub.faults.add({ latencyMs: 300 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => reported(gateway, PICKER)));
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    const origins = answers.map(({ upstream }) => upstream.cache);
    expect(origins.filter(({ misses }) => misses === 1)).toHaveLength(1);
    expect(origins.filter(({ shared }) => shared === 1)).toHaveLength(9);
  });

  test("are answered although the first one to ask has gone", async () => {
    await using gateway = await startGateway(ON);
    const { faults, journal } = gateway.fakeGitHub;
    faults.add({ latencyMs: 500 });
    const leaving = new AbortController();
    const first = send(gateway, leaving.signal);
    await eventually(() => journal.graphql.length === 1);
    const second = gateway.graphql(VIEWER);
    await new Promise((resolve) => setTimeout(resolve, 100));
    leaving.abort();
    expect(await first).toBe("AbortError");
    expect((await second).data).toEqual({ viewer: { login: "octo-mock" } });
    expect(journal.graphql).toHaveLength(1);
  });

  test("are given up at GitHub when everyone has gone, and asked anew by the next", async () => {
    await using gateway = await startGateway(ON);
    const { faults, journal } = gateway.fakeGitHub;
    faults.add({ hang: true });
    const leaving = new AbortController();
    const asked = [send(gateway, leaving.signal), send(gateway, leaving.signal)];
    await eventually(() => journal.graphql.length === 1);
    const open = journal.connections;
    await new Promise((resolve) => setTimeout(resolve, 100));
    leaving.abort();
    await Promise.all(asked);
    await eventually(() => journal.connections < open);
    expect((await gateway.graphql(VIEWER)).data).toEqual({ viewer: { login: "octo-mock" } });
    expect(journal.graphql).toHaveLength(2);
  });

  test("of two users are two", async () => {
    await using fakeGitHub = await startFakeGitHub();
    await using saas = await startSaaS({ ...ON, fakeGitHub });
    const browsers = [new Browser(saas.gateway), new Browser(saas.gateway)] as const;
    await browsers[0].signIn("octo-mock");
    await browsers[1].signIn("other-mock");
    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ latencyMs: 200, times: 2 });
    const answers = await Promise.all(browsers.map((browser) => browser.graphql(VIEWER)));
    expect(answers.map(({ data }) => data)).toEqual([
      { viewer: { login: "octo-mock" } },
      { viewer: { login: "other-mock" } },
    ]);
    expect(fakeGitHub.journal.graphql).toHaveLength(2);
  });
});

interface Upstream {
  readonly calls: { readonly graphql: number; readonly rest: number };
  readonly points: number;
  readonly cache: Readonly<Record<"hits" | "stale" | "shared" | "misses", number>>;
}

async function reported(gateway: TestGateway, query: string): Promise<GraphQLAnswer & { readonly upstream: Upstream }> {
  const answer = await gateway.graphql(query, {}, { "x-octogate-report": "upstream" });
  return { ...answer, upstream: answer.extensions?.["upstream"] as Upstream };
}

async function storeClassic(gateway: TestGateway): Promise<void> {
  await gateway.graphql("mutation($t: Secret!) { setGitHubToken(input: { token: $t }) { userErrors { code } } }", {
    t: gateway.fakeGitHub.world.token("classic").text,
  });
}

async function send({ url }: TestGateway, signal: AbortSignal): Promise<string> {
  try {
    await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: VIEWER }),
      signal,
    });
    return "answered";
  } catch (error) {
    return (error as Error).name;
  }
}
