import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { GitHubTokenManager } from "../src/auth/github-oauth/git-hub-token-manager.js";
import { SessionMemory } from "../src/auth/github-oauth/session-memory.js";
import { sessionName } from "../src/auth/github-oauth/session-name.js";
import { SessionStore } from "../src/auth/github-oauth/session-store.js";
import { RedisTokenStore } from "../src/auth/github-oauth/token-store-redis.js";
import type { UserId } from "../src/auth/identity.js";
import { RedisSharedLimits } from "../src/editions/redis-shared-limits.js";
import { Secret } from "../src/secret/secret.js";
import { RedisChannels } from "../src/storage/redis-channel.js";
import { openRedis, type RedisClient, type RedisConnection, type RedisEvent } from "../src/storage/redis-connection.js";
import { hasRedis, startRedis, type RedisServer } from "./redis-server.js";
import { connectionOfTest, redisOfTest, startTokenFixture, TEST_KEYRING, type TokenFixture } from "./token-fixture.js";

/** How long a command took and how it ended. */
async function timed(command: () => Promise<unknown>): Promise<{ readonly ms: number; readonly answer: unknown }> {
  const startedAt = performance.now();
  const answer = await command().catch((error: unknown) => error);
  return { ms: performance.now() - startedAt, answer };
}

