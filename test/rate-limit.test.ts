import { describe, expect, test } from "vitest";
import { ask } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { documentsOf, fieldsIn } from "./upstream-journal.js";

interface RateLimit {
  readonly resource: string;
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly resetAt: string;
  readonly cost: number | null;
  readonly observedAt: string;
  readonly pausedUntil: string | null;
}

const ALL = "{ resource limit remaining used resetAt cost observedAt pausedUntil }";
const NO_HEADERS = Object.fromEntries(
  ["limit", "remaining", "used", "reset", "resource"].map((name) => [`x-ratelimit-${name}`, ""]),
);

/** A gateway that has a token and has asked GitHub nothing yet. */
async function restart(first: TestGateway): Promise<TestGateway> {
  first.fakeGitHub.journal.clear();
  return startGateway({ fakeGitHub: first.fakeGitHub, dataDir: first.dataDir, token: null });
}

function budgetOf(gateway: TestGateway) {
  const { limits, world } = gateway.fakeGitHub;
  return limits.budget(world.token("classic").user, "graphql");
}

describe("the budget at GitHub", () => {
  test("is not known before the first call, nor without a token, and is not asked for", async () => {
    await using first = await startGateway();
    await using fresh = await restart(first);
    expect(await ask(fresh, `{ rateLimit ${ALL} core: rateLimit(resource: CORE) ${ALL} rateLimits ${ALL} }`)).toEqual({
      rateLimit: null,
      core: null,
      rateLimits: [],
    });
    await using without = await startGateway({ token: null });
    expect(await ask(without, `{ rateLimit ${ALL} rateLimits ${ALL} }`)).toEqual({ rateLimit: null, rateLimits: [] });
    expect([...first.fakeGitHub.journal.entries, ...without.fakeGitHub.journal.entries]).toEqual([]);
  });

  test("is what the headers told last, of this very operation", async () => {
    await using first = await startGateway();
    await using gateway = await restart(first);
    const before = Date.now();
    const { rateLimit } = await ask<{ rateLimit: RateLimit }>(
      gateway,
      "{ viewer { login } rateLimit { resource limit remaining used resetAt observedAt pausedUntil } }",
    );
    const { limit, remaining, used, reset } = budgetOf(gateway);
    expect(rateLimit).toEqual({
      resource: "GRAPHQL",
      limit,
      remaining,
      used,
      resetAt: new Date(reset * 1000).toISOString(),
      observedAt: expect.any(String),
      pausedUntil: null,
    });
    expect(Date.parse(rateLimit.observedAt)).toBeGreaterThanOrEqual(before);
    expect(documentsOf(gateway).map(fieldsIn)).toEqual([["Query.viewer", "User.login"]]);
  });

  test("is told for each resource that was asked", async () => {
    await using gateway = await startGateway();
    const { rateLimits } = await ask<{ rateLimits: readonly RateLimit[] }>(gateway, `{ rateLimits ${ALL} }`);
    expect(rateLimits.map(({ resource }) => resource).toSorted()).toEqual(["CORE", "GRAPHQL"]);
    const core = gateway.fakeGitHub.limits.budget(gateway.fakeGitHub.world.token("classic").user, "core");
    expect(rateLimits.find(({ resource }) => resource === "CORE")).toMatchObject({
      remaining: core.remaining,
      used: core.used,
    });
    expect(await ask(gateway, "{ rateLimit(resource: SEARCH) { limit } }")).toEqual({ rateLimit: null });
  });

  test("goes down with each operation", async () => {
    await using gateway = await startGateway();
    const operation = "{ viewer { login } rateLimit { remaining } }";
    const one = await ask<{ rateLimit: RateLimit }>(gateway, operation);
    const two = await ask<{ rateLimit: RateLimit }>(gateway, operation);
    expect(two.rateLimit.remaining).toBe(one.rateLimit.remaining - 1);
  });

  test("is null on a host without limits, and everything else works", async () => {
    await using first = await startGateway();
    await using gateway = await restart(first);
    gateway.fakeGitHub.faults.add({ headers: NO_HEADERS, times: 10 });
    expect(await ask(gateway, `{ viewer { login } rateLimit ${ALL} rateLimits ${ALL} }`)).toEqual({
      viewer: { login: "octo-mock" },
      rateLimit: null,
      rateLimits: [],
    });
  });

  test("headers that make no sense are not believed", async () => {
    await using first = await startGateway();
    await using gateway = await restart(first);
    for (const headers of [
      { "x-ratelimit-remaining": "many" },
      { "x-ratelimit-limit": "-1" },
      { "x-ratelimit-reset": "soon" },
    ]) {
      gateway.fakeGitHub.faults.add({ headers });
      expect(await ask(gateway, "{ viewer { login } rateLimit { remaining } }")).toEqual({
        viewer: { login: "octo-mock" },
        rateLimit: null,
      });
    }
  });

  test("belongs to the token: another token has its own", async () => {
    await using gateway = await startGateway();
    await ask(gateway, "{ viewer { login } }");
    const mine = await ask<{ rateLimit: RateLimit }>(gateway, "{ rateLimit { used } }");
    expect(mine.rateLimit.used).toBeGreaterThan(1);
    const token = gateway.fakeGitHub.world.token("other").text;
    await ask(
      gateway,
      "mutation($token: Secret!) { setGitHubToken(input: { token: $token }) { userErrors { code } } }",
      { token },
    );
    const theirs = await ask<{ rateLimit: RateLimit }>(gateway, "{ rateLimit { used } }");
    expect(theirs.rateLimit.used).toBe(1);
  });
});

describe("what an operation cost", () => {
  test("is asked of GitHub along with what is asked anyway, and only when it is wanted", async () => {
    await using gateway = await startGateway();
    const { rateLimit } = await ask<{ rateLimit: RateLimit }>(gateway, "{ viewer { login } rateLimit { cost } }");
    expect(rateLimit).toEqual({ cost: 1 });
    expect(documentsOf(gateway).map(fieldsIn)).toEqual([
      ["Query.rateLimit", "Query.viewer", "RateLimit.cost", "User.login"],
    ]);
    gateway.fakeGitHub.journal.clear();
    await ask(gateway, "query($no: Boolean = false) { viewer { login } rateLimit { used cost @include(if: $no) } }");
    expect(documentsOf(gateway).map(fieldsIn)).toEqual([["Query.viewer", "User.login"]]);
  });

  test("is the sum of all its requests", async () => {
    await using gateway = await startGateway();
    const { rateLimit } = await ask<{ rateLimit: RateLimit }>(
      gateway,
      '{ repositories(search: "a", first: 100) { nodes { name branches(first: 20) { nodes { name } } } } rateLimit { cost } }',
    );
    const costs = gateway.fakeGitHub.journal.graphql.map(({ cost }) => cost ?? 0);
    expect(costs).toHaveLength(2);
    expect(rateLimit.cost).toBe(costs.reduce((sum, cost) => sum + cost));
    expect(rateLimit.cost).toBeGreaterThan(1);
  });

  test("is unknown when nothing was asked of GitHub", async () => {
    await using gateway = await startGateway();
    expect(await ask(gateway, "{ rateLimit { cost limit } }")).toEqual({ rateLimit: { cost: null, limit: 5_000 } });
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });
});
