import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { GitHubTokenManager } from "../src/auth/github-oauth/git-hub-token-manager.js";
import type { TokenEvent } from "../src/auth/github-oauth/token-event.js";
import { TokenSpool } from "../src/auth/github-oauth/token-spool.js";
import { RedisTokenStore } from "../src/auth/github-oauth/token-store-redis.js";
import { hasRedis, type RedisServer } from "./redis-server.js";
import { temporaryFolder } from "./storage-temporary-folder.js";
import {
  connectionOfTest,
  keyringOf,
  redisOfTest,
  startTokenFixture,
  TEST_KEYRING,
  type TestUser,
  type TokenFixture,
} from "./token-fixture.js";

interface Setup {
  readonly redis: RedisServer;
  readonly fixture: TokenFixture;
  readonly ana: TestUser;
  readonly events: TokenEvent[];
  manager(spool?: TokenSpool): Promise<GitHubTokenManager>;
}

/** A user whose token has expired. */
async function setUp(): Promise<Setup> {
  const redis = await redisOfTest();
  const fixture = await startTokenFixture();
  const ana = fixture.addUser("ana-mock");
  const events: TokenEvent[] = [];
  async function manager(spool?: TokenSpool): Promise<GitHubTokenManager> {
    const { client } = await connectionOfTest(redis.url);
    return new GitHubTokenManager({
      store: new RedisTokenStore({ client, keyring: TEST_KEYRING }),
      oauth: fixture.oauth,
      spool,
      onEvent: (event) => void events.push(event),
      timings: { giveUpAfterMs: 300 },
    });
  }
  const first = await manager();
  await first.storeLogin(ana.userId, fixture.grant(ana, { expiresInMs: -1000 }), ana.account);
  return { redis, fixture, ana, events, manager };
}

/** Asks for a token, and kills Redis while GitHub answers. */
async function refreshWithoutRedis({ redis, fixture, ana }: Setup, manager: GitHubTokenManager) {
  fixture.fakeGitHub.faults.add({ match: { path: "/login" }, latencyMs: 300, afterProcessing: true });
  const asked = manager.accessToken(ana.identity);
  await expect.poll(() => fixture.fakeGitHub.journal.refreshes).toBe(1);
  await redis.kill();
  return asked;
}

function kindsOf(events: readonly TokenEvent[]): readonly string[] {
  return events.map(({ kind }) => kind).filter((kind) => kind.startsWith("pair-") || kind.startsWith("spool-"));
}

describe.skipIf(!hasRedis)("a pair that Redis does not take", () => {
  test("serves further callers from memory, without asking GitHub", async () => {
    const setup = await setUp();
    const manager = await setup.manager();
    onTestFinished(() => manager[Symbol.asyncDispose]());
    const token = await refreshWithoutRedis(setup, manager);
    for (let round = 0; round < 10; round += 1) {
      expect((await manager.accessToken(setup.ana.identity)).fingerprint).toBe(token.fingerprint);
    }
    expect(await setup.fixture.works(token)).toBe(true);
    expect(setup.fixture.fakeGitHub.journal.refreshes).toBe(1);
    await setup.redis.restart();
    await expect.poll(() => kindsOf(setup.events)).toEqual(["pair-unsaved", "pair-saved-late"]);
  });

  test("is revoked when the process ends without a spool, and not left lying about", async () => {
    const setup = await setUp();
    const manager = await setup.manager();
    const token = await refreshWithoutRedis(setup, manager);
    await manager[Symbol.asyncDispose]();
    expect(await setup.fixture.works(token)).toBe(false);
    expect(kindsOf(setup.events)).toEqual(["pair-unsaved", "pair-given-up"]);
  });

  test("stays in its file when the process ends, and is stored by the next one", async () => {
    const setup = await setUp();
    const dir = join(await temporaryFolder(), "spool");
    const manager = await setup.manager(new TokenSpool({ dir, keyring: TEST_KEYRING }));
    const token = await refreshWithoutRedis(setup, manager);
    await manager[Symbol.asyncDispose]();
    const [name = ""] = await readdir(dir);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dir, name))).mode & 0o777).toBe(0o600);
    expect(await setup.fixture.works(token)).toBe(true);
    await setup.redis.restart();
    const next = await setup.manager(new TokenSpool({ dir, keyring: TEST_KEYRING }));
    await next.recover();
    expect((await next.accessToken(setup.ana.identity)).fingerprint).toBe(token.fingerprint);
    await expect.poll(() => readdir(dir)).toEqual([]);
    const other = await setup.manager();
    expect((await other.accessToken(setup.ana.identity)).fingerprint).toBe(token.fingerprint);
    expect(setup.fixture.fakeGitHub.journal.refreshes).toBe(1);
  });

  test("gives way to a login that came before it was stored, and is revoked", async () => {
    const setup = await setUp();
    const dir = join(await temporaryFolder(), "spool");
    const manager = await setup.manager(new TokenSpool({ dir, keyring: TEST_KEYRING }));
    const token = await refreshWithoutRedis(setup, manager);
    await manager[Symbol.asyncDispose]();
    await setup.redis.restart();
    const next = await setup.manager(new TokenSpool({ dir, keyring: TEST_KEYRING }));
    const login = setup.fixture.grant(setup.ana);
    await next.storeLogin(setup.ana.userId, login, setup.ana.account);
    await next.recover();
    await expect.poll(() => readdir(dir)).toEqual([]);
    await expect.poll(() => setup.fixture.works(token)).toBe(false);
    expect((await next.accessToken(setup.ana.identity)).fingerprint).toBe(login.accessToken.fingerprint);
    expect(await setup.fixture.works(login.accessToken)).toBe(true);
  });

  test("whose file cannot be opened is reported and left where it is", async () => {
    const setup = await setUp();
    const dir = join(await temporaryFolder(), "spool");
    const manager = await setup.manager(new TokenSpool({ dir, keyring: TEST_KEYRING }));
    await refreshWithoutRedis(setup, manager);
    await manager[Symbol.asyncDispose]();
    await writeFile(join(dir, `${"0".repeat(32)}.json`), "{");
    await setup.redis.restart();
    const before = setup.events.length;
    await (await setup.manager(new TokenSpool({ dir, keyring: keyringOf("k2") }))).recover();
    expect(kindsOf(setup.events.slice(before))).toEqual(["spool-unreadable", "spool-unreadable"]);
    expect(await readdir(dir)).toHaveLength(2);
  });
});