describe.skipIf(!hasRedis)("a connection to Redis", () => {
  test("fails within a second while Redis is stopped, and goes on with it", async () => {
    const redis = await redisOfTest();
    const { client, isReachable } = await connectionOfTest(redis.url);
    await client.set("k", "v");
    redis.stop();
    onTestFinished(() => redis.cont());
    const answers = await Promise.all(Array.from({ length: 100 }, () => timed(() => client.get("k"))));
    for (const { ms, answer } of answers) {
      expect(answer).toBeInstanceOf(Error);
      expect(ms).toBeLessThan(1_000);
      expect(ms).toBeGreaterThan(400);
    }
    expect(await isReachable()).toBe(false);
    // Long enough for the connection to be given up as dead.
    await sleep(6_000);
    const late = await timed(() => client.get("k"));
    expect(late.answer).toBeInstanceOf(Error);
    expect(late.ms).toBeLessThan(1_000);
    redis.cont();
    const startedAt = performance.now();
    await expect.poll(() => client.get("k").catch(() => null), { interval: 20, timeout: 5_000 }).toBe("v");
    console.info(`healed ${Math.round(performance.now() - startedAt)} ms after SIGCONT`);
    expect(await isReachable()).toBe(true);
  });

  test("fails at once while Redis is dead, says so once, and is back by itself", async () => {
    const redis = await redisOfTest();
    const events: RedisEvent[] = [];
    const { client } = await connectionOfTest(redis.url, (event) => void events.push(event));
    await client.set("k", "v");
    await redis.kill();
    await expect.poll(() => events.map(({ kind }) => kind)).toEqual(["ready", "lost"]);
    for (let round = 0; round < 20; round += 1) {
      const { ms, answer } = await timed(() => client.get("k"));
      expect(answer).toBeInstanceOf(Error);
      expect(ms).toBeLessThan(700);
      await sleep(50);
    }
    expect(events.map(({ kind }) => kind)).toEqual(["ready", "lost"]);
    await redis.restart();
    const startedAt = performance.now();
    await expect.poll(() => client.get("k").catch(() => null), { interval: 20, timeout: 5_000 }).toBe("v");
    const healed = performance.now() - startedAt;
    console.info(`healed ${Math.round(healed)} ms after the restart`);
    expect(healed).toBeLessThan(2_500);
    expect(events.map(({ kind }) => kind)).toEqual(["ready", "lost", "ready"]);
  });

  test("can be opened before there is a Redis, and comes up later", async () => {
    const redis = await redisOfTest();
    await redis.kill();
    const connection = openRedis({ url: new Secret(redis.url) });
    onTestFinished(() => connection[Symbol.asyncDispose]());
    expect(await connection.whenReady(300)).toBe(false);
    expect(await connection.isReachable()).toBe(false);
    await redis.restart();
    expect(await connection.whenReady(5_000)).toBe(true);
    expect(await connection.isReachable()).toBe(true);
  });

  test("does not take Redis for dead when its own process was busy", async () => {
    const redis = await redisOfTest();
    const { client } = await connectionOfTest(redis.url);
    await client.set("k", "v");
    const asked = Array.from({ length: 50 }, () => client.get("k"));
    await new Promise((resolve) => setImmediate(resolve));
    const end = performance.now() + 1_500;
    while (performance.now() < end);
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["v"]));
  });

  test("sends what is asked in one turn of the event loop at once, and in order", async () => {
    const redis = await redisOfTest();
    let pieces = 0;
    const between = createServer((socket) => {
      const onward = connect(redis.port, "127.0.0.1");
      socket.on("data", () => (pieces += 1));
      socket.on("error", () => onward.destroy());
      socket.pipe(onward).pipe(socket);
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void between.close());
    await once(between, "listening");
    const { client } = await connectionOfTest(`redis://127.0.0.1:${(between.address() as AddressInfo).port}`);
    await client.set("n", 0);
    const before = pieces;
    const numbers = await Promise.all(Array.from({ length: 100 }, () => client.incr("n")));
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(pieces - before).toBeLessThan(5);
  });

  test("closes in time although Redis does not answer", async () => {
    const redis = await redisOfTest();
    const connection = openRedis({ url: new Secret(redis.url) });
    await connection.whenReady(5_000);
    redis.stop();
    const { ms } = await timed(async () => connection[Symbol.asyncDispose]());
    redis.cont();
    expect(ms).toBeLessThan(1_500);
  });

  test("is made through a socket, with a password, and to another database", async () => {
    const redis = await redisOfTest({ config: [["requirepass", "p@ss/w:rd"]] });
    const login = `:${encodeURIComponent("p@ss/w:rd")}@`;
    const first = await connectionOfTest(`redis://${login}127.0.0.1:${redis.port}/3`);
    await first.client.set("k", "v");
    const second = await connectionOfTest(`unix://${login}${redis.socketPath}?db=3`);
    expect(await second.client.get("k")).toBe("v");
    const third = await connectionOfTest(`unix://${login}${redis.socketPath}`);
    expect(await third.client.get("k")).toBeNull();
  });

  test("with a wrong password is down, and never prints it", async () => {
    const redis = await redisOfTest({ config: [["requirepass", "right"]] });
    const connection = openRedis({ url: new Secret(`redis://:CANARY@127.0.0.1:${redis.port}`) });
    onTestFinished(() => connection[Symbol.asyncDispose]());
    expect(await connection.whenReady(500)).toBe(false);
    const { answer } = await timed(() => connection.client.get("k"));
    expect(answer).toBeInstanceOf(Error);
    expect(String((answer as Error).stack)).not.toContain("CANARY");
  });
});

interface Setup {
  readonly redis: RedisServer;
  readonly fixture: TokenFixture;
  readonly connection: RedisConnection;
  readonly manager: GitHubTokenManager;
  /** The code with which a user's token is asked for. */
  ask(name: string): Promise<string>;
}

/** One user whose token expired, one whose token is due, one whose token is young. */
async function setUp(): Promise<Setup> {
  const redis = await redisOfTest();
  const fixture = await startTokenFixture();
  const connection = await connectionOfTest(redis.url);
  const manager = new GitHubTokenManager({
    store: new RedisTokenStore({ client: connection.client, keyring: TEST_KEYRING }),
    oauth: fixture.oauth,
  });
  const lives = { expired: -1000, due: 60_000, young: 28_800_000 };
  const users = new Map(Object.keys(lives).map((name) => [name, fixture.addUser(`${name}-mock`)]));
  for (const [name, expiresInMs] of Object.entries(lives)) {
    const user = users.get(name);
    if (user) await manager.storeLogin(user.userId, fixture.grant(user, { expiresInMs }), user.account);
  }
  return {
    redis,
    fixture,
    connection,
    manager,
    async ask(name) {
      const user = users.get(name);
      if (user === undefined) throw new Error(`There is no user ${name}.`);
      return manager.accessToken(user.identity).then(
        () => "token",
        (error: unknown) => (error as { code: string }).code,
      );
    },
  };
}

