import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { GitHubTokenManager } from "../src/auth/github-oauth/git-hub-token-manager.js";
import { RedisTokenStore } from "../src/auth/github-oauth/token-store-redis.js";
import { hasRedis, type RedisServer } from "./redis-server.js";
import { temporaryFolder } from "./storage-temporary-folder.js";
import {
  connectionOfTest,
  redisOfTest,
  startTokenFixture,
  TEST_KEY,
  TEST_KEYRING,
  type TestUser,
  type TokenFixture,
} from "./token-fixture.js";
import { bundleReplica, startReplica, type Replica, type StartReplicaOptions } from "./token-replica-process.js";

const TOKEN_ENDPOINT = { path: "/login/oauth/access_token" };

let program = "";

beforeAll(async () => {
  program = await bundleReplica();
});

interface Setup {
  readonly fixture: TokenFixture;
  readonly redis: RedisServer;
  readonly users: readonly TestUser[];
  start(more?: Pick<StartReplicaOptions, "dieAt" | "spoolDir" | "lockMs">): Promise<Replica>;
  /** Whether the token with this fingerprint is one that GitHub takes. */
  isAlive(fingerprint: string): Promise<boolean>;
  /** The record of the first user, as another process sees it. */
  store: RedisTokenStore;
}

/** Users whose tokens have expired, on a Redis of their own. */
async function setUp(count = 1): Promise<Setup> {
  const redis = await redisOfTest();
  const fixture = await startTokenFixture();
  const { client } = await connectionOfTest(redis.url);
  const store = new RedisTokenStore({ client, keyring: TEST_KEYRING });
  const manager = new GitHubTokenManager({ store, oauth: fixture.oauth });
  const users = Array.from({ length: count }, (_, index) => fixture.addUser(`user-${index}`));
  for (const user of users) {
    await manager.storeLogin(user.userId, fixture.grant(user, { expiresInMs: -1000 }), user.account);
  }
  return {
    fixture,
    redis,
    users,
    store,
    start: (more = {}) => startReplica({ ...more, program, fixture, redis }),
    async isAlive(fingerprint) {
      const tokens = await Promise.all(users.map(({ userId }) => store.read(userId)));
      const token = tokens.find((record) => record?.accessToken?.fingerprint === fingerprint)?.accessToken;
      return token ? fixture.works(token) : false;
    },
  };
}

