import { afterAll, describe, expect, test } from "vitest";
import { AccessToken } from "../src/auth/access-token.js";
import { MemoryTokenStore } from "../src/auth/github-oauth/token-store-memory.js";
import { RedisTokenStore } from "../src/auth/github-oauth/token-store-redis.js";
import type { UserId } from "../src/auth/identity.js";
import { Secret } from "../src/secret/secret.js";
import { openRedis } from "../src/storage/redis-connection.js";
import { hasRedis, NO_REDIS, startRedis, type RedisServer } from "./redis-server.js";
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
    credentialId: "OG_credential_00000000-0000-4000-8000-000000000000",
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
    const [ofAna, ofBen] = [
      await client.hget("octogate:{tok:101}", "at"),
      await client.hget("octogate:{tok:102}", "at"),
    ];
    const [rtOfAna, rtOfBen] = [await client.get("octogate:{tok:101}:rt"), await client.get("octogate:{tok:102}:rt")];
    await client.hset("octogate:{tok:101}", "at", String(ofBen));
    await client.hset("octogate:{tok:102}", "at", String(ofAna));
    await client.set("octogate:{tok:101}:rt", String(rtOfBen));
    await client.set("octogate:{tok:102}:rt", String(rtOfAna));
    for (const userId of [ANA, BEN]) {
      const record = await store.read(userId);
      expect(record?.accessToken).toBeNull();
      const lock = await store.lock(userId, { version: String(record?.version), owner: "a", ttlMs: 1000 });
      expect(lock).toMatchObject({ kind: "acquired", refreshToken: "unreadable" });
    }
    // The access token in the place of the refresh token of the same user.
    await client.set("octogate:{tok:101}:rt", String(ofAna));
    const { version = "" } = (await store.read(ANA)) ?? {};
    expect(await store.lock(ANA, { version, owner: "a", ttlMs: 1000 })).toMatchObject({ refreshToken: "unreadable" });
  });

  test("in clear are not taken for sealed ones", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    const store = new RedisTokenStore({ client, keyring: TEST_KEYRING });
    await store.writeLogin(ANA, login("ana"));
    await client.hset("octogate:{tok:101}", "at", login("ana").tokens.accessToken.reveal());
    expect((await store.read(ANA))?.accessToken).toBeNull();
  });

  test("go over to a new key when they are read, and outlive the old one", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    await new RedisTokenStore({ client, keyring: keyringOf("k1") }).writeLogin(ANA, login("ana"));
    const life = await client.pttl("octogate:{tok:101}:rt");
    await new RedisTokenStore({ client, keyring: keyringOf("k2", "k1") }).read(ANA);
    const store = new RedisTokenStore({ client, keyring: keyringOf("k2") });
    const record = await store.read(ANA);
    expect(record?.accessToken?.reveal()).toBe(login("ana").tokens.accessToken.reveal());
    const lock = await store.lock(ANA, { version: String(record?.version), owner: "a", ttlMs: 1000 });
    expect(lock.kind === "acquired" && (lock.refreshToken as Secret).reveal()).toBe(
      login("ana").tokens.refreshToken.reveal(),
    );
    expect(life - (await client.pttl("octogate:{tok:101}:rt"))).toBeLessThan(10_000);
  });

  test("sealed with a key that is gone make a record without a token, and come back with the key", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    await new RedisTokenStore({ client, keyring: keyringOf("k1") }).writeLogin(ANA, login("ana"));
    const record = await new RedisTokenStore({ client, keyring: keyringOf("k2") }).read(ANA);
    expect(record).toMatchObject({ accessToken: null, account: { login: "ana" }, isDead: false });
    expect((await new RedisTokenStore({ client, keyring: keyringOf("k1") }).read(ANA))?.accessToken).not.toBeNull();
  });

  test("take less than 1.4 KB of Redis for a user", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    const store = new RedisTokenStore({ client, keyring: TEST_KEYRING });
    await store.writeLogin(ANA, login("ana"));
    const bytes = (await client.memory("USAGE", "octogate:{tok:101}", "SAMPLES", 0)) ?? 0;
    const bytesOfRefreshToken = (await client.memory("USAGE", "octogate:{tok:101}:rt", "SAMPLES", 0)) ?? 0;
    console.info(`a user's tokens take ${bytes} + ${bytesOfRefreshToken} bytes`);
    expect(bytes + bytesOfRefreshToken).toBeLessThan(1400);
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
