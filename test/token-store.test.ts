import { afterAll, describe, expect, test } from "vitest";
import { AccessToken } from "../src/auth/access-token.js";
import { MemoryTokenStore } from "../src/auth/github-oauth/token-store-memory.js";
import { RedisTokenStore } from "../src/auth/github-oauth/token-store-redis.js";
import type { UserId } from "../src/auth/identity.js";
import { Secret } from "../src/secret/secret.js";
import { openRedis } from "../src/storage/redis-connection.js";
import { hasRedis, NO_REDIS, startRedis, type RedisServer } from "./redis-server.js";
import { changeFields, storedFields, tokenKeys } from "./stored-tokens.js";
import { connectionOfTest, keyringOf, redisOfTest, TEST_KEYRING } from "./token-fixture.js";
import { describeTokenStore } from "./token-store.battery.js";

describeTokenStore("memory", { open: async () => ({ store: new MemoryTokenStore(), close: async () => undefined }) });

let shared: Promise<RedisServer | undefined> | undefined;
afterAll(async () => (await shared)?.[Symbol.asyncDispose]());

describeTokenStore("Redis", {
  skip: hasRedis ? undefined : NO_REDIS,
  async open() {
    shared ??= startRedis();
    const redis = await shared;
    if (redis === undefined) throw new Error(NO_REDIS);
    await redis.command("FLUSHALL");
    const connection = openRedis({ url: new Secret(redis.url) });
    await connection.whenReady(5_000);
    const store = new RedisTokenStore({ client: connection.client, keyring: TEST_KEYRING });
    return { store, close: async () => connection[Symbol.asyncDispose]() };
  },
});

const ANA = "101" as UserId;
const BEN = "102" as UserId;
const [RT_OF_ANA, RT_OF_BEN] = [tokenKeys(ANA).refreshToken, tokenKeys(BEN).refreshToken];

function login(name: string) {
  return {
    tokens: {
      accessToken: AccessToken.from(new Secret(`ghu_${name.padEnd(36, "0")}`)),
      refreshToken: new Secret(`ghr_${name.padEnd(76, "0")}`),
      expiresAt: new Date(Date.now() + 28_800_000),
      refreshExpiresAt: new Date(Date.now() + 15_811_200_000),
      scopes: [],
    },
    account: { gitHubUserId: "101", login: "ana", name: "Ana", avatarUrl: "https://avatars.githubusercontent.com/u/1" },
    credentialId: "credential00",
    storedAt: new Date(),
  };
}

