import { inspect } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Fault } from "../fake-github/index.js";
import { AccessToken } from "../src/auth/access-token.js";
import { GitHubTokenManager } from "../src/auth/github-oauth/git-hub-token-manager.js";
import { OAuthClient } from "../src/auth/github-oauth/oauth-client.js";
import type { TokenEvent } from "../src/auth/github-oauth/token-event.js";
import { MemoryTokenStore } from "../src/auth/github-oauth/token-store-memory.js";
import type { TokenStore } from "../src/auth/github-oauth/token-store.js";
import type { TokenTimings } from "../src/auth/github-oauth/token-timings.js";
import { Secret } from "../src/secret/secret.js";
import { startTokenFixture, type TestUser, type TokenFixture } from "./token-fixture.js";

const EXPIRED = { expiresInMs: -1000 };
const DUE = { expiresInMs: 60_000 };
/** GitHub's machines all know a token at once, and none counts as new. */
const AT_ONCE = { lagMs: 0, newMs: 0 };
const TOKEN_ENDPOINT = { path: "/login/oauth/access_token" };

interface Setup extends TokenFixture {
  readonly ana: TestUser;
  readonly store: TokenStore;
  readonly manager: GitHubTokenManager;
  readonly events: TokenEvent[];
  /** Another replica on the same store. */
  replica(timings?: Partial<TokenTimings>): GitHubTokenManager;
  fail(fault: Omit<Fault, "match">): void;
}

/** A manager on a store in memory, with a user who has signed in. */
async function setUp(
  login: { readonly expiresInMs?: number } = {},
  timings: Partial<TokenTimings> = { pauseMs: { first: 200, most: 400 }, retryMs: 20, adoptMs: 100 },
): Promise<Setup> {
  const fixture = await startTokenFixture();
  const store = new MemoryTokenStore();
  const events: TokenEvent[] = [];
  function replica(other: Partial<TokenTimings> = timings): GitHubTokenManager {
    const manager = new GitHubTokenManager({
      store,
      oauth: fixture.oauth,
      timings: other,
      onEvent: (event) => void events.push(event),
    });
    onTestFinished(() => manager[Symbol.asyncDispose]());
    return manager;
  }
  const ana = fixture.addUser("ana-mock");
  const manager = replica();
  await manager.storeLogin(ana.userId, fixture.grant(ana, login), ana.account);
  return {
    ...fixture,
    ana,
    store,
    manager,
    events,
    replica,
    fail: (fault) => fixture.fakeGitHub.faults.add({ ...fault, match: TOKEN_ENDPOINT }),
  };
}

function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "answered",
    (error: unknown) => (error as { code?: unknown }).code ?? error,
  );
}

function resultsOf(events: readonly TokenEvent[]): readonly string[] {
  return events.flatMap((event) => (event.kind === "refresh" ? [event.result] : []));
}