function countsOf(answers: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

async function many(count: number, start: () => Promise<Replica>): Promise<readonly Replica[]> {
  return Promise.all(Array.from({ length: count }, start));
}

describe.skipIf(!hasRedis)("replicas that all have one expired token", () => {
  test.each([
    ["at once", {}],
    ["while GitHub takes 3 s", { latencyMs: 3_000 }],
    ["while GitHub fails once", { status: 502, form: "nginx-html" as const }],
  ])("give 1,000 answers (4 × 250) for one refresh, %s", async (name, fault) => {
    const { fixture, users, start, isAlive } = await setUp();
    const replicas = await many(4, start);
    fixture.fakeGitHub.faults.add({ match: TOKEN_ENDPOINT, ...fault });
    const startedAt = performance.now();
    const answers = (await Promise.all(replicas.map((replica) => replica.tokens(users, { times: 250 })))).flat();
    console.info(`${name}: ${Math.round(performance.now() - startedAt)} ms`);
    const counts = countsOf(answers);
    expect(Object.values(counts)).toEqual([1000]);
    expect(await isAlive(answers[0] ?? "")).toBe(true);
    expect(fixture.fakeGitHub.journal.refreshes).toBe("status" in fault ? 2 : 1);
    expect(
      fixture.fakeGitHub.journal.tokenRequests.filter(({ outcome }) => outcome === "bad_refresh_token"),
    ).toHaveLength(0);
  });

  test("refresh 200 users 200 times, on 5 replicas", async () => {
    const { fixture, users, start } = await setUp(200);
    const replicas = await many(5, start);
    const answers = await Promise.all(replicas.map((replica) => replica.tokens(users)));
    for (const list of answers) expect(list).toEqual(answers[0]);
    expect(new Set(answers.flat()).size).toBe(200);
    expect(fixture.fakeGitHub.journal.refreshes).toBe(200);
    const users200 = fixture.fakeGitHub.journal.tokenRequests.map(({ user }) => user);
    expect(new Set(users200).size).toBe(200);
  });
});

describe.skipIf(!hasRedis)("a replica that is killed while it refreshes", () => {
  test("before it sent anything costs time and nothing else", async () => {
    const { fixture, users, start, isAlive } = await setUp();
    const [victim, other] = await Promise.all([
      start({ dieAt: "before-sending", lockMs: 4_000 }),
      start({ lockMs: 4_000 }),
    ]);
    await expect(victim.tokens(users)).rejects.toThrow("The replica ended");
    const startedAt = performance.now();
    const answers = await other.tokens(users, { times: 50 });
    console.info(`took over after ${Math.round(performance.now() - startedAt)} ms`);
    expect(Object.values(countsOf(answers))).toEqual([50]);
    expect(await isAlive(answers[0] ?? "")).toBe(true);
    expect(fixture.fakeGitHub.journal.refreshes).toBe(1);
  });

  test("after GitHub's answer costs one reconnect, two calls at most, and a record that says so", async () => {
    const { fixture, users, start, store } = await setUp();
    const [victim, other] = await Promise.all([
      start({ dieAt: "after-answer", lockMs: 4_000 }),
      start({ lockMs: 4_000 }),
    ]);
    await expect(victim.tokens(users)).rejects.toThrow("The replica ended");
    const answers = await other.tokens(users, { times: 50 });
    expect(countsOf(answers)).toEqual({ GITHUB_REAUTHENTICATION_REQUIRED: 50 });
    expect(countsOf(await other.tokens(users, { times: 50 }))).toEqual({ GITHUB_REAUTHENTICATION_REQUIRED: 50 });
    expect(fixture.fakeGitHub.journal.refreshes).toBe(2);
    expect(await store.read(users[0]?.userId ?? failed())).toMatchObject({ isDead: true });
    expect(other.events).toContainEqual(expect.objectContaining({ kind: "refresh", result: "lost" }));
  });

  test("after storing the pair costs nothing", async () => {
    const { fixture, users, start, isAlive } = await setUp();
    const [victim, other] = await Promise.all([start({ dieAt: "after-persisting" }), start()]);
    await expect(victim.tokens(users)).rejects.toThrow("The replica ended");
    const answers = await other.tokens(users, { times: 50 });
    expect(Object.values(countsOf(answers))).toEqual([50]);
    expect(await isAlive(answers[0] ?? "")).toBe(true);
    expect(fixture.fakeGitHub.journal.refreshes).toBe(1);
  });
});

describe.skipIf(!hasRedis)("a replica that is stopped while it refreshes", () => {
  test("past the life of its lock heals the record when it goes on, and its pair is the one that works", async () => {
    const { fixture, users, start, store, isAlive } = await setUp();
    const [sleeper, other] = await Promise.all([start(), start()]);
    fixture.fakeGitHub.faults.add({ match: TOKEN_ENDPOINT, latencyMs: 500, afterProcessing: true });
    const slept = sleeper.tokens(users, { times: 10 });
    await expect.poll(() => fixture.fakeGitHub.journal.refreshes).toBe(1);
    sleeper.signal("SIGSTOP");
    const answers = await other.tokens(users, { times: 50 });
    expect(countsOf(answers)).toEqual({ GITHUB_REAUTHENTICATION_REQUIRED: 50 });
    expect(await store.read(users[0]?.userId ?? failed())).toMatchObject({ isDead: true });
    sleeper.signal("SIGCONT");
    const [fingerprint = ""] = await slept;
    expect(Object.values(countsOf(await slept))).toEqual([10]);
    expect(await store.read(users[0]?.userId ?? failed())).toMatchObject({ isDead: false });
    expect(await isAlive(fingerprint)).toBe(true);
    expect(countsOf(await other.tokens(users, { times: 50 }))).toEqual({ [fingerprint]: 50 });
    expect(fixture.fakeGitHub.journal.refreshes).toBe(2);
  });

  test("for less than that lets nobody else refresh", async () => {
    const { fixture, users, start } = await setUp();
    const [sleeper, other] = await Promise.all([start(), start()]);
    fixture.fakeGitHub.faults.add({ match: TOKEN_ENDPOINT, latencyMs: 300, afterProcessing: true });
    const slept = sleeper.tokens(users);
    await expect.poll(() => fixture.fakeGitHub.journal.refreshes).toBe(1);
    sleeper.signal("SIGSTOP");
    const waiting = other.tokens(users, { times: 50 });
    await sleep(4_000);
    sleeper.signal("SIGCONT");
    const [fingerprint = ""] = await slept;
    expect(countsOf(await waiting)).toEqual({ [fingerprint]: 50 });
    expect(fixture.fakeGitHub.journal.refreshes).toBe(1);
  });
});

describe.skipIf(!hasRedis)("a Redis that is killed while GitHub answers", () => {
  test("and is back 1.5 s later costs nobody anything: the pair waits in memory", async () => {
    const { fixture, users, redis, start, isAlive } = await setUp();
    const replicas = await many(2, start);
    fixture.fakeGitHub.faults.add({ match: TOKEN_ENDPOINT, latencyMs: 400, afterProcessing: true });
    const asked = replicas.map((replica) => replica.tokens(users, { times: 20 }));
    await expect.poll(() => fixture.fakeGitHub.journal.refreshes).toBe(1);
    await redis.kill();
    await sleep(1_500);
    await redis.restart();
    const answers = (await Promise.all(asked)).flat();
    expect(Object.values(countsOf(answers))).toEqual([40]);
    await expect.poll(() => isAlive(answers[0] ?? ""), { timeout: 5_000 }).toBe(true);
    expect(fixture.fakeGitHub.journal.refreshes).toBe(1);
    const events = replicas.flatMap((replica) => replica.events).map(({ kind }) => kind);
    expect(events.filter((kind) => kind === "pair-unsaved")).toHaveLength(1);
    expect(events.filter((kind) => kind === "pair-saved-late")).toHaveLength(1);
  });

  test("and stays away keeps the pair in a sealed file, which the next process stores", async () => {
    const { fixture, users, redis, start, isAlive } = await setUp();
    const spoolDir = join(await temporaryFolder(), "spool");
    const victim = await start({ spoolDir });
    fixture.fakeGitHub.faults.add({ match: TOKEN_ENDPOINT, latencyMs: 300, afterProcessing: true });
    const asked = victim.tokens(users);
    await expect.poll(() => fixture.fakeGitHub.journal.refreshes).toBe(1);
    await redis.kill();
    const [fingerprint = ""] = await asked;
    await expect.poll(async () => (await readdir(spoolDir).catch(() => []))[0]).toMatch(/^[0-9a-f]{32}\.json$/);
    victim.signal("SIGKILL");
    await victim.exited;
    const [name = ""] = await readdir(spoolDir);
    const text = await readFile(join(spoolDir, name), "utf8");
    expect(text).not.toMatch(/gh[ur]_/);
    expect(name).not.toContain(users[0]?.userId);
    await redis.restart();
    const next = await start({ spoolDir });
    await expect.poll(() => readdir(spoolDir), { timeout: 5_000 }).toHaveLength(0);
    expect(await next.tokens(users)).toEqual([fingerprint]);
    // The test's own connection comes back in its own time.
    await expect.poll(() => isAlive(fingerprint), { timeout: 5_000 }).toBe(true);
    expect(fixture.fakeGitHub.journal.refreshes).toBe(1);
  });
});

describe.skipIf(!hasRedis)("a replica that ends", () => {
  test("finishes and stores the refresh that is under way", async () => {
    const { fixture, users, start, isAlive } = await setUp();
    const [leaving, staying] = await Promise.all([start(), start()]);
    fixture.fakeGitHub.faults.add({ match: TOKEN_ENDPOINT, latencyMs: 800, afterProcessing: true });
    const asked = leaving.tokens(users);
    await expect.poll(() => fixture.fakeGitHub.journal.refreshes).toBe(1);
    const code = leaving.end();
    expect(await code).toBe(0);
    const [fingerprint = ""] = await asked;
    expect(await staying.tokens(users)).toEqual([fingerprint]);
    expect(await isAlive(fingerprint)).toBe(true);
  });
});

describe.skipIf(!hasRedis)("what replicas leave behind", () => {
  test("holds no token and no key: not Redis, not its files, not their output", async () => {
    const { fixture, users, redis, start } = await setUp(20);
    const replicas = await many(2, start);
    await Promise.all(replicas.map((replica) => replica.tokens(users, { times: 3 })));
    await redis.command("BGREWRITEAOF");
    const secrets = [...fixture.fakeGitHub.world.tokens.keys(), fixture.clientSecret, TEST_KEY];
    const texts = await dumpOf(redis);
    expect(texts.join("").length).toBeGreaterThan(10_000);
    const output = replicas.map((replica) => replica.output());
    expect(output.join("")).toContain('"refreshed"');
    for (const text of [...texts, ...output]) {
      expect(text).not.toMatch(/gh[ur]_/);
      for (const secret of secrets) expect(text.includes(secret)).toBe(false);
    }
  });
});

/** All values, and all files of a Redis. */
async function dumpOf(redis: RedisServer): Promise<readonly string[]> {
  const keys = (await redis.command("KEYS", "*")) as readonly string[];
  const texts = [...keys];
  for (const key of keys) {
    const type = await redis.command("TYPE", key);
    texts.push(JSON.stringify(await (type === "hash" ? redis.command("HGETALL", key) : redis.command("GET", key))));
  }
  for (const entry of await readdir(redis.dir, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) texts.push(await readFile(join(entry.parentPath, entry.name), "latin1"));
  }
  return texts;
}

function failed(): never {
  throw new Error("There is no user.");
}