describe.skipIf(!hasRedis)("a Redis that takes no writes", () => {
  const troubles: readonly (readonly [
    string,
    (redis: RedisServer) => Promise<void>,
    (redis: RedisServer) => Promise<void>,
  ])[] = [
    [
      "because it is full",
      async (redis) => void (await redis.command("CONFIG", "SET", "maxmemory", "1")),
      async (redis) => void (await redis.command("CONFIG", "SET", "maxmemory", "0")),
    ],
    [
      "because it is a replica",
      async (redis) => void (await redis.command("REPLICAOF", "127.0.0.1", "1")),
      async (redis) => void (await redis.command("REPLICAOF", "NO", "ONE")),
    ],
    [
      "because it cannot save (min-replicas-to-write)",
      async (redis) => void (await redis.command("CONFIG", "SET", "min-replicas-to-write", "1")),
      async (redis) => void (await redis.command("CONFIG", "SET", "min-replicas-to-write", "0")),
    ],
  ];

  test.each(troubles)(
    "%s: reads go on, GitHub is not asked to refresh, and all is well afterwards",
    async (_, begin, end) => {
      const { redis, fixture, ask } = await setUp();
      await begin(redis);
      for (let round = 0; round < 5; round += 1) {
        expect(await ask("expired")).toBe("SESSION_STORE_UNAVAILABLE");
        expect(await ask("young")).toBe("token");
        expect(await ask("due")).toBe("token");
      }
      expect(fixture.fakeGitHub.journal.refreshes).toBe(0);
      await end(redis);
      await expect.poll(() => ask("expired"), { timeout: 5_000 }).toBe("token");
      await expect.poll(() => ask("due"), { timeout: 5_000 }).toBe("token");
      await expect.poll(() => fixture.fakeGitHub.journal.refreshes, { timeout: 5_000 }).toBe(2);
    },
  );

  test("because it is stopped: every caller hears so in time, and nothing is asked of GitHub", async () => {
    const { redis, fixture, ask } = await setUp();
    redis.stop();
    onTestFinished(() => redis.cont());
    for (const name of ["expired", "due", "young"]) {
      const { ms, answer } = await timed(() => ask(name));
      expect(answer).toBe("SESSION_STORE_UNAVAILABLE");
      expect(ms).toBeLessThan(1_000);
    }
    expect(fixture.fakeGitHub.journal.refreshes).toBe(0);
    redis.cont();
    await expect.poll(() => ask("expired"), { timeout: 5_000 }).toBe("token");
  });
});

