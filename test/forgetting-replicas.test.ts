import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "./browser.js";
import { eventually } from "./eventually.js";
import type { TestGateway } from "./gateway.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

const LISTS = "{ repositories(first: 1) { totalCount } installations(first: 50) { totalCount } }";
const REFRESH = "mutation { refreshAccess(input: {}) { installations { totalCount } userErrors { code } } }";

describe.skipIf(!hasRedis)("what replicas remember of a user", () => {
  let saas: TestSaaS;
  let first: TestGateway;
  let second: TestGateway;
  beforeAll(async () => {
    saas = await startSaaS({ replicas: 2, bothWays: false, config: { OCTOGATE_CACHE: "on" } });
    [first, second] = saas.gateways as [TestGateway, TestGateway];
    await eventually(allListen);
  });
  afterAll(() => saas[Symbol.asyncDispose]());

  async function allListen(): Promise<boolean> {
    const channel = `forget:127.0.0.1:${saas.fakeGitHub.port}`;
    return String(await saas.redis.command("PUBSUB", "NUMSUB", channel)) === `${channel},${saas.gateways.length}`;
  }

  async function totalOn(on: TestGateway, browser: Browser): Promise<number> {
    const { data, text } = await browser.graphql(LISTS, {}, { on });
    if (!data?.["repositories"]) throw new Error(text);
    return (data["repositories"] as unknown as { totalCount: number }).totalCount;
  }

  test("is forgotten on all of them by refreshAccess on one, and of nobody else", async () => {
    const [octo, mona] = [saas.browser(), saas.browser()];
    await octo.signIn("octo-mock");
    await mona.signIn("mona-mock");
    const before = await totalOn(first, octo);
    expect(await totalOn(second, octo)).toBe(before);
    const others = await totalOn(second, mona);
    saas.fakeGitHub.world.addRepository({ owner: "octo-mock", name: "made-just-now" });
    expect(await totalOn(second, octo)).toBe(before);

    const { data } = await octo.graphql(REFRESH, {}, { on: first });
    expect(data?.["refreshAccess"]).toMatchObject({ userErrors: [] });
    expect(await totalOn(first, octo)).toBe(before + 1);
    await eventually(async () => (await totalOn(second, octo)) === before + 1);

    saas.fakeGitHub.journal.clear();
    expect(await totalOn(second, mona)).toBe(others);
    expect(saas.fakeGitHub.journal.entries).toEqual([]);
  });

  test("is forgotten by the replica itself when Redis cannot carry it to others", async () => {
    const browser = saas.browser();
    await browser.signIn("octo-mock");
    const before = await totalOn(first, browser);
    saas.fakeGitHub.world.addRepository({ owner: "octo-mock", name: "made-a-moment-later" });
    await saas.redis.command("ACL", "SETUSER", "default", "-publish");
    try {
      const { data } = await browser.graphql(REFRESH, {}, { on: first });
      expect(data?.["refreshAccess"]).toMatchObject({ userErrors: [] });
      expect(await totalOn(first, browser)).toBe(before + 1);
    } finally {
      await saas.redis.command("ACL", "SETUSER", "default", "+publish");
    }
  });
});