describe("an access token", () => {
  test("that has hours left is given out without a call to GitHub", async () => {
    const { manager, ana, fakeGitHub } = await setUp();
    const before = fakeGitHub.journal.entries.length;
    const tokens = await Promise.all(Array.from({ length: 50 }, () => manager.accessToken(ana.identity)));
    expect(new Set(tokens.map((token) => token.fingerprint)).size).toBe(1);
    expect(fakeGitHub.journal.entries.length).toBe(before);
  });

  test("that has expired is refreshed once for 250 callers on each of 4 replicas", async () => {
    const { replica, ana, fakeGitHub, works } = await setUp(EXPIRED);
    const managers = Array.from({ length: 4 }, () => replica());
    const tokens = await Promise.all(
      managers.flatMap((manager) => Array.from({ length: 250 }, () => manager.accessToken(ana.identity))),
    );
    expect(tokens).toHaveLength(1000);
    expect(new Set(tokens.map((token) => token.fingerprint)).size).toBe(1);
    expect(fakeGitHub.journal.refreshes).toBe(1);
    const [token] = tokens;
    expect(token !== undefined && (await works(token))).toBe(true);
  });

  test("is refreshed before it expires, not at the same moment for all, and not at all while it is young", async () => {
    const { manager, oauth, addUser, grant, fakeGitHub } = await setUp();
    async function refreshesAt(expiresInMs: number): Promise<number> {
      const store = new MemoryTokenStore();
      const other = new GitHubTokenManager({ store, oauth });
      const before = fakeGitHub.journal.refreshes;
      for (let index = 0; index < 40; index += 1) {
        const user = addUser(`user-${expiresInMs}-${index}`);
        await other.storeLogin(user.userId, grant(user, { expiresInMs }), user.account);
        await other.accessToken(user.identity);
      }
      return fakeGitHub.journal.refreshes - before;
    }
    expect(await refreshesAt(6 * 60_000 + 10_000)).toBe(0);
    const byChance = await refreshesAt(5.5 * 60_000);
    expect(byChance).toBeGreaterThan(5);
    expect(byChance).toBeLessThan(35);
    expect(await refreshesAt(5 * 60_000 - 10_000)).toBe(40);
    await manager.drain();
  });

  test("without expiry is never refreshed", async () => {
    const { manager, store, ana, grant, fakeGitHub } = await setUp();
    const tokens = { ...grant(ana), refreshToken: null, refreshExpiresAt: null, expiresAt: null };
    await manager.storeLogin(ana.userId, tokens, ana.account);
    expect((await manager.accessToken(ana.identity)).fingerprint).toBe(tokens.accessToken.fingerprint);
    expect(await store.read(ana.userId)).toMatchObject({ isRenewable: false });
    expect(fakeGitHub.journal.refreshes).toBe(0);
  });

  test("of nobody is UNAUTHENTICATED, and of a user without a record GITHUB_NOT_CONNECTED", async () => {
    const { manager, addUser } = await setUp();
    expect(await codeOf(manager.accessToken({ kind: "anonymous" }))).toBe("UNAUTHENTICATED");
    expect(await codeOf(manager.accessToken(addUser("ben-mock").identity))).toBe("GITHUB_NOT_CONNECTED");
    expect(await manager.account(addUser("eve-mock").userId)).toBeNull();
  });

  test("goes on being refreshed when the caller who asked for it has gone away", async () => {
    const { manager, ana, store, fail } = await setUp(EXPIRED);
    fail({ latencyMs: 300 });
    const abandoned = manager.accessToken(ana.identity);
    await Promise.race([abandoned, sleep(50)]);
    await manager.drain();
    expect((await store.read(ana.userId))?.expiresAt?.getTime()).toBeGreaterThan(Date.now());
    expect(await codeOf(abandoned)).toBe("answered");
  });
});

describe("clocks that are ten minutes wrong", () => {
  test.each([
    [10, -10],
    [-10, 10],
  ])("cost no refresh beyond the one that is due (%i and %i minutes)", async (...minutes) => {
    // Expired by every clock.
    const { store, ana, fakeGitHub, clientId, clientSecret } = await setUp({ expiresInMs: -3_600_000 });
    const managers = minutes.map((skew) => {
      const now = () => new Date(Date.now() + skew * 60_000);
      const host = { webUrl: fakeGitHub.url, restUrl: fakeGitHub.restUrl };
      const redirectUri = new URL("http://127.0.0.1:4000/auth/callback");
      const oauth = new OAuthClient({ host, clientId, clientSecret: new Secret(clientSecret), redirectUri, now });
      onTestFinished(() => oauth[Symbol.asyncDispose]());
      return new GitHubTokenManager({ store, oauth, now });
    });
    for (let round = 0; round < 20; round += 1) {
      for (const manager of managers) expect(await codeOf(manager.accessToken(ana.identity))).toBe("answered");
    }
    expect(fakeGitHub.journal.refreshes).toBe(1);
  });
});

