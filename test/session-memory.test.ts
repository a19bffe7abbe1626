import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Browser } from "./browser.js";
import { eventually } from "./eventually.js";
import type { TestGateway } from "./gateway.js";
import { startRedisProxy, type RedisProxy } from "./redis-proxy.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

const STATUS = "{ session { status } }";
const HELD_MS = 1_000;
const LOGOUT = "mutation L($everywhere: Boolean!) { logout(input: { everywhere: $everywhere }) { endedSessions } }";

describe.skipIf(!hasRedis)("a session that a process holds", () => {
  let saas: TestSaaS;
  let first: TestGateway;
  let second: TestGateway;
  let proxy: RedisProxy;
  /** Redis reaches it through the proxy. */
  let far: TestGateway;
  let browser: Browser;
  beforeAll(async () => {
    saas = await startSaaS({ replicas: 2, bothWays: false });
    [first, second] = saas.gateways as [TestGateway, TestGateway];
    proxy = await startRedisProxy(saas.redis.port);
    far = await saas.addReplica({ OCTOGATE_REDIS_URL: proxy.url });
    await allListen();
  });
  afterAll(async () => {
    await saas[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    browser = saas.browser();
    await browser.signIn("octo-mock");
  });

  async function allListen(): Promise<void> {
    const listening = async () => String(await saas.redis.command("PUBSUB", "NUMSUB", "session-ended"));
    await eventually(async () => (await listening()) === `session-ended,${saas.gateways.length}`);
  }

  async function statusOf(anyone: Browser, on: TestGateway): Promise<string> {
    const { data, errors } = await anyone.graphql(STATUS, {}, { on });
    const { session } = (data ?? {}) as unknown as { session?: { status: string } };
    return session?.status ?? errors[0]?.extensions.code ?? "nothing";
  }

  /** How often sessions were read so far, and tokens. */
  async function reads(): Promise<number> {
    const stats = String(await saas.redis.command("INFO", "commandstats"));
    return Number(/cmdstat_get:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  }

  /** How often the session is read for some requests that need nothing but the session. */
  async function readsFor(anyone: Browser, on: TestGateway, requests = 1): Promise<number> {
    const before = await reads();
    for (let index = 0; index < requests; index += 1) {
      expect((await anyone.graphql("{ __typename }", {}, { on })).data).toEqual({ __typename: "Query" });
    }
    return (await reads()) - before;
  }

  /** Asks until the answer takes no read; it is held for somewhat less than a second then. */
  async function untilHeld(anyone: Browser, on: TestGateway): Promise<void> {
    await eventually(async () => {
      expect(await statusOf(anyone, on)).toBe("AUTHENTICATED");
      return (await readsFor(anyone, on)) === 0;
    });
  }

  /** How long it took, in milliseconds. */
  async function logout(anyone: Browser, on: TestGateway, ended = 1, everywhere = false): Promise<number> {
    const startedAt = performance.now();
    const { data, text } = await anyone.graphql(LOGOUT, { everywhere }, { on });
    expect(data, text).toEqual({ logout: { endedSessions: ended } });
    return performance.now() - startedAt;
  }

  test("is read once in a second, and each time again after that", async () => {
    await untilHeld(browser, first);
    await sleep(HELD_MS);
    for (let round = 0; round < 3; round += 1) {
      expect(await readsFor(browser, first, 10)).toBe(1);
      expect(await statusOf(browser, first)).toBe("AUTHENTICATED");
      await sleep(HELD_MS);
    }
  });

  test("ends by its own time, and not a second later", async () => {
    const short = await saas.addReplica({ OCTOGATE_SESSION_IDLE: "2s" });
    await untilHeld(browser, short);
    await browser.signIn("octo-mock");
    const signedInAt = performance.now();
    await sleep(1_300);
    await untilHeld(browser, short);
    await sleep(Math.max(0, 2_000 - (performance.now() - signedInAt)));
    expect(await statusOf(browser, short)).toBe("ANONYMOUS");
  });

  test("ends on all replicas with its logout on one of them, in any second", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 15; round += 1) {
      const copy = browser.clone();
      await untilHeld(copy, first);
      await untilHeld(copy, second);
      const [here, there] = round % 2 === 0 ? [first, second] : [second, first];
      expect(await logout(browser, here)).toBeLessThan(HELD_MS / 2);
      const before = await reads();
      expect(await Promise.all([statusOf(copy, there), statusOf(copy, here)])).toEqual(["ANONYMOUS", "ANONYMOUS"]);
      expect((await reads()) - before).toBe(2);
      await browser.signIn("octo-mock");
    }
  });

  test("ends with a logout everywhere, from another browser and on another replica", async () => {
    await logout(browser, first, 1);
    const browsers = [saas.browser(), saas.browser(), saas.browser()] as const;
    for (const each of browsers) await each.signIn("ada-mock");
    for (const on of saas.gateways) for (const each of browsers) await untilHeld(each, on);
    expect(await logout(browsers[0].clone(), far, 3, true)).toBeLessThan(HELD_MS / 2);
    for (const on of saas.gateways) for (const each of browsers) expect(await statusOf(each, on)).toBe("ANONYMOUS");
  });

  test("ends when its browser signs in anew", async () => {
    const planted = browser.clone();
    await untilHeld(planted, first);
    await untilHeld(planted, second);
    await browser.signIn("mona-mock", { purpose: "SWITCH_ACCOUNT" });
    expect(await statusOf(planted, second)).toBe("ANONYMOUS");
    expect(await statusOf(planted, first)).toBe("ANONYMOUS");
    expect(await statusOf(browser, second)).toBe("AUTHENTICATED");
  });

  test("keeps its logout waiting until each replica has heard of it", async () => {
    const copy = browser.clone();
    await untilHeld(copy, far);
    proxy.hold("channels");
    const leaving = logout(browser, first);
    await sleep(200);
    // Nobody has said yet that it has ended.
    expect(await statusOf(copy, far)).toBe("AUTHENTICATED");
    proxy.release("channels");
    expect(await leaving).toBeLessThan(HELD_MS - 200);
    expect(await statusOf(copy, far)).toBe("ANONYMOUS");
  });

  test("has run out when its logout answers, on a replica that does not hear of it", async () => {
    const copy = browser.clone();
    await untilHeld(copy, far);
    proxy.hold("channels");
    onTestFinished(() => proxy.release("channels"));
    const took = await logout(browser, first);
    expect(took).toBeGreaterThan(HELD_MS / 2);
    expect(took).toBeLessThan(1.5 * HELD_MS);
    expect(await statusOf(copy, far)).toBe("ANONYMOUS");
  });

  test("is not held from a read that was under way when it ended", async () => {
    const copy = browser.clone();
    await untilHeld(copy, far);
    await sleep(HELD_MS);
    proxy.hold("commands");
    const reading = statusOf(copy, far);
    await sleep(100);
    const leaving = logout(browser, first);
    await sleep(150);
    proxy.release("commands");
    // It came before the logout.
    expect(await reading).toBe("AUTHENTICATED");
    await leaving;
    expect(await statusOf(copy, far)).toBe("ANONYMOUS");
  });

  test("ends at once on replicas whose ears were cut off", async () => {
    for (let round = 0; round < 5; round += 1) {
      const copy = browser.clone();
      await untilHeld(copy, second);
      await saas.redis.command("CLIENT", "KILL", "TYPE", "pubsub");
      expect(await logout(browser, first)).toBeLessThan(1.5 * HELD_MS);
      expect(await statusOf(copy, second)).toBe("ANONYMOUS");
      await browser.signIn("octo-mock");
    }
    await allListen();
  });

  test("ends where nothing may be published, a second later", async () => {
    const copy = browser.clone();
    await untilHeld(copy, second);
    await saas.redis.command("ACL", "SETUSER", "default", "-publish");
    onTestFinished(async () => void (await saas.redis.command("ACL", "SETUSER", "default", "+publish")));
    const took = await logout(browser, first);
    expect(took).toBeGreaterThan(HELD_MS);
    expect(took).toBeLessThan(1.5 * HELD_MS);
    expect(await statusOf(copy, second)).toBe("ANONYMOUS");
  });

  test("is held by nobody who cannot listen, and then ends without waiting", async () => {
    await saas.redis.command("ACL", "SETUSER", "deaf", "on", ">secret", "~*", "+@all", "resetchannels");
    const deaf = await saas.addReplica({ OCTOGATE_REDIS_URL: saas.redis.url.replace("://", "://deaf:secret@") });
    for (let index = 0; index < 5; index += 1) {
      expect(await statusOf(browser, deaf)).toBe("AUTHENTICATED");
      expect(await readsFor(browser, deaf)).toBe(1);
    }
    expect(await logout(browser.clone(), first)).toBeLessThan(HELD_MS / 2);
    expect(await statusOf(browser, deaf)).toBe("ANONYMOUS");
  });

  test("ends a second later where a process that may hold it is gone without a word", async () => {
    const [seconds = "0"] = (await saas.redis.command("TIME")) as string[];
    await saas.redis.command("ZADD", "session-holders", (Number(seconds) + 60) * 1_000, "gone");
    onTestFinished(async () => void (await saas.redis.command("ZREM", "session-holders", "gone")));
    const took = await logout(browser, first);
    expect(took).toBeGreaterThan(HELD_MS);
    expect(took).toBeLessThan(1.5 * HELD_MS);
  });

  test("keeps no logout waiting when its process has ended", async () => {
    const leaving = await saas.addReplica();
    await untilHeld(browser, leaving);
    await leaving[Symbol.asyncDispose]();
    expect(await logout(browser, first)).toBeLessThan(HELD_MS / 2);
  });

  test("goes on for its second while Redis hangs, and then cannot be read; nobody is signed out", async () => {
    await untilHeld(browser, first);
    saas.redis.stop();
    onTestFinished(() => saas.redis.cont());
    const startedAt = performance.now();
    const answers: string[] = [];
    while (performance.now() - startedAt < 1.5 * HELD_MS) answers.push(await statusOf(browser, first));
    expect(answers[0]).toBe("AUTHENTICATED");
    expect(answers.at(-1)).toBe("SESSION_STORE_UNAVAILABLE");
    expect(new Set(answers)).toEqual(new Set(["AUTHENTICATED", "SESSION_STORE_UNAVAILABLE"]));
    saas.redis.cont();
    await eventually(async () => (await statusOf(browser, first)) === "AUTHENTICATED");
  });

  test("is forgotten with the connection to Redis: the next one may know nothing of who holds what", async () => {
    await untilHeld(browser, first);
    const before = await reads();
    await saas.redis.command("CLIENT", "KILL", "TYPE", "normal");
    await eventually(async () => (await statusOf(browser, first)) === "AUTHENTICATED");
    expect((await reads()) - before).toBe(1);
  });
});