describe.skipIf(!hasRedis)("a failover", () => {
  test("behind one address is followed, and where there is no master reads go on as if nothing was", async () => {
    const [first, second] = [await redisOfTest(), await redisOfTest()];
    await first.command("SET", "k", "v");
    let current = first;
    const address = createServer((incoming) => {
      const onward = connect(current.port, "127.0.0.1");
      incoming.pipe(onward).pipe(incoming);
      for (const socket of [incoming, onward]) socket.on("error", () => incoming.destroy());
      onTestFinished(() => void incoming.destroy());
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void address.close());
    await once(address, "listening");
    const events: RedisEvent[] = [];
    const { port } = address.address() as AddressInfo;
    const { client } = await connectionOfTest(`redis://127.0.0.1:${port}`, (event) => void events.push(event));
    const write = () => client.set("k", "w").catch((error: Error) => error.message.split(" ")[0]);

    await first.command("REPLICAOF", "127.0.0.1", "1");
    for (let round = 0; round < 30; round += 1) {
      const reads = Promise.all(Array.from({ length: 20 }, () => client.get("k")));
      expect(await write()).toBe("READONLY");
      expect(new Set(await reads)).toEqual(new Set(["v"]));
      await sleep(10);
    }
    expect(events).toEqual([{ kind: "ready" }]);

    // The address leads to another server from now on; the connection is still at the old one.
    current = second;
    await expect.poll(write, { timeout: 10_000 }).toBe("OK");
    expect(await second.command("GET", "k")).toBe("w");
    expect(await first.command("GET", "k")).toBe("v");
  });

  test("loses no refreshed pair: a replica has it before anyone uses it", async () => {
    const [primary, replica] = [await redisOfTest(), await redisOfTest()];
    await replica.command("REPLICAOF", "127.0.0.1", primary.port);
    await expect
      .poll(() => replica.command("INFO", "replication"), { timeout: 10_000 })
      .toContain("master_link_status:up");
    const fixture = await startTokenFixture();
    const { client } = await connectionOfTest(primary.url);
    const manager = managerOn(client, fixture);
    const user = fixture.addUser("ana-mock");
    await manager.storeLogin(user.userId, fixture.grant(user, { expiresInMs: -1000 }), user.account);
    const token = await manager.accessToken(user.identity);
    await primary.kill();
    await replica.command("REPLICAOF", "NO", "ONE");
    const { client: promoted } = await connectionOfTest(replica.url);
    const after = await managerOn(promoted, fixture).accessToken(user.identity);
    expect(after.fingerprint).toBe(token.fingerprint);
    expect(fixture.fakeGitHub.journal.refreshes).toBe(1);
  });
});

describe.skipIf(!hasRedis)("a Cluster", () => {
  async function startCluster(): Promise<{ readonly servers: readonly RedisServer[]; readonly url: string }> {
    const nodes = await Promise.all(
      Array.from({ length: 3 }, () =>
        startRedis({
          config: [
            ["cluster-enabled", "yes"],
            ["cluster-node-timeout", "2000"],
          ],
        }),
      ),
    );
    const servers = nodes.filter((node) => node !== undefined);
    for (const node of servers) onTestFinished(() => node[Symbol.asyncDispose]());
    const hosts = servers.map(({ port }) => `127.0.0.1:${port}`);
    execFileSync("redis-cli", ["--cluster", "create", ...hosts, "--cluster-yes"], { stdio: "ignore" });
    return { servers, url: `redis+cluster://${hosts.join(",")}` };
  }

  test("keeps tokens on all its nodes, and bounds the wait for one that is gone", async () => {
    const { servers, url } = await startCluster();
    const fixture = await startTokenFixture();
    const { client } = await connectionOfTest(url);
    await expect.poll(() => client.get("probe").catch(() => "down"), { timeout: 10_000 }).toBeNull();
    const manager = managerOn(client, fixture);
    for (let index = 0; index < 30; index += 1) {
      const user = fixture.addUser(`user-${index}`);
      await manager.storeLogin(user.userId, fixture.grant(user, { expiresInMs: -1000 }), user.account);
      const tokens = await Promise.all([manager.accessToken(user.identity), manager.accessToken(user.identity)]);
      expect(tokens[0].fingerprint).toBe(tokens[1].fingerprint);
    }
    expect(fixture.fakeGitHub.journal.refreshes).toBe(30);
    for (const node of servers) expect(await node.command("DBSIZE")).toBeGreaterThan(0);
    const [gone] = servers;
    gone?.stop();
    onTestFinished(() => gone?.cont());
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => timed(() => client.get(`octogate:{tok:${index}}:rt`))),
    );
    expect(answers.some(({ answer }) => answer instanceof Error)).toBe(true);
    for (const { ms } of answers) expect(ms).toBeLessThan(1_500);
  });

  test("carries what replicas tell each other of GitHub's limits, whatever node each of them is at", async () => {
    const { url } = await startCluster();
    await expectLimitsShared(url, url);
  });

  test("carries the end of a session to whoever holds it, whatever node each of them is at", async () => {
    const { url } = await startCluster();
    await expectEndsShared(url, url);
  });
});