describe("a definitive no of GitHub's", () => {
  test("means reconnecting, keeps the account, and is not asked for again", async () => {
    const { manager, replica, ana, fakeGitHub, events } = await setUp(EXPIRED);
    const app = fakeGitHub.world.app("octogate-test");
    const user = fakeGitHub.world.user("ana-mock");
    if (user !== undefined) fakeGitHub.oauth.authorizations.revokeGrant(app, user);
    const other = replica();
    for (let round = 0; round < 20; round += 1) {
      expect(await codeOf(manager.accessToken(ana.identity))).toBe("GITHUB_REAUTHENTICATION_REQUIRED");
      expect(await codeOf(other.accessToken(ana.identity))).toBe("GITHUB_REAUTHENTICATION_REQUIRED");
    }
    expect(fakeGitHub.journal.tokenRequests).toMatchObject([{ outcome: "bad_refresh_token" }]);
    expect(await manager.account(ana.userId)).toEqual(ana.account);
    expect(await manager.credential(ana.userId)).toMatchObject({ status: "NEEDS_RECONNECT", login: "ana-mock" });
    expect(resultsOf(events)).toEqual(["refused"]);
  });

  test("is healed by a login", async () => {
    const { manager, ana, store, grant, works } = await setUp(EXPIRED);
    await store.markDead(ana.userId, String((await store.read(ana.userId))?.version));
    await manager.storeLogin(ana.userId, grant(ana), ana.account);
    expect(await works(await manager.accessToken(ana.identity))).toBe(true);
    expect(await manager.credential(ana.userId)).toMatchObject({ status: "VALID", kind: "GITHUB_APP_USER" });
  });

  test("is not needed when the refresh token has run out", async () => {
    const { manager, ana, grant, fakeGitHub } = await setUp();
    const tokens = { ...grant(ana, EXPIRED), refreshExpiresAt: new Date(Date.now() - 1) };
    await manager.storeLogin(ana.userId, tokens, ana.account);
    expect(await codeOf(manager.accessToken(ana.identity))).toBe("GITHUB_REAUTHENTICATION_REQUIRED");
    expect(fakeGitHub.journal.refreshes).toBe(0);
  });

  test("after an answer that got lost costs two calls, is counted as lost, and does not repeat", async () => {
    const { manager, ana, fail, fakeGitHub, events } = await setUp(EXPIRED);
    fail({ afterProcessing: true, reset: "before" });
    for (let round = 0; round < 5; round += 1) {
      expect(await codeOf(manager.accessToken(ana.identity))).toBe("GITHUB_REAUTHENTICATION_REQUIRED");
    }
    expect(fakeGitHub.journal.refreshes).toBe(2);
    expect(resultsOf(events)).toEqual(["lost"]);
  });
});

