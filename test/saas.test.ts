import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { TOKEN_TIMINGS } from "../src/auth/github-oauth/token-timings.js";
import type { NamedMiddleware } from "../src/editions/edition.js";
import oss from "../src/editions/oss.js";
import { RedisSettingsStore } from "../src/settings/redis-settings-store.js";
import { Secret } from "../src/secret/secret.js";
import { openRedis } from "../src/storage/redis-connection.js";
import { describeEdition } from "./edition.battery.js";
import { startGateway } from "./gateway.js";
import { hasRedis, startRedis, type RedisServer } from "./redis-server.js";
import { saasConfig, signIn, startSaaS, type TestSaaS } from "./saas.js";
import { describeSettingsStore } from "./settings-store.battery.js";

describe.skipIf(!hasRedis)("on Redis", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = (await startRedis()) as RedisServer;
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  describeEdition("saas", {
    async start() {
      await redis.command("FLUSHALL");
      const saas = await startSaaS({ redis });
      return { ...saas.gateway, [Symbol.asyncDispose]: () => saas[Symbol.asyncDispose]() };
    },
    signIn,
    async signOut(gateway, headers) {
      const { errors } = await gateway.graphql("mutation { logout(input: {}) { endedSessions } }", {}, headers);
      expect(errors).toEqual([]);
    },
    async refuse({ fakeGitHub: { world, oauth } }, login) {
      const user = world.user(login);
      // A token that was just issued is taken for one that not all of GitHub knows yet.
      await sleep(TOKEN_TIMINGS.lagMs + 50);
      if (user) oauth.authorizations.revokeGrant(world.app("octogate-demo"), user);
    },
  });

  describeSettingsStore("Redis", {
    async open(clock) {
      await redis.command("FLUSHALL");
      const url = new Secret(redis.url);
      const connections = [openRedis({ url }), openRedis({ url })] as const;
      for (const connection of connections) expect(await connection.whenReady(2_000)).toBe(true);
      return {
        store: new RedisSettingsStore({ client: connections[0].client, clock }),
        reopen: () => Promise.resolve(new RedisSettingsStore({ client: connections[1].client, clock })),
        async close() {
          for (const connection of connections) await connection[Symbol.asyncDispose]();
        },
      };
    },
  });

  test("settings that cannot be read are not taken for none, and are never overwritten", async () => {
    await using connection = openRedis({ url: new Secret(redis.url) });
    await connection.whenReady(2_000);
    const store = new RedisSettingsStore({ client: connection.client });
    await store.change("user:7", { language: "de" });
    await redis.command("SET", "settings:user:7", '{"v":2,"settings":{}}');
    await expect(store.read("user:7")).rejects.toMatchObject({ code: "SESSION_STORE_UNAVAILABLE" });
    await expect(store.change("user:7", { language: "fr" })).rejects.toMatchObject({
      code: "SESSION_STORE_UNAVAILABLE",
    });
    expect(await redis.command("GET", "settings:user:7")).toBe('{"v":2,"settings":{}}');
  });
});

