import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { eventually } from "./eventually.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { hasRedis, NO_REDIS } from "./redis-server.js";
import { startSaaS } from "./saas.js";
import type { Fault } from "../fake-github/index.js";

const VIEWER = "{ viewer { login } }";
/** As GitHub has answered without telling for how long. */
const SECONDARY: Fault = {
  match: { path: "/graphql" },
  status: 403,
  body: { message: "You have exceeded a secondary rate limit." },
};

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

async function secondsOf({ graphql }: Pick<TestGateway, "graphql">): Promise<number> {
  const { errors } = await graphql(VIEWER);
  expect(errors).toMatchObject([{ extensions: { code: "GITHUB_SECONDARY_RATE_LIMITED", nextStep: "WAIT" } }]);
  return Number(errors[0]?.extensions["retryAfterSeconds"]);
}

describe("a secondary limit for which GitHub gives no time", () => {
  test("stops calls for a minute, and twice as long each time in a row, up to 16 minutes", async () => {
    await using gateway = await startGateway();
    const { faults, journal } = gateway.fakeGitHub;
    for (const minutes of [1, 2, 4, 8, 16, 16]) {
      faults.add(SECONDARY);
      journal.clear();
      expect(await secondsOf(gateway)).toBe(minutes * 60);
      pass(minutes * 60 - 5);
      expect(await secondsOf(gateway)).toBe(5);
      expect(journal.graphql).toHaveLength(1);
      pass(6);
    }
  });

  test("begins with a minute again after a good answer", async () => {
    await using gateway = await startGateway();
    const { faults } = gateway.fakeGitHub;
    for (const seconds of [60, 120]) {
      faults.add(SECONDARY);
      expect(await secondsOf(gateway)).toBe(seconds);
      pass(seconds + 1);
    }
    expect((await gateway.graphql(VIEWER)).errors).toEqual([]);
    faults.add(SECONDARY);
    expect(await secondsOf(gateway)).toBe(60);
  });

  test("is met once by calls that are under way together", async () => {
    await using gateway = await startGateway();
    gateway.fakeGitHub.faults.add({ ...SECONDARY, latencyMs: 300, times: 5 });
    const queries = Array.from({ length: 5 }, (_, index) => `{ viewer { n${index}: login } }`);
    const answers = await Promise.all(queries.map((query) => gateway.graphql(query)));
    expect(answers.map(({ errors }) => errors[0]?.extensions["retryAfterSeconds"])).toEqual([60, 60, 60, 60, 60]);
    pass(61);
    gateway.fakeGitHub.faults.add(SECONDARY);
    expect(await secondsOf(gateway)).toBe(120);
  });

  test.skipIf(!hasRedis)(`is met by several replicas as by one${hasRedis ? "" : ` (${NO_REDIS})`}`, async () => {
    vi.useRealTimers();
    await using saas = await startSaaS({ replicas: 2 });
    const channel = `pauses:127.0.0.1:${saas.fakeGitHub.port}`;
    await eventually(async () => String(await saas.redis.command("PUBSUB", "NUMSUB", channel)) === `${channel},2`);
    const browser = saas.browser();
    await browser.signIn("octo-mock");
    vi.useFakeTimers({ toFake: ["Date"] });
    const on = (turn: number) => ({
      graphql: (query: string) => browser.graphql(query, {}, { on: saas.replica(turn) }),
    });
    for (const [turn, seconds] of [60, 120, 240].entries()) {
      saas.fakeGitHub.faults.add(SECONDARY);
      expect(await secondsOf(on(turn))).toBe(seconds);
      await eventually(async () => (await secondsOf(on(turn + 1))) === seconds);
      pass(seconds + 1);
    }
  });
});