describe.skipIf(!hasRedis)("tokens in Redis", () => {
  test("exchanged between two users open for neither", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    const store = new RedisTokenStore({ client, keyring: TEST_KEYRING });
    await store.writeLogin(ANA, login("ana"));
    await store.writeLogin(BEN, login("ben"));
    const [{ at: ofAna }, { at: ofBen }] = [await storedFields(redis, ANA), await storedFields(redis, BEN)];
    const [rtOfAna, rtOfBen] = [await client.get(RT_OF_ANA), await client.get(RT_OF_BEN)];
    await changeFields(redis, ANA, { at: ofBen });
    await changeFields(redis, BEN, { at: ofAna });
    await client.set(RT_OF_ANA, String(rtOfBen));
    await client.set(RT_OF_BEN, String(rtOfAna));
    for (const userId of [ANA, BEN]) {
      const record = await store.read(userId);
      expect(record?.accessToken).toBeNull();
      const lock = await store.lock(userId, { version: String(record?.version), owner: "a", ttlMs: 1000 });
      expect(lock).toMatchObject({ kind: "acquired", refreshToken: "unreadable" });
    }
    // The access token in the place of the refresh token of the same user.
    await client.set(RT_OF_ANA, String(ofAna));
    const { version = "" } = (await store.read(ANA)) ?? {};
    expect(await store.lock(ANA, { version, owner: "a", ttlMs: 1000 })).toMatchObject({ refreshToken: "unreadable" });
  });

  test("in clear are not taken for sealed ones", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    const store = new RedisTokenStore({ client, keyring: TEST_KEYRING });
    await store.writeLogin(ANA, login("ana"));
    await changeFields(redis, ANA, { at: login("ana").tokens.accessToken.reveal() });
    expect(await store.read(ANA)).toMatchObject({ accessToken: null, account: { login: "ana" } });
  });

  test("go over to a new key when they are read, and outlive the old one", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    await new RedisTokenStore({ client, keyring: keyringOf("k1") }).writeLogin(ANA, login("ana"));
    const life = await client.pttl(RT_OF_ANA);
    await new RedisTokenStore({ client, keyring: keyringOf("k2", "k1") }).read(ANA);
    const store = new RedisTokenStore({ client, keyring: keyringOf("k2") });
    const record = await store.read(ANA);
    expect(record?.accessToken?.reveal()).toBe(login("ana").tokens.accessToken.reveal());
    const lock = await store.lock(ANA, { version: String(record?.version), owner: "a", ttlMs: 1000 });
    expect(lock.kind === "acquired" && (lock.refreshToken as Secret).reveal()).toBe(
      login("ana").tokens.refreshToken.reveal(),
    );
    expect(life - (await client.pttl(RT_OF_ANA))).toBeLessThan(10_000);
  });

  test("sealed with a key that is gone make a record without a token, and come back with the key", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    await new RedisTokenStore({ client, keyring: keyringOf("k1") }).writeLogin(ANA, login("ana"));
    const record = await new RedisTokenStore({ client, keyring: keyringOf("k2") }).read(ANA);
    expect(record).toMatchObject({ accessToken: null, account: { login: "ana" }, isDead: false });
    expect((await new RedisTokenStore({ client, keyring: keyringOf("k1") }).read(ANA))?.accessToken).not.toBeNull();
  });

  test("take at most 600 bytes of Redis for a user, whatever became of them", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    // An id as `octogate keys` makes it.
    const store = new RedisTokenStore({ client, keyring: keyringOf("k-0a1b2c3d") });
    const userId = "123456789" as UserId;
    async function bytes(): Promise<number> {
      const { record, refreshToken } = tokenKeys(userId);
      return ((await client.memory("USAGE", record)) ?? 0) + ((await client.memory("USAGE", refreshToken)) ?? 0);
    }
    await store.writeLogin(userId, {
      ...login("first"),
      account: {
        gitHubUserId: userId,
        login: "typical-mock",
        name: "Typical Person-M",
        avatarUrl: `https://avatars.githubusercontent.com/u/${userId}?v=4`,
      },
    });
    expect(await bytes()).toBeLessThanOrEqual(600);
    const { version = "" } = (await store.read(userId)) ?? {};
    const owner = "00000000-0000-4000-8000-000000000000";
    await store.lock(userId, { version, owner, ttlMs: 1_000 });
    const { tokens } = login("second");
    const refresh = { consumedVersion: version, writeId: owner, tokens, isForced: true, storedAt: new Date() };
    expect(await store.writeRefresh(userId, refresh)).toBeDefined();
    expect(await bytes()).toBeLessThanOrEqual(600);
    await store.noteAccepted(userId, { fingerprint: tokens.accessToken.fingerprint, at: new Date() });
    expect(await bytes()).toBeLessThanOrEqual(600);
    expect((await store.read(userId))?.account.avatarUrl).toContain(userId);
  });

  test("stay changeable with whatever is in a name", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    const store = new RedisTokenStore({ client, keyring: TEST_KEYRING });
    for (const name of ["😀\"\\/\u0000\u2028'", "half a character: \ud83d", "", null]) {
      const account = { gitHubUserId: ANA, login: "ana", name, avatarUrl: null };
      await store.writeLogin(ANA, { ...login("ana"), account });
      expect(await store.markDead(ANA, (await store.read(ANA))?.version ?? "")).toBe(true);
      const kept = name?.toWellFormed() ?? null;
      expect(await store.read(ANA)).toMatchObject({ isDead: true, account: { ...account, name: kept } });
    }
  });

  test("are forgotten 400 days after the last login or refresh, and not later for anything else", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    const store = new RedisTokenStore({ client, keyring: TEST_KEYRING });
    const { record } = tokenKeys(ANA);
    const days = async () => Math.round((await client.pttl(record)) / 86_400_000);
    await store.writeLogin(ANA, login("first"));
    expect(await days()).toBe(400);
    await client.pexpire(record, 86_400_000);
    const { version = "" } = (await store.read(ANA)) ?? {};
    await store.lock(ANA, { version, owner: "a", ttlMs: 1_000 });
    await store.noteAccepted(ANA, { fingerprint: login("first").tokens.accessToken.fingerprint, at: new Date() });
    await new RedisTokenStore({ client, keyring: keyringOf("k2", "k1") }).read(ANA);
    await store.markDead(ANA, version);
    expect(await days()).toBe(1);
    const { tokens } = login("second");
    const refresh = { consumedVersion: version, writeId: "a", tokens, isForced: false, storedAt: new Date() };
    expect(await store.writeRefresh(ANA, refresh)).toBeDefined();
    expect(await days()).toBe(400);
  });

  test("that are no record of ours count as none until the next login", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    const store = new RedisTokenStore({ client, keyring: TEST_KEYRING });
    await client.hset("octogate:{tok:101}", { v: "1", at: "{}", id: "OG_credential_x", on: "1" });
    await client.set(RT_OF_ANA, JSON.stringify({ v: 1, kid: "k1", iv: "", ct: "", tag: "" }));
    expect(await store.read(ANA)).toBeUndefined();
    for (const text of ["", "none", "7", "{}", "[]", '["1","at"]', `[${"1,".repeat(30)}1]`]) {
      await client.set(tokenKeys(ANA).record, text);
      expect(await store.read(ANA)).toBeUndefined();
      expect(await store.writeLogin(ANA, login("ana"))).toBeUndefined();
      expect((await store.read(ANA))?.accessToken?.reveal()).toBe(login("ana").tokens.accessToken.reveal());
      await client.set(tokenKeys(ANA).record, text);
      expect(await store.remove(ANA)).toBeUndefined();
      expect(await client.exists(tokenKeys(ANA).record, RT_OF_ANA)).toBe(0);
    }
  });

  test("are asked for by digits only", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    const store = new RedisTokenStore({ client, keyring: TEST_KEYRING });
    for (const id of ["", "1}:x", "../1", "*", "1 2", "１"]) {
      await expect(store.read(id as UserId)).rejects.toThrow("other characters than digits");
    }
  });
});