describe.skipIf(!hasRedis)("Sentinel", () => {
  test("leads to the master", async () => {
    const redis = await redisOfTest();
    const sentinel = await redisOfTest({
      config: [["sentinel monitor", `mymaster 127.0.0.1 ${redis.port} 1`]],
      sentinel: true,
    });
    const { client } = await connectionOfTest(`redis+sentinel://127.0.0.1:${sentinel.port}/mymaster/2`);
    await client.set("k", "v");
    expect(await redis.command("DBSIZE")).toBe(0);
    const { client: direct } = await connectionOfTest(`${redis.url}/2`);
    expect(await direct.get("k")).toBe("v");
    await expectLimitsShared(`redis+sentinel://127.0.0.1:${sentinel.port}/mymaster/2`, `${redis.url}/2`);
    await expectEndsShared(`redis+sentinel://127.0.0.1:${sentinel.port}/mymaster/2`, `${redis.url}/2`);
  });
});

/** What is told over one connection is heard at another, and by whoever comes later. */
async function expectLimitsShared(from: string, to: string): Promise<void> {
  const limits = await Promise.all(
    [from, to, to].map(async (url) => {
      const { client } = await connectionOfTest(url);
      await expect.poll(() => client.get("probe").catch(() => "down"), { timeout: 10_000 }).toBeNull();
      const channels = new RedisChannels(client);
      onTestFinished(() => channels[Symbol.asyncDispose]());
      const shared = new RedisSharedLimits({ client, channels, host: "github.example", now: Date.now });
      onTestFinished(() => shared[Symbol.asyncDispose]());
      const heard: string[] = [];
      shared.listen({ hearPause: ({ caller }) => heard.push(caller), hearBudget: ({ caller }) => heard.push(caller) });
      return { shared, heard };
    }),
  );
  const [teller, listener, late] = limits;
  const pause = { resources: ["GRAPHQL"], by: "GITHUB_RATE_LIMITED", until: Date.now() + 60_000 } as const;
  await expect
    .poll(async () => {
      await teller?.shared.tellPause({ ...pause, caller: "user:1" });
      return listener?.heard;
    })
    .toContain("user:1");
  await teller?.shared.tellPause({ ...pause, caller: "user:2", until: Date.now() + 1_000 });
  late?.heard.splice(0);
  await late?.shared.read();
  expect(new Set(late?.heard)).toEqual(new Set(["user:1", "user:2"]));
  await sleep(1_100);
  await teller?.shared.tellPause({ ...pause, caller: "user:3" });
  late?.heard.splice(0);
  await late?.shared.read();
  expect(new Set(late?.heard)).toEqual(new Set(["user:1", "user:3"]));
}

/** A session that is ended over one connection is held at no other, and nobody has waited until it ran out. */
async function expectEndsShared(from: string, to: string): Promise<void> {
  const [here, there] = await Promise.all(
    [from, to].map(async (url) => {
      const { client } = await connectionOfTest(url);
      await expect.poll(() => client.get("probe").catch(() => "down"), { timeout: 10_000 }).toBeNull();
      const channels = new RedisChannels(client);
      onTestFinished(() => channels[Symbol.asyncDispose]());
      const memory = new SessionMemory({ redis: client, channels });
      return new SessionStore({ redis: client, memory, life: { idleMs: 60_000, maxMs: 60_000 }, now: Date.now });
    }),
  );
  if (here === undefined || there === undefined) throw new Error("There are two.");
  for (let round = 0; round < 10; round += 1) {
    const session = await here.begin("7" as UserId);
    const name = sessionName(session.id);
    for (const store of [here, there]) {
      await expect
        .poll(async () => (await store.find(session.id)) !== undefined && store.held(name), { timeout: 5_000 })
        .toEqual(session);
    }
    const { ms, answer } = await timed(() => here.end(session));
    expect(answer).toBe(1);
    expect(ms).toBeLessThan(500);
    expect([here.held(name), there.held(name)]).toEqual([undefined, undefined]);
  }
}

function managerOn(client: RedisClient, { oauth }: TokenFixture): GitHubTokenManager {
  return new GitHubTokenManager({ store: new RedisTokenStore({ client, keyring: TEST_KEYRING }), oauth });
}
