import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Browser } from "./browser.js";
import { hasRedis, startRedis, type RedisServer } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

const STATUS = "{ session { status } }";

describe.skipIf(!hasRedis)("when Redis", () => {
  let redis: RedisServer;
  let saas: TestSaaS;
  let browser: Browser;
  let login: string;
  beforeAll(async () => {
    redis = (await startRedis()) as RedisServer;
    saas = await startSaaS({ redis });
  });
  afterAll(async () => {
    redis.cont();
    await saas[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    browser = saas.browser();
    await browser.signIn("octo-mock");
    login = browser.jar.get("octogate") ?? "";
    saas.fakeGitHub.journal.clear();
  });
  afterEach(async () => {
    redis.cont();
    await redis.command("CONFIG", "SET", "maxmemory", "0");
    await untilSignedIn();
  });

  async function untilSignedIn(): Promise<number> {
    const startedAt = performance.now();
    for (;;) {
      const { data } = await browser.graphql(STATUS);
      const { session } = (data ?? {}) as unknown as { session?: { status: string } };
      if (session?.status === "AUTHENTICATED") return performance.now() - startedAt;
      if (performance.now() - startedAt > 15_000) throw new Error("The session did not come back.");
      await sleep(50);
    }
  }

  /** Requests with a session wait for nobody; everything that needs none goes on. */
  async function expectUnavailable(): Promise<void> {
    for (let index = 0; index < 5; index += 1) {
      const startedAt = performance.now();
      const answer = await browser.graphql("{ session { status } viewer { login } }");
      expect(performance.now() - startedAt).toBeLessThan(1_000);
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("1");
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(answer.errors).toMatchObject([
        { extensions: { code: "SESSION_STORE_UNAVAILABLE", nextStep: "WAIT", retryable: true, retryAfterSeconds: 1 } },
      ]);
    }
    expect(browser.jar.get("octogate")).toBe(login);
    const visitor = await saas.browser().graphql("{ session { status } gateway { version } viewer { login } }");
    expect(visitor.status).toBe(200);
    expect(visitor.data).toMatchObject({ session: { status: "ANONYMOUS" }, viewer: null });
    expect((await saas.gateway.fetch("/healthz")).status).toBe(200);
    expect((await saas.gateway.fetch("/readyz")).status).toBe(503);
    expect(saas.fakeGitHub.journal.entries).toEqual([]);
  }

  async function expectLoginRefused(): Promise<void> {
    const visitor = saas.browser();
    const { errors } = await visitor.graphql("mutation { startLogin(input: {}) { authorizationUrl } }");
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["SESSION_STORE_UNAVAILABLE"]);
    expect(saas.fakeGitHub.journal.entries).toEqual([]);
  }

  test("hangs: 503 within a second, nobody is signed out, and it mends itself", async () => {
    redis.stop();
    await expectUnavailable();
    await expectLoginRefused();
    redis.cont();
    expect(await untilSignedIn()).toBeLessThan(5_000);
    expect((await saas.gateway.fetch("/readyz")).status).toBe(200);
    expect(browser.jar.get("octogate")).toBe(login);
  });

  test("is killed: 503 within a second, nobody is signed out, and it mends itself", async () => {
    await redis.kill();
    await sleep(50);
    await expectUnavailable();
    await expectLoginRefused();
    await redis.restart();
    expect(await untilSignedIn()).toBeLessThan(5_000);
    expect((await saas.gateway.fetch("/readyz")).status).toBe(200);
    expect(browser.jar.get("octogate")).toBe(login);
  });

  test("hangs while GitHub answers a login: no session and a whole answer, and the session before stays", async () => {
    const callback = await browser.consent("mona-mock", { purpose: "SWITCH_ACCOUNT" });
    saas.fakeGitHub.faults.add({ match: { grantType: "authorization_code" }, latencyMs: 600 });
    const completing = browser.graphql(
      "mutation C($i: CompleteLoginInput!) { completeLogin(input: $i) { session { status } } }",
      { i: callback },
    );
    await sleep(300);
    redis.stop();
    const { data, errors, headers } = await completing;
    expect(data).toEqual({ completeLogin: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["SESSION_STORE_UNAVAILABLE"]);
    expect(headers.getSetCookie()).toEqual([]);
    redis.cont();
    await untilSignedIn();
    expect(browser.jar.get("octogate")).toBe(login);
    expect((await browser.graphql("{ viewer { login } }")).data).toEqual({ viewer: { login: "octo-mock" } });
    const again = await browser.consent("mona-mock", { purpose: "SWITCH_ACCOUNT" });
    expect((await browser.complete(again)).session.account).toEqual({ login: "mona-mock" });
    await browser.signIn("octo-mock");
    login = browser.jar.get("octogate") ?? "";
  });

  test("is full: who is signed in goes on, and a login fails before GitHub is asked", async () => {
    const callback = await saas.browser().consent("mona-mock");
    const late = saas.browser();
    const lateCallback = await late.consent("mona-mock");
    expect(callback.code).not.toBe(lateCallback.code);
    saas.fakeGitHub.journal.clear();
    await redis.command("CONFIG", "SET", "maxmemory", "1");
    const { data, errors } = await browser.graphql("{ session { status } viewer { login } }");
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ viewer: { login: "octo-mock" } });
    saas.fakeGitHub.journal.clear();
    await expectLoginRefused();
    const refused = await late.graphql(
      "mutation C($i: CompleteLoginInput!) { completeLogin(input: $i) { session { status } } }",
      { i: lateCallback },
    );
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(["SESSION_STORE_UNAVAILABLE"]);
    expect(saas.fakeGitHub.journal.exchanges).toBe(0);

    // The attempt is still there: the same callback works when there is room again.
    await redis.command("CONFIG", "SET", "maxmemory", "0");
    expect((await late.complete(lateCallback)).session.account).toEqual({ login: "mona-mock" });
  });

  test("is full: a session that is to be renewed goes on without", async () => {
    const keys = (await redis.command("KEYS", "session:*")) as string[];
    for (const key of keys) {
      const record = JSON.parse(String(await redis.command("GET", key))) as { seenAt: number };
      await redis.command("SET", key, JSON.stringify({ ...record, seenAt: record.seenAt - 61_000 }));
    }
    await redis.command("CONFIG", "SET", "maxmemory", "1");
    const { status, data } = await browser.graphql("{ session { status } viewer { login } }");
    expect(status).toBe(200);
    expect(data).toMatchObject({ session: { status: "AUTHENTICATED" }, viewer: { login: "octo-mock" } });
    await sleep(50);
    expect(saas.gateway.logLines.join("")).toContain("a session could not be renewed");
  });

  test("is read-only: who is signed in goes on, and a login fails before GitHub is asked", async () => {
    const late = saas.browser();
    const callback = await late.consent("mona-mock");
    saas.fakeGitHub.journal.clear();
    // A replica whose master is away answers reads and refuses writes.
    await redis.command("REPLICAOF", "127.0.0.1", "1");
    try {
      const { data } = await browser.graphql(STATUS);
      expect(data).toEqual({ session: { status: "AUTHENTICATED" } });
      await expectLoginRefused();
      const refused = await late.graphql(
        "mutation C($i: CompleteLoginInput!) { completeLogin(input: $i) { session { status } } }",
        { i: callback },
      );
      expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(["SESSION_STORE_UNAVAILABLE"]);
      expect(saas.fakeGitHub.journal.exchanges).toBe(0);
    } finally {
      await redis.command("REPLICAOF", "NO", "ONE");
    }
  });

  test.each([false, true])(
    "is read-only: a logout fails, and the session keeps its cookie (everywhere: %s)",
    async (everywhere) => {
      await redis.command("REPLICAOF", "127.0.0.1", "1");
      try {
        const { errors, headers } = await browser.graphql(
          "mutation L($everywhere: Boolean!) { logout(input: { everywhere: $everywhere }) { endedSessions } }",
          { everywhere },
        );
        expect(errors.map(({ extensions }) => extensions.code)).toEqual(["SESSION_STORE_UNAVAILABLE"]);
        expect(headers.getSetCookie()).toEqual([]);
      } finally {
        await redis.command("REPLICAOF", "NO", "ONE");
      }
      await untilSignedIn();
      expect(browser.jar.get("octogate")).toBe(login);
    },
  );

  test("is away when a gateway starts: it starts, says so, is not ready, and is when Redis comes", async () => {
    await redis.kill();
    const started = saas.addReplica();
    const gateway = await started;
    expect((await gateway.fetch("/readyz")).status).toBe(503);
    expect(gateway.logLines.join("")).toContain("Redis does not answer");
    await redis.restart();
    await untilSignedIn();
    for (let index = 0; index < 100 && (await gateway.fetch("/readyz")).status !== 200; index += 1) await sleep(50);
    const { data } = await browser.graphql(STATUS, {}, { on: gateway });
    expect(data).toEqual({ session: { status: "AUTHENTICATED" } });
  });
});
