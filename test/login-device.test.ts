import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Browser, UserError } from "./browser.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

interface Started {
  readonly deviceLoginId: string | null;
  readonly userCode: string | null;
  readonly verificationUrl: string | null;
  readonly intervalSeconds: number | null;
  readonly expiresAt: string | null;
  readonly userErrors: readonly UserError[];
}

interface Polled {
  readonly session: { readonly status: string; readonly account: { readonly login: string } | null };
  readonly intervalSeconds: number | null;
  readonly userErrors: readonly UserError[];
}

const ERRORS = "userErrors { code nextStep ... on OAuthError { providerCode } }";
const START = `mutation {
  startDeviceLogin(input: {}) { deviceLoginId userCode verificationUrl intervalSeconds expiresAt ${ERRORS} }
}`;
const POLL = `mutation Poll($id: ID!) {
  pollDeviceLogin(input: { deviceLoginId: $id }) { session { status account { login } } intervalSeconds ${ERRORS} }
}`;

describe.skipIf(!hasRedis)("signing in by a code", () => {
  let saas: TestSaaS;
  let terminal: Browser;
  beforeAll(async () => {
    saas = await startSaaS({ replicas: 2 });
    saas.fakeGitHub.world.app("octogate-demo").deviceInterval = 1;
  });
  afterAll(() => saas[Symbol.asyncDispose]());
  beforeEach(() => {
    saas.fakeGitHub.journal.clear();
    terminal = saas.browser();
  });
  afterEach(() => saas.fakeGitHub.faults.clear());

  async function start(): Promise<Started> {
    const { data, text } = await terminal.graphql(START);
    if (data === null) throw new Error(text);
    return data["startDeviceLogin"] as unknown as Started;
  }

  async function poll({ deviceLoginId }: Started, on = saas.gateway): Promise<Polled> {
    const { data, text } = await terminal.graphql(POLL, { id: deviceLoginId }, { on });
    if (data === null) throw new Error(text);
    return data["pollDeviceLogin"] as unknown as Polled;
  }

  async function decide({ verificationUrl, userCode }: Started, decision: Record<string, string>): Promise<void> {
    const body = new URLSearchParams({ user_code: userCode ?? "", ...decision });
    const response = await fetch(verificationUrl ?? "", { method: "POST", body });
    expect(response.status).toBe(200);
  }

  function polls(): number {
    return saas.fakeGitHub.journal.tokenRequests.filter(({ grantType }) => grantType === "device_code").length;
  }

  test("waits for the user's decision at GitHub and then signs in, on any replica", async () => {
    const started = await start();
    expect(started).toMatchObject({
      deviceLoginId: expect.stringMatching(/^[\w-]{43}$/) as string,
      userCode: expect.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/) as string,
      verificationUrl: `${saas.fakeGitHub.url}/login/device`,
      intervalSeconds: 1,
      userErrors: [],
    });
    expect(Date.parse(started.expiresAt ?? "")).toBeGreaterThan(Date.now() + 14 * 60_000);
    await sleep(1_050);
    expect(await poll(started, saas.replica(1))).toMatchObject({
      session: { status: "ANONYMOUS" },
      intervalSeconds: 1,
      userErrors: [{ code: "DEVICE_LOGIN_PENDING", nextStep: "WAIT", providerCode: null }],
    });
    await decide(started, { user: "octo-mock" });
    await sleep(1_050);
    expect(await poll(started)).toMatchObject({
      session: { status: "AUTHENTICATED", account: { login: "octo-mock" } },
      intervalSeconds: null,
      userErrors: [],
    });
    const { data } = await terminal.graphql("{ viewer { login } }", {}, { on: saas.replica(1) });
    expect(data).toEqual({ viewer: { login: "octo-mock" } });

    // A client whose answer got lost asks again.
    const again = saas.browser();
    terminal = again;
    expect(await poll(started, saas.replica(1))).toMatchObject({ session: { account: { login: "octo-mock" } } });
    expect(polls()).toBe(2);
  });

  test("does not pass polls on that come too soon", async () => {
    const started = await start();
    for (let index = 0; index < 10; index += 1) {
      const { userErrors, intervalSeconds } = await poll(started, saas.replica(index));
      expect(userErrors).toMatchObject([{ code: "DEVICE_LOGIN_SLOW_DOWN", nextStep: "WAIT" }]);
      expect(intervalSeconds).toBe(1);
    }
    expect(polls()).toBe(0);
    await sleep(1_050);
    const both = await Promise.all([poll(started), poll(started, saas.replica(1))]);
    expect(both.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)).toSorted()).toEqual([
      "DEVICE_LOGIN_PENDING",
      "DEVICE_LOGIN_SLOW_DOWN",
    ]);
    expect(polls()).toBe(1);
  });

  test("takes the longer pause that GitHub asks for", async () => {
    const started = await start();
    await sleep(1_050);
    saas.fakeGitHub.faults.add({ match: { grantType: "device_code" }, oauthError: "slow_down" });
    const { userErrors, intervalSeconds } = await poll(started);
    expect(userErrors).toMatchObject([{ code: "DEVICE_LOGIN_SLOW_DOWN" }]);
    expect(intervalSeconds).toBeGreaterThan(1);
    const asked = polls();
    await sleep(1_050);
    expect((await poll(started)).userErrors).toMatchObject([{ code: "DEVICE_LOGIN_SLOW_DOWN" }]);
    expect(polls()).toBe(asked);
  });

  test("is over when the user says no", async () => {
    const started = await start();
    await decide(started, { decline: "1" });
    await sleep(1_050);
    const declined = { code: "OAUTH_ACCESS_DENIED", nextStep: "LOG_IN", providerCode: "access_denied" };
    expect(await poll(started)).toMatchObject({ intervalSeconds: null, userErrors: [declined] });
    expect(await poll(started)).toMatchObject({ session: { status: "ANONYMOUS" }, userErrors: [declined] });
    expect(polls()).toBe(1);
  });

  test("says when the code has expired, and of any handle that is none", async () => {
    const started = await start();
    await sleep(1_050);
    saas.fakeGitHub.faults.add({ match: { grantType: "device_code" }, oauthError: "expired_token" });
    expect((await poll(started)).userErrors).toMatchObject([{ code: "DEVICE_LOGIN_EXPIRED", nextStep: "LOG_IN" }]);
    for (const deviceLoginId of ["", "x", "*", "A".repeat(43), "x".repeat(10_000)]) {
      const { userErrors } = await poll({ ...started, deviceLoginId });
      expect(userErrors).toMatchObject([{ code: "DEVICE_LOGIN_EXPIRED" }]);
    }
    expect(polls()).toBe(1);
  });

  test("goes on after an outage of GitHub", async () => {
    const started = await start();
    await decide(started, { user: "mona-mock" });
    await sleep(1_050);
    saas.fakeGitHub.faults.add({ match: { grantType: "device_code" }, form: "unicorn-html" });
    expect(await poll(started)).toMatchObject({
      intervalSeconds: 1,
      userErrors: [{ code: "GITHUB_UNAVAILABLE", nextStep: "WAIT" }],
    });
    await sleep(1_050);
    expect(await poll(started)).toMatchObject({ session: { account: { login: "mona-mock" } }, userErrors: [] });
  });

  test.each([
    {
      how: "is full",
      begin: () => saas.redis.command("CONFIG", "SET", "maxmemory", "1"),
      end: () => saas.redis.command("CONFIG", "SET", "maxmemory", "0"),
    },
    {
      how: "is read-only",
      begin: () => saas.redis.command("REPLICAOF", "127.0.0.1", "1"),
      end: () => saas.redis.command("REPLICAOF", "NO", "ONE"),
    },
    { how: "is stopped", begin: async () => saas.redis.stop(), end: async () => saas.redis.cont() },
  ])("asks nothing of GitHub when Redis $how", async ({ begin, end }) => {
    await begin();
    try {
      const { errors } = await terminal.graphql(START);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["SESSION_STORE_UNAVAILABLE"]);
      expect(saas.fakeGitHub.journal.entries).toEqual([]);
    } finally {
      await end();
    }
    while ((await saas.gateway.fetch("/readyz")).status !== 200) await sleep(50);
    expect(await start()).toMatchObject({ userErrors: [] });
  });

  test("is an answer where the App does not allow it", async () => {
    const app = saas.fakeGitHub.world.app("octogate-demo");
    app.hasDeviceFlow = false;
    try {
      const { deviceLoginId, userErrors } = await start();
      expect(deviceLoginId).toBeNull();
      expect(userErrors).toMatchObject([{ code: "OAUTH_MISCONFIGURED", providerCode: "device_flow_disabled" }]);
    } finally {
      app.hasDeviceFlow = true;
    }
  });
});