describe("a failure that says nothing of the token", () => {
  const transient: readonly (readonly [string, Omit<Fault, "match" | "times">, string])[] = [
    ["502 with HTML", { status: 502, form: "nginx-html" }, "GITHUB_UNAVAILABLE"],
    ["200 with HTML", { status: 200, form: "unicorn-html" }, "GITHUB_UNAVAILABLE"],
    ["503", { status: 503, body: "" }, "GITHUB_UNAVAILABLE"],
    [
      "403 for abuse",
      { status: 403, body: { message: "You have exceeded a secondary rate limit" } },
      "GITHUB_UNAVAILABLE",
    ],
    ["an error that nobody knows", { status: 200, body: { error: "sunspots" } }, "GITHUB_UNAVAILABLE"],
    ["half an answer", { status: 200, body: { access_token: "ghu_x" }, reset: "mid-body" }, "GITHUB_UNAVAILABLE"],
    ["a cut connection", { reset: "before" }, "GITHUB_UNAVAILABLE"],
    ["a redirect", { status: 302, headers: { location: "https://evil.example/" }, body: "" }, "OAUTH_MISCONFIGURED"],
    [
      "incorrect_client_credentials",
      { status: 200, body: { error: "incorrect_client_credentials" } },
      "OAUTH_MISCONFIGURED",
    ],
    ["an unknown client", { status: 404, body: { error: "Not Found" } }, "OAUTH_MISCONFIGURED"],
  ];

  test.each(transient)("keeps the token after %s, and uses it when that is over", async (_, fault, code) => {
    const { manager, ana, fail, fakeGitHub, works, store } = await setUp(EXPIRED);
    fail({ ...fault, times: 2 });
    expect(await codeOf(manager.accessToken(ana.identity))).toBe(code);
    expect(await store.read(ana.userId)).toMatchObject({ isDead: false });
    expect(await manager.credential(ana.userId)).toMatchObject({ status: "VALID" });
    fakeGitHub.faults.clear();
    await expect.poll(() => codeOf(manager.accessToken(ana.identity)), { timeout: 5_000 }).toBe("answered");
    expect(await works(await manager.accessToken(ana.identity))).toBe(true);
  });

  test("is over before anyone sees it when it happens once", async () => {
    const { replica, ana, fail, fakeGitHub } = await setUp(EXPIRED);
    fail({ status: 502, form: "nginx-html" });
    const answers = await Promise.all(
      [replica(), replica(), replica()].flatMap((manager) =>
        Array.from({ length: 20 }, () => codeOf(manager.accessToken(ana.identity))),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(["answered"]));
    expect(fakeGitHub.journal.refreshes).toBe(2);
  });

  test("stops all replicas for a while, for longer with each failure in a row", async () => {
    const timings = { pauseMs: { first: 300, most: 1_000 }, retryMs: 1 };
    const { replica, ana, fail, fakeGitHub } = await setUp(EXPIRED, timings);
    fail({ status: 502, form: "json", times: 1000 });
    const managers = [replica(), replica()];
    const end = performance.now() + 2_000;
    while (performance.now() < end) {
      for (const manager of managers) {
        expect(await codeOf(manager.accessToken(ana.identity))).toBe("GITHUB_UNAVAILABLE");
      }
      await sleep(5);
    }
    // Two calls at a time, with pauses of 300 ms and more in between.
    expect(fakeGitHub.journal.refreshes).toBeLessThanOrEqual(14);
    expect(fakeGitHub.journal.refreshes).toBeGreaterThanOrEqual(4);
  });

  test("with Retry-After is not asked about before its time, and says so", async () => {
    const { manager, ana, fail, fakeGitHub } = await setUp(EXPIRED);
    fail({ status: 429, headers: { "retry-after": "2" }, body: "" });
    for (let round = 0; round < 10; round += 1) {
      const error = await manager.accessToken(ana.identity).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "GITHUB_UNAVAILABLE", retryable: true });
      expect((error as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThanOrEqual(2);
    }
    expect(fakeGitHub.journal.refreshes).toBe(1);
    await expect.poll(() => codeOf(manager.accessToken(ana.identity)), { timeout: 5_000 }).toBe("answered");
  });

  test("is a timeout after ten seconds", async () => {
    const { manager, ana, fail, fakeGitHub, works } = await setUp(EXPIRED);
    fail({ hang: true });
    const startedAt = performance.now();
    expect(await codeOf(manager.accessToken(ana.identity))).toBe("GITHUB_UNAVAILABLE");
    expect(performance.now() - startedAt).toBeGreaterThan(9_000);
    expect(fakeGitHub.journal.refreshes).toBe(1);
    await expect.poll(() => codeOf(manager.accessToken(ana.identity)), { timeout: 5_000 }).toBe("answered");
    expect(await works(await manager.accessToken(ana.identity))).toBe(true);
  });

  test("does not show while the old token still works", async () => {
    const { manager, ana, fail, works, events } = await setUp(DUE);
    fail({ status: 502, form: "json", times: 4 });
    const token = await manager.accessToken(ana.identity);
    expect(await works(token)).toBe(true);
    expect(resultsOf(events)).toEqual(["transient"]);
  });

  test("does not keep callers long whose token still works", async () => {
    const { manager, ana, fail, events } = await setUp(DUE, { waitWhileValidMs: 100 });
    fail({ latencyMs: 2_000 });
    expect(await codeOf(manager.accessToken(ana.identity))).toBe("answered");
    expect(resultsOf(events)).toEqual([]);
    await manager.drain();
    expect(resultsOf(events)).toEqual(["refreshed"]);
  });
});

describe("a login", () => {
  test("during a slow refresh wins, and what the refresh brings is revoked", async () => {
    const { manager, replica, ana, grant, fail, works, store, fakeGitHub } = await setUp(EXPIRED);
    fail({ latencyMs: 600, afterProcessing: true });
    const waiting = manager.accessToken(ana.identity);
    await sleep(200);
    const login = grant(ana);
    await replica().storeLogin(ana.userId, login, ana.account);
    expect((await waiting).fingerprint).toBe(login.accessToken.fingerprint);
    await manager.drain();
    expect((await store.read(ana.userId))?.accessToken?.fingerprint).toBe(login.accessToken.fingerprint);
    expect(await works(login.accessToken)).toBe(true);
    const alive = [...fakeGitHub.world.tokens.values()].filter(({ revoked }) => !revoked);
    expect(alive).toHaveLength(1);
  });

  test("revokes the token that it replaces", async () => {
    const { manager, ana, grant, works } = await setUp();
    const old = await manager.accessToken(ana.identity);
    await manager.storeLogin(ana.userId, grant(ana), ana.account);
    await manager.drain();
    expect(await works(old)).toBe(false);
    expect(await works(await manager.accessToken(ana.identity))).toBe(true);
  });
});

describe("a token that GitHub refuses", () => {
  test("is replaced without a call when another replica has refreshed it", async () => {
    const { manager, replica, ana, fakeGitHub, works } = await setUp(EXPIRED);
    const old = await replica().accessToken(ana.identity);
    const first = await manager.accessToken(ana.identity);
    expect(first.fingerprint).toBe(old.fingerprint);
    // The manager's caller used the token of before the refresh.
    const stale = fakeGitHub.world.token("ana-mock-octogate-test-1").text;
    expect(stale).not.toBe(first.reveal());
    const newer = await manager.refused(ana.identity, AccessToken.from(new Secret(stale)));
    expect(newer.fingerprint).toBe(first.fingerprint);
    expect(await works(newer)).toBe(true);
    expect(fakeGitHub.journal.refreshes).toBe(1);
  });

  test("is tried again shortly when it is new, since GitHub's machines learn of it one after another", async () => {
    const { manager, ana, fakeGitHub, works } = await setUp(EXPIRED);
    fakeGitHub.oauth.authorizations.tokenLag = 200;
    const token = await manager.accessToken(ana.identity);
    expect(await works(token)).toBe(false);
    const again = await manager.refused(ana.identity, token);
    expect(again.fingerprint).toBe(token.fingerprint);
    expect(await works(again)).toBe(true);
    expect(fakeGitHub.journal.refreshes).toBe(1);
  });

  test.each([-5_000, -300, 0, 300, 500, 5_000])(
    "is not given up for being new, on a replica whose clock differs by %d ms",
    async (skew) => {
      const { manager, ana, store, events, fakeGitHub, oauth, works } = await setUp({}, { newMs: 0 });
      const now = () => new Date(Date.now() + skew);
      const other = new GitHubTokenManager({ store, oauth, now, onEvent: (event) => void events.push(event) });
      onTestFinished(() => other[Symbol.asyncDispose]());
      const first = await manager.accessToken(ana.identity);
      fakeGitHub.oauth.authorizations.tokenLag = 400;
      const forced = await manager.refused(ana.identity, first);
      expect(forced.fingerprint).not.toBe(first.fingerprint);
      expect(await works(forced)).toBe(false);
      const again = await other.refused(ana.identity, forced);
      expect(again.fingerprint).toBe(forced.fingerprint);
      expect(await works(again)).toBe(true);
      expect((await store.read(ana.userId))?.isDead).toBe(false);
      expect(events.map(({ kind }) => kind)).not.toContain("reauthentication-required");
      expect(fakeGitHub.journal.refreshes).toBe(1);
    },
  );

  test("is refreshed by force, once for all who were refused", async () => {
    const { manager, replica, ana, fakeGitHub, works } = await setUp({}, AT_ONCE);
    const token = await manager.accessToken(ana.identity);
    for (const record of fakeGitHub.world.tokens.values()) record.revoked = true;
    const managers = [manager, replica(AT_ONCE)];
    const newer = await Promise.all(
      managers.flatMap((each) => Array.from({ length: 50 }, () => each.refused(ana.identity, token))),
    );
    expect(new Set(newer.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(newer[0] !== undefined && (await works(newer[0]))).toBe(true);
    expect(fakeGitHub.journal.refreshes).toBe(1);
  });

  test("for ever is refreshed by force once, and then means reconnecting without a call", async () => {
    const { manager, ana, fakeGitHub } = await setUp({}, AT_ONCE);
    let token = await manager.accessToken(ana.identity);
    const answers: unknown[] = [];
    for (let round = 0; round < 100; round += 1) {
      try {
        token = await manager.refused(ana.identity, token);
        answers.push("newer");
      } catch (error) {
        answers.push((error as { code: string }).code);
      }
    }
    // The one that the refresh brought is tried once more before it is given up.
    expect(answers.slice(0, 3)).toEqual(["newer", "newer", "GITHUB_REAUTHENTICATION_REQUIRED"]);
    expect(new Set(answers.slice(2))).toEqual(new Set(["GITHUB_REAUTHENTICATION_REQUIRED"]));
    expect(fakeGitHub.journal.refreshes).toBe(1);
  });

  test("long after a forced refresh is refreshed by force again, since it was accepted in between", async () => {
    const { manager, ana, fakeGitHub } = await setUp({}, AT_ONCE);
    const first = await manager.accessToken(ana.identity);
    const second = await manager.refused(ana.identity, first);
    await manager.accepted(ana.identity, second, {});
    const third = await manager.refused(ana.identity, second);
    expect(third.fingerprint).not.toBe(second.fingerprint);
    expect(fakeGitHub.journal.refreshes).toBe(2);
  });
});

describe("forgetting", () => {
  test.each([
    ["nothing", true, true],
    ["token", false, true],
    ["grant", false, false],
  ] as const)("with %s at GitHub ends what it says, even when the token had expired", async (atGitHub, one, others) => {
    const { manager, ana, grant, works } = await setUp();
    const elsewhere = grant(ana).accessToken;
    const token = await manager.accessToken(ana.identity);
    expect(await manager.forget(ana.userId, { atGitHub })).toBe(true);
    expect(await manager.account(ana.userId)).toBeNull();
    expect(await codeOf(manager.accessToken(ana.identity))).toBe("GITHUB_NOT_CONNECTED");
    expect(await works(token)).toBe(one);
    expect(await works(elsewhere)).toBe(others);
    await manager.storeLogin(ana.userId, grant(ana, EXPIRED), ana.account);
    await manager.forget(ana.userId, { atGitHub });
    expect(await manager.account(ana.userId)).toBeNull();
  });

  test("succeeds while GitHub is away, and says so in an event", async () => {
    const { manager, ana, fakeGitHub, events } = await setUp();
    fakeGitHub.faults.add({ status: 502, form: "json", times: 9 });
    expect(await manager.forget(ana.userId, { atGitHub: "grant" })).toBe(false);
    expect(await manager.account(ana.userId)).toBeNull();
    expect(events).toContainEqual({ kind: "revocation-failed", userId: ana.userId, providerCode: null });
  });

  test("does not wait for a GitHub that hangs: it is told in the background, before the end", async () => {
    const { replica, ana, grant, fakeGitHub, works } = await setUp();
    const manager = replica({ farewellMs: 50 });
    const token = await manager.accessToken(ana.identity);
    const lasting = grant(ana).accessToken;
    fakeGitHub.faults.add({ latencyMs: 700, times: 9 });
    expect(await manager.forget(ana.userId, { atGitHub: "token" })).toBe(false);
    await manager.drain();
    fakeGitHub.faults.clear();
    expect([await works(token), await works(lasting)]).toEqual([false, true]);
  });

  test("of a token that has expired does not wait for its refresh longer than a user does", async () => {
    const { replica, ana, fail, events, store } = await setUp(EXPIRED);
    const manager = replica({ farewellMs: 50 });
    fail({ latencyMs: 1_000, afterProcessing: true });
    expect(await manager.forget(ana.userId, { atGitHub: "grant" })).toBe(false);
    expect(await store.read(ana.userId)).toBeUndefined();
    expect(resultsOf(events)).toEqual([]);
    await manager.drain();
    expect(resultsOf(events)).toEqual(["superseded"]);
  });

  test("during a slow refresh is not undone by it", async () => {
    const { manager, ana, fail, fakeGitHub } = await setUp(EXPIRED);
    fail({ latencyMs: 400, afterProcessing: true });
    const waiting = codeOf(manager.accessToken(ana.identity));
    await sleep(150);
    await manager.forget(ana.userId, { atGitHub: "nothing" });
    expect(await waiting).toBe("GITHUB_NOT_CONNECTED");
    await manager.drain();
    expect(await manager.account(ana.userId)).toBeNull();
    expect([...fakeGitHub.world.tokens.values()].filter(({ revoked }) => !revoked)).toHaveLength(0);
  });
});

describe("the end of a process", () => {
  test("waits for a refresh under way and stores it", async () => {
    const { replica, ana, fail, store, works } = await setUp(EXPIRED);
    const manager = replica();
    fail({ latencyMs: 500 });
    const waiting = manager.accessToken(ana.identity);
    await sleep(50);
    await manager[Symbol.asyncDispose]();
    const record = await store.read(ana.userId);
    expect(record?.expiresAt?.getTime()).toBeGreaterThan(Date.now());
    expect(await works(await waiting)).toBe(true);
  });
});

describe("secrets", () => {
  test("are in no event, error or printed manager", async () => {
    const { manager, ana, events, fail, grant, fakeGitHub, clientSecret } = await setUp(EXPIRED);
    const seen: unknown[] = [manager, events];
    const faults: readonly Omit<Fault, "match">[] = [
      { status: 502, form: "nginx-html", times: 2 },
      { status: 200, body: { error: "ghr_canary", error_description: clientSecret }, times: 2 },
      { afterProcessing: true, status: 200, body: { access_token: "ghu_canary", token_type: "nonsense" }, times: 2 },
      { reset: "mid-body", times: 2 },
    ];
    for (const fault of faults) {
      await manager.storeLogin(ana.userId, grant(ana, EXPIRED), ana.account);
      fail(fault);
      seen.push(await manager.accessToken(ana.identity).catch((error: unknown) => error));
      fakeGitHub.faults.clear();
    }
    await manager.forget(ana.userId, { atGitHub: "token" });
    const printed = seen.map((value) => `${inspect(value, { depth: 20, showHidden: true })}${JSON.stringify(value)}`);
    expect(printed.join("\n")).not.toMatch(/gh[ur]_/);
    expect(printed.join("\n")).not.toContain(clientSecret);
  });
});