describe.skipIf(!hasRedis)("the edition saas", () => {
  let saas: TestSaaS;
  beforeAll(async () => {
    saas = await startSaaS({ replicas: 4 });
  });
  afterAll(() => saas[Symbol.asyncDispose]());

  test("takes every step of OSS, in OSS's order, and adds its own", async () => {
    const line = saas.gateway.logLines.find((text) => text.includes("steps before GraphQL")) ?? "{}";
    const { middleware: steps } = JSON.parse(line) as { middleware: readonly string[] };
    expect(steps).toEqual(["address-limit", "cross-site-guard", "session", "identity-limit"]);
    const setup = { config: { publicUrl: new URL("http://127.0.0.1:1") } };
    const ofOss: readonly NamedMiddleware[] = oss.middleware({ setup } as Parameters<typeof oss.middleware>[0]);
    expect(steps.filter((name) => ofOss.some((step) => step.name === name))).toEqual(ofOss.map(({ name }) => name));
  });

  test("says what it is, and where the App is installed", async () => {
    const { data, errors } = await saas.gateway.graphql(
      "{ gateway { edition editionName links { installApp } features { name enabled } } session { loginOptions { provider isAvailable } } }",
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      gateway: {
        edition: "SAAS",
        editionName: "saas",
        links: { installApp: `${saas.fakeGitHub.url}/github-apps/octogate-demo/installations/new` },
      },
      session: {
        loginOptions: [
          { provider: "GITHUB", isAvailable: true },
          { provider: "GITHUB_DEVICE", isAvailable: true },
        ],
      },
    });
  });

  test("gives two users in 2,000 mixed operations over shared connections never the other's data", async () => {
    const octo = { login: "octo-mock", headers: await signIn(saas.gateway, "octo-mock") };
    const mate = { login: "other-mock", headers: await signIn(saas.gateway, "other-mock") };
    for (const { login, headers } of [octo, mate]) {
      const { errors } = await saas.gateway.graphql(
        "mutation Name($name: String) { saveSettings(input: { gitUserName: $name }) { settings { version } } }",
        { name: `I am ${login}` },
        headers,
      );
      expect(errors).toEqual([]);
    }
    const query = `{
      viewer { login } session { account { login } credential { login } } settings { gitUserName }
      repositories(first: 3) { nodes { nameWithOwner } }
    }`;
    let answered = 0;
    let index = 0;
    async function work(): Promise<void> {
      while (index < 2_000) {
        const turn = index++;
        const [{ login, headers }, { login: other }] = turn % 2 === 0 ? [octo, mate] : [mate, octo];
        const { data, errors, text } = await saas.replica(turn).graphql(query, {}, headers);
        expect(errors).toEqual([]);
        expect(data).toMatchObject({
          viewer: { login },
          session: { account: { login }, credential: { login } },
          settings: { gitUserName: `I am ${login}` },
        });
        expect(text).not.toContain(other);
        answered += 1;
      }
    }
    await Promise.all(Array.from({ length: 24 }, work));
    expect(answered).toBe(2_000);
  }, 120_000);
});

