import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../fake-github/index.js";
import { failuresOf } from "./ask.js";
import { Browser } from "./browser.js";
import { eventually } from "./eventually.js";
import type { TestGateway } from "./gateway.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

const VIEWER = "{ viewer { login } }";
const BUDGET = "{ rateLimit { limit remaining used resetAt observedAt pausedUntil } }";
const PAUSED: Fault = {
  match: { path: "/graphql" },
  status: 403,
  headers: { "retry-after": "600" },
  body: { message: "You have exceeded a secondary rate limit." },
};

describe.skipIf(!hasRedis)("a limit that one replica has met", () => {
  let saas: TestSaaS;
  let first: TestGateway;
  let second: TestGateway;
  let users = 0;
  beforeAll(async () => {
    saas = await startSaaS({ replicas: 2 });
    [first, second] = saas.gateways as [TestGateway, TestGateway];
    await eventually(allListen);
  });
  afterAll(() => saas[Symbol.asyncDispose]());
  afterEach(() => saas.fakeGitHub.faults.clear());

  async function allListen(): Promise<boolean> {
    const channel = `pauses:127.0.0.1:${saas.fakeGitHub.port}`;
    return String(await saas.redis.command("PUBSUB", "NUMSUB", channel)) === `${channel},${saas.gateways.length}`;
  }

  /** Whoever listens again need not be able to ask yet: that is another connection. */
  async function allAreReady(): Promise<boolean> {
    const states = await Promise.all(saas.gateways.map((gateway) => gateway.fetch("/readyz")));
    return states.every(({ status }) => status === 200);
  }

  /** A user whom GitHub has told nothing yet. */
  async function signInSomebody(): Promise<{ readonly browser: Browser; readonly login: string }> {
    const login = `somebody-${(users += 1)}`;
    saas.fakeGitHub.world.addUser({ login });
    const browser = new Browser(first);
    await browser.signIn(login);
    saas.fakeGitHub.journal.clear();
    return { browser, login };
  }

  /** Lets a user meet a limit on the first replica. */
  async function meetLimit(browser: Browser, fault: Fault = PAUSED): Promise<void> {
    saas.fakeGitHub.faults.add(fault);
    expect(failuresOf(await browser.graphql(VIEWER))[0]).toContain("RATE_LIMITED");
    saas.fakeGitHub.journal.clear();
  }

  async function expectNoCall(browser: Browser, on: TestGateway): Promise<void> {
    const { errors } = await browser.graphql(VIEWER, {}, { on });
    expect(errors).toMatchObject([{ extensions: { code: "GITHUB_SECONDARY_RATE_LIMITED", nextStep: "WAIT" } }]);
    const seconds = Number(errors[0]?.extensions["retryAfterSeconds"]);
    expect(seconds).toBeGreaterThan(570);
    expect(seconds).toBeLessThanOrEqual(600);
    expect(saas.fakeGitHub.journal.entries).toEqual([]);
  }

  test("stops the other one at once, before its first call", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { browser } = await signInSomebody();
      await meetLimit(browser);
      await expectNoCall(browser, second);
    }
  });

  test("stops nobody else", async () => {
    const [limited, other] = [await signInSomebody(), await signInSomebody()];
    await meetLimit(limited.browser);
    await expectNoCall(limited.browser, second);
    for (const on of [first, second]) {
      expect((await other.browser.graphql(VIEWER, {}, { on })).data).toEqual({ viewer: { login: other.login } });
    }
  });

  test("holds for the user, whatever the token", async () => {
    const { browser, login } = await signInSomebody();
    await meetLimit(browser);
    const again = new Browser(second);
    await again.signIn(login);
    saas.fakeGitHub.journal.clear();
    await expectNoCall(again, first);
    await expectNoCall(again, second);
  });

  test("is known to a replica that is started after it", async () => {
    const { browser } = await signInSomebody();
    await meetLimit(browser);
    await expectNoCall(browser, await saas.addReplica());
  });

  test("reaches a replica that could not listen, within five seconds", async () => {
    const { browser } = await signInSomebody();
    // Its connection is back within half a second, and what was published meanwhile is lost.
    await saas.redis.command("CLIENT", "KILL", "TYPE", "pubsub");
    await meetLimit(browser);
    await sleep(5_500);
    await expectNoCall(browser, second);
    // And it listens again.
    const other = await signInSomebody();
    await meetLimit(other.browser);
    await expectNoCall(other.browser, second);
  });

  test("of the hourly budget stops documents everywhere until it is full again, and REST goes on", async () => {
    const { browser } = await signInSomebody();
    const reset = Math.floor(Date.now() / 1000) + 900;
    const headers = { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
    const error = { type: "RATE_LIMIT", code: "graphql_rate_limit", message: "API rate limit already exceeded." };
    await meetLimit(browser, { match: { path: "/graphql" }, status: 200, headers, body: { errors: [error] } });
    const answer = await browser.graphql(`{ viewer { login } ${BUDGET.slice(1)}`, {}, { on: second });
    expect(failuresOf(answer)).toEqual(["viewer GITHUB_RATE_LIMITED"]);
    expect(saas.fakeGitHub.journal.entries).toEqual([]);
    await browser.graphql("{ installations { nodes { id } } }", {}, { on: second });
    expect(saas.fakeGitHub.journal.entries.map(({ path }) => path)).toContain("/user/installations");
  });

  test("that lasts longer is not cut short by one that lasts less", async () => {
    const { browser } = await signInSomebody();
    saas.fakeGitHub.faults.add({ ...PAUSED, latencyMs: 300 });
    saas.fakeGitHub.faults.add({ ...PAUSED, latencyMs: 600, headers: { "retry-after": "5" } });
    await Promise.all([browser.graphql(VIEWER), browser.graphql(VIEWER)]);
    saas.fakeGitHub.journal.clear();
    for (const on of [first, second]) await expectNoCall(browser, on);
  });

  test("holds where it was met, while Redis takes nothing that could be told", async () => {
    const { browser } = await signInSomebody();
    await saas.redis.command("CONFIG", "SET", "maxmemory", "1");
    try {
      await meetLimit(browser);
      await expectNoCall(browser, first);
    } finally {
      await saas.redis.command("CONFIG", "SET", "maxmemory", "0");
    }
  });

  test("is told again after Redis was away", async () => {
    const { browser } = await signInSomebody();
    await saas.redis.restart();
    await eventually(allListen);
    await eventually(allAreReady);
    await meetLimit(browser);
    await expectNoCall(browser, second);
  });

  test("a budget that one replica was told is shown by the other a moment later", async () => {
    const { browser } = await signInSomebody();
    const { data } = await browser.graphql(`{ viewer { login } ${BUDGET.slice(1)}`);
    const { rateLimit } = data as unknown as { rateLimit: object };
    expect(rateLimit).toMatchObject({ limit: 5_000, pausedUntil: null });
    saas.fakeGitHub.journal.clear();
    await eventually(async () => {
      const answer = await browser.graphql(BUDGET, {}, { on: second });
      return JSON.stringify(answer.data) === JSON.stringify({ rateLimit });
    });
    expect(saas.fakeGitHub.journal.entries).toEqual([]);
  });

  test("costs a request nothing: no command of Redis's is sent for it", async () => {
    const { browser } = await signInSomebody();
    await browser.graphql(VIEWER);
    const before = await countCommands();
    for (let request = 0; request < 50; request += 1) await browser.graphql(VIEWER, {}, { on: saas.replica(request) });
    const after = await countCommands();
    // What replicas tell each other in between, for all requests of a second together.
    expect(after - before).toBeLessThan(25);
  });

  /** How often the commands ran that are about limits at GitHub. */
  async function countCommands(): Promise<number> {
    const stats = String(await saas.redis.command("INFO", "commandstats"));
    return [...stats.matchAll(/^cmdstat_(?:publish|zadd|zrangebyscore|zremrangebyscore):calls=(\d+)/gm)].reduce(
      (sum, [, calls]) => sum + Number(calls),
      0,
    );
  }
});
