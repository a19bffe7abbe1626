import { describe, expect, onTestFinished, test } from "vitest";
import { GitHubTokenManager } from "../src/auth/github-oauth/git-hub-token-manager.js";
import { SignIn } from "../src/auth/github-oauth/login-sign-in.js";
import { SessionCookie } from "../src/auth/github-oauth/session-cookie.js";
import { SessionMemory } from "../src/auth/github-oauth/session-memory.js";
import { Sessions } from "../src/auth/github-oauth/session-of-request.js";
import type { SessionRequest } from "../src/auth/github-oauth/session-record.js";
import { SessionStore } from "../src/auth/github-oauth/session-store.js";
import { RedisTokenStore } from "../src/auth/github-oauth/token-store-redis.js";
import type { UserId } from "../src/auth/identity.js";
import type { LoginExchange } from "../src/auth/login-flow.js";
import { Secret } from "../src/secret/secret.js";
import { RedisChannels } from "../src/storage/redis-channel.js";
import type { RedisClient } from "../src/storage/redis-connection.js";
import { hasRedis } from "./redis-server.js";
import { connectionOfTest, redisOfTest, startTokenFixture, TEST_KEYRING } from "./token-fixture.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const life = { idleMs: 14 * DAY_MS, maxMs: 90 * DAY_MS };
const ANA = "7" as UserId;

/** The same connection, on which something happens once, before or after the first command of a name is carried out. */
function interrupted(client: RedisClient, command: string, when: "before" | "after", what: () => Promise<unknown>) {
  let isDue = true;
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== command) return value.bind(target) as unknown;
      return async (...args: readonly unknown[]) => {
        const isNow = isDue;
        isDue = false;
        if (isNow && when === "before") await what();
        const answer: unknown = await Reflect.apply(value, target, args);
        if (isNow && when === "after") await what();
        return answer;
      };
    },
  });
}

describe.skipIf(!hasRedis)("a user who is signed out everywhere", () => {
  async function setUp() {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    const channels = new RedisChannels(client);
    onTestFinished(() => channels[Symbol.asyncDispose]());
    const memory = new SessionMemory({ redis: client, channels });
    const storeOn = (on: RedisClient) => new SessionStore({ redis: on, memory, life, now: Date.now });
    return { client, storeOn, store: storeOn(client) };
  }

  // The steps of a beginning, and those of an end: whatever comes between, no session lives that could not be ended.
  test.each([
    ["set", "before"],
    ["set", "after"],
    ["zadd", "after"],
  ] as const)("while a session begins: the session is one that can be ended (%s, %s)", async (command, when) => {
    const { client, store, storeOn } = await setUp();
    const session = await storeOn(interrupted(client, command, when, () => store.endAll(ANA))).begin(ANA);
    expect(await store.find(session.id)).toBeDefined();
    expect(await store.count(ANA)).toBe(1);
    expect(await store.endAll(ANA)).toBe(1);
    expect(await store.find(session.id)).toBeUndefined();
  });

  test.each([
    ["zrange", "after"],
    ["del", "after"],
    ["zrem", "before"],
  ] as const)("has no session left that began half-way through (%s, %s)", async (command, when) => {
    const { client, store, storeOn } = await setUp();
    await store.begin(ANA);
    let begun: string | undefined;
    // Both are half-way: the other one is listed and not written yet when this one looks who is there.
    let goOn = (): void => undefined;
    const looked = new Promise<void>((resolve) => (goOn = resolve));
    const beginning = storeOn(interrupted(client, "set", "before", () => looked)).begin(ANA);
    while ((await store.count(ANA)) < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const ending = storeOn(
      interrupted(client, command, when, async () => {
        goOn();
        begun = (await beginning).id;
      }),
    );
    await ending.endAll(ANA);
    expect(begun).toBeDefined();
    const lives = (await store.find(begun ?? "")) !== undefined;
    expect(await store.endAll(ANA)).toBe(lives ? 1 : 0);
    expect(await store.find(begun ?? "")).toBeUndefined();
  });

  test("keeps the access of a login that is about to be finished elsewhere", async () => {
    const { client, store } = await setUp();
    const fixture = await startTokenFixture();
    const ana = fixture.addUser("ana-mock");
    const tokens = new GitHubTokenManager({
      store: new RedisTokenStore({ client, keyring: TEST_KEYRING }),
      oauth: fixture.oauth,
    });
    onTestFinished(() => tokens[Symbol.asyncDispose]());
    const cookie = new SessionCookie({ keys: [new Secret("x".repeat(40))], publicUrl: new URL("http://127.0.0.1:1") });
    const sessions = new Sessions({ store, cookie, life, now: Date.now });
    let logout: () => Promise<void> = () => Promise.resolve();
    const signIn = new SignIn({
      oauth: fixture.oauth,
      tokens,
      sessions,
      onEvent: () => undefined,
      store: {
        expect: (userId) => store.expect(userId),
        async welcome(userId) {
          await logout();
          return store.welcome(userId);
        },
      },
    });
    const first = exchange();
    await signIn.run(first, () => Promise.resolve(fixture.grant(ana)));
    logout = async () => {
      expect(await sessions.end(first.request, first.response, { everywhere: true })).toBe(1);
      await signIn.leave(ana.userId);
    };
    const outcome = await signIn.run(exchange(), () => Promise.resolve(fixture.grant(ana)));
    expect(outcome.kind).toBe("signed-in");
    expect(await fixture.works(await tokens.accessToken(ana.identity))).toBe(true);
  });
});

/** A request of a browser without a cookie, as far as signing in has to do with it. */
function exchange(): LoginExchange {
  const headers = new Map<string, unknown>();
  const response = {
    getHeader: (name: string) => headers.get(name),
    setHeader: (name: string, value: unknown) => headers.set(name, value),
  };
  const request: Partial<SessionRequest> = { headers: {}, session: null };
  return { request: request as never, response: response as never, identity: { kind: "anonymous" } };
}