describe.skipIf(!hasRedis)("limits", () => {
  async function start(config: Readonly<Record<string, string>>): Promise<TestSaaS> {
    const saas = await startSaaS({ replicas: 2, config });
    onTestFinished(() => saas[Symbol.asyncDispose]());
    return saas;
  }

  const LIMITED = {
    status: 429,
    errors: [{ extensions: { code: "GITHUB_SECONDARY_RATE_LIMITED", nextStep: "WAIT", retryable: true } }],
  };

  test("one user's requests, over all replicas, and nobody else's", async () => {
    const saas = await start({ OCTOGATE_RATE_LIMIT: "60" });
    const [one, other] = [await signIn(saas.gateway, "octo-mock"), await signIn(saas.gateway, "mona-mock")];
    const statuses = new Map<number, number>();
    for (let index = 0; index < 70; index += 1) {
      const answer = await saas.replica(index).graphql("{ session { status } }", {}, one);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status !== 200) {
        expect(answer).toMatchObject(LIMITED);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      }
    }
    expect(Object.fromEntries(statuses)).toEqual({ 200: 60, 429: 10 });
    expect((await saas.gateway.graphql("{ session { status } }", {}, other)).status).toBe(200);
  });

  test("one address's requests before anything else is done, whatever it says it is", async () => {
    const saas = await start({ OCTOGATE_RATE_LIMIT: "10" });
    const answers = [];
    for (let index = 0; index < 25; index += 1) {
      answers.push(
        await saas.gateway.graphql("{ session { status } }", {}, { "x-forwarded-for": `198.51.100.${index}` }),
      );
    }
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.at(-1)).toMatchObject(LIMITED);
    expect((await saas.gateway.fetch("/healthz")).status).toBe(200);
  });

  test("one address's requests over all replicas, but for a block of each", async () => {
    const saas = await start({ OCTOGATE_RATE_LIMIT: "50" });
    const statuses: number[] = [];
    for (let index = 0; index < 200; index += 1) {
      statuses.push((await saas.replica(index).graphql("{ session { status } }")).status);
    }
    const served = statuses.filter((status) => status === 200).length;
    // The limit is a hundred. Each replica for itself would serve as many.
    expect(served).toBeGreaterThanOrEqual(100);
    expect(served).toBeLessThan(150);
    expect(statuses.slice(-2)).toEqual([429, 429]);
  });

  test("one address's requests while Redis hangs, without waiting for it", async () => {
    const saas = await start({ OCTOGATE_RATE_LIMIT: "5" });
    saas.redis.stop();
    const statuses = [];
    for (let index = 0; index < 12; index += 1) {
      statuses.push((await saas.gateway.graphql("{ session { status } }")).status);
    }
    saas.redis.cont();
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
  });

  test("the address that a trusted proxy names, and not the proxy's", async () => {
    const saas = await start({ OCTOGATE_RATE_LIMIT: "5", OCTOGATE_TRUST_PROXY: "1" });
    const from = (address: string) =>
      saas.gateway.graphql("{ session { status } }", {}, { "x-forwarded-for": `198.51.100.1, ${address}` });
    for (let index = 0; index < 10; index += 1) expect((await from("203.0.113.7")).status).toBe(200);
    expect((await from("203.0.113.7")).status).toBe(429);
    expect((await from("203.0.113.8")).status).toBe(200);
    // One customer's network counts as one.
    for (let index = 0; index < 10; index += 1) expect((await from(`2001:db8:1:2::${index}`)).status).toBe(200);
    expect((await from("2001:db8:1:2:ffff::1")).status).toBe(429);
    expect((await from("2001:db8:1:3::1")).status).toBe(200);
  });

  test("logins that one address begins, over all replicas", async () => {
    const saas = await start({ OCTOGATE_LOGIN_LIMIT: "10" });
    const codes = [];
    for (let index = 0; index < 12; index += 1) {
      const { errors } = await saas.replica(index).graphql("mutation { startLogin(input: {}) { authorizationUrl } }");
      codes.push(errors[0]?.extensions.code ?? "begun");
    }
    expect(codes.filter((code) => code === "begun")).toHaveLength(10);
    expect(codes.at(-1)).toBe("GITHUB_SECONDARY_RATE_LIMITED");
  });

  test("guesses: of 1,000 states none is right, and few are looked at", async () => {
    const saas = await start({ OCTOGATE_LOGIN_LIMIT: "100" });
    const browser = saas.browser();
    await browser.consent("octo-mock");
    saas.fakeGitHub.journal.clear();
    const counts = new Map<string, number>();
    async function guess(turn: number): Promise<void> {
      const { data, errors } = await browser.graphql(
        'mutation G($state: String) { completeLogin(input: { code: "x", state: $state }) { userErrors { code } } }',
        { state: `${"A".repeat(39)}${String(turn).padStart(4, "0")}` },
        { on: saas.replica(turn) },
      );
      const payload = data?.["completeLogin"] as unknown as { userErrors: { code: string }[] } | null;
      const code = errors[0]?.extensions.code ?? payload?.userErrors[0]?.code ?? "none";
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    for (let turn = 0; turn < 1_000; turn += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => guess(turn + index)));
    }
    expect(counts.get("OAUTH_STATE_INVALID")).toBeLessThanOrEqual(40);
    expect((counts.get("OAUTH_STATE_INVALID") ?? 0) + (counts.get("GITHUB_SECONDARY_RATE_LIMITED") ?? 0)).toBe(1_000);
    expect(saas.fakeGitHub.journal.exchanges).toBe(0);
    expect(browser.jar.has("octogate")).toBe(false);
  });

  test("go on without Redis, each replica for itself", async () => {
    const saas = await start({ OCTOGATE_RATE_LIMIT: "60" });
    const headers = await signIn(saas.gateway, "octo-mock");
    // Full: sessions are read, and nothing can be counted there.
    await saas.redis.command("CONFIG", "SET", "maxmemory", "1");
    const statuses = [];
    for (let index = 0; index < 70; index += 1) {
      statuses.push((await saas.gateway.graphql("{ session { status } }", {}, headers)).status);
    }
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(60);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe.skipIf(!hasRedis)("the edition saas is refused", () => {
  test("when it cannot know its own address", async () => {
    const saas = await startSaaS();
    onTestFinished(() => saas[Symbol.asyncDispose]());
    const config = { ...saasConfig(saas.redis, saas.fakeGitHub), OCTOGATE_PORT: "0" };
    const started = startGateway({ fakeGitHub: saas.fakeGitHub, token: null, config });
    await expect(started).rejects.toThrow(/OCTOGATE_EDITION: "saas" cannot know its own address .* Set OCTOGATE_PORT/);
  });

  test("when the address of Redis is none, without showing it", async () => {
    const saas = await startSaaS();
    onTestFinished(() => saas[Symbol.asyncDispose]());
    const config = { ...saasConfig(saas.redis, saas.fakeGitHub), OCTOGATE_REDIS_URL: "http://user:canary@127.0.0.1" };
    const started = startGateway({
      fakeGitHub: saas.fakeGitHub,
      token: null,
      config: { ...config, OCTOGATE_PORT: "45871" },
    });
    await expect(started).rejects.toMatchObject({
      name: "EditionError",
      message: expect.not.stringContaining("canary") as string,
    });
  });
});
