import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callbackOf, visit, type Browser, type Callback } from "./browser.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

const SESSION = "{ session { status account { login } } }";

describe.skipIf(!hasRedis)("signing in", () => {
  let saas: TestSaaS;
  let browser: Browser;
  beforeAll(async () => {
    saas = await startSaaS({ replicas: 2 });
  });
  afterAll(() => saas[Symbol.asyncDispose]());
  beforeEach(() => {
    saas.fakeGitHub.journal.clear();
    browser = saas.browser();
  });
  afterEach(() => saas.fakeGitHub.faults.clear());

  async function statusOf(anyone: Browser): Promise<unknown> {
    const { data } = await anyone.graphql(SESSION);
    return (data as unknown as { session: { status: string } }).session.status;
  }

  /** Nobody is signed in, no session was made, and GitHub was asked for no token. */
  async function expectNothingHappened(anyone: Browser): Promise<void> {
    expect(await statusOf(anyone)).toBe("ANONYMOUS");
    expect([...anyone.jar.keys()].filter((name) => name === "octogate")).toEqual([]);
    expect(saas.fakeGitHub.journal.exchanges).toBe(0);
  }

  test("signs a user in on every replica, back to where they came from, and asks GitHub in their name", async () => {
    const payload = await browser.signIn("octo-mock", { returnTo: "/repos?tab=mine#top" });
    expect(payload).toMatchObject({
      session: { status: "AUTHENTICATED", account: { login: "octo-mock" } },
      returnTo: "/repos?tab=mine#top",
      continueUrl: null,
      userErrors: [],
    });
    for (const on of saas.gateways) {
      const { data, errors } = await browser.graphql(
        "{ viewer { login } session { createdAt expiresAt } }",
        {},
        { on },
      );
      expect(errors).toEqual([]);
      expect(data).toMatchObject({ viewer: { login: "octo-mock" } });
      const { createdAt, expiresAt } = (data as unknown as { session: Record<string, string> }).session;
      expect(Date.parse(expiresAt ?? "") - Date.parse(createdAt ?? "")).toBe(14 * 24 * 60 * 60 * 1000);
    }
    expect(saas.fakeGitHub.journal.exchanges).toBe(1);
  });

  test("says once of each user that they are new", async () => {
    const login = "grace-mock";
    expect((await browser.signIn(login)).isNewUser).toBe(true);
    expect((await browser.signIn(login)).isNewUser).toBe(false);
    expect((await saas.browser().signIn(login)).isNewUser).toBe(false);
  });

  test("lets the rest of the same request be the user's", async () => {
    const { code, state } = await browser.consent("mona-mock");
    const { data, errors } = await browser.graphql(
      `mutation Both($code: String, $state: String) {
        before: saveSettings(input: { gitUserName: "Eve" }) { settings { version } }
        completeLogin(input: { code: $code, state: $state }) { session { account { login } } }
        saveSettings(input: { gitUserName: "Mona" }) { settings { gitUserName } }
        logout(input: {}) { endedSessions session { status } }
        after: saveSettings(input: { gitUserName: "Eve" }) { settings { version } }
      }`,
      { code, state },
    );
    expect(errors.map(({ path, extensions }) => `${path?.[0]} ${extensions.code}`)).toEqual([
      "before UNAUTHENTICATED",
      "after UNAUTHENTICATED",
    ]);
    expect(data).toMatchObject({
      completeLogin: { session: { account: { login: "mona-mock" } } },
      saveSettings: { settings: { gitUserName: "Mona" } },
      logout: { endedSessions: 1, session: { status: "ANONYMOUS" } },
    });
    expect(await statusOf(browser)).toBe("ANONYMOUS");
  });

  test("sends GitHub a challenge, a state and the registered address, whatever the request says of itself", async () => {
    const { authorizationUrl } = await browser.start({ loginHint: "octo-mock" });
    const { data } = await browser.graphql(
      "mutation { startLogin(input: {}) { authorizationUrl } }",
      {},
      { headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" } },
    );
    const urls = [
      authorizationUrl,
      (data as unknown as { startLogin: { authorizationUrl: string } }).startLogin.authorizationUrl,
    ];
    for (const address of urls) {
      const { origin, pathname, searchParams } = new URL(address ?? "");
      expect(`${origin}${pathname}`).toBe(`${saas.fakeGitHub.url}/login/oauth/authorize`);
      expect(searchParams.get("redirect_uri")).toBe(`${saas.gateway.url}/auth/callback`);
      expect(searchParams.get("code_challenge_method")).toBe("S256");
      expect(searchParams.get("code_challenge")).toMatch(/^[\w-]{43}$/);
      expect(searchParams.get("state")).toMatch(/^[\w-]{43}$/);
      expect(searchParams.has("client_secret")).toBe(false);
    }
    expect(new URL(urls[0] ?? "").searchParams.get("login")).toBe("octo-mock");
  });

  describe("refuses, with no session and no call to the token endpoint,", () => {
    async function expectRefused(anyone: Browser, callback: Callback): Promise<void> {
      const { userErrors, session, continueUrl, returnTo } = await anyone.complete(callback);
      expect({ session, continueUrl, returnTo }).toEqual({
        session: { status: "ANONYMOUS", account: null },
        continueUrl: null,
        returnTo: null,
      });
      expect(userErrors).toMatchObject([
        { __typename: "OAuthError", code: "OAUTH_STATE_INVALID", nextStep: "LOG_IN", path: [], providerCode: null },
      ]);
      await expectNothingHappened(anyone);
    }

    test("a callback in a browser that has no mark", async () => {
      const callback = await browser.consent("octo-mock");
      await expectRefused(saas.browser(), callback);
      expect((await browser.complete(callback)).session.status).toBe("AUTHENTICATED");
    });

    test("a callback in a browser with the mark of its own login", async () => {
      const victim = saas.browser();
      await victim.start();
      await expectRefused(victim, await browser.consent("octo-mock"));
    });

    test("a code of one login with the state of another", async () => {
      const { code } = await browser.consent("octo-mock");
      const victim = saas.browser();
      const { state } = await victim.consent("mona-mock");
      const { userErrors } = await victim.complete({ code, state });
      // GitHub is asked with the victim's verifier, which does not fit the attacker's code.
      expect(userErrors).toMatchObject([{ code: "OAUTH_CODE_INVALID", providerCode: "bad_verification_code" }]);
      expect(await statusOf(victim)).toBe("ANONYMOUS");
    });

    test.each([
      ["missing", undefined],
      ["empty", ""],
      ["guessed", "A".repeat(43)],
      ["a glob", "*"],
      ["very long", "x".repeat(20_000)],
      ["not of our form", "../login:\u0000"],
    ])("a state that is %s", async (_what, state) => {
      const { code } = await browser.consent("octo-mock");
      await expectRefused(browser, { code, state });
    });

    test("a login that has taken longer than ten minutes", async () => {
      const callback = await browser.consent("octo-mock");
      const key = keyOf(callback);
      const life = Number(await saas.redis.command("PTTL", key));
      expect(life).toBeGreaterThan(9 * 60_000);
      expect(life).toBeLessThanOrEqual(10 * 60_000);
      await saas.redis.command("PEXPIRE", key, 1);
      await sleep(20);
      await expectRefused(browser, callback);
    });

    test("the same callback again after the result is forgotten", async () => {
      const callback = await browser.consent("octo-mock");
      const copy = browser.clone();
      await browser.complete(callback);
      const life = Number(await saas.redis.command("PTTL", keyOf(callback)));
      expect(life).toBeGreaterThan(55_000);
      expect(life).toBeLessThanOrEqual(60_000);
      await saas.redis.command("PEXPIRE", keyOf(callback), 1);
      await sleep(20);
      saas.fakeGitHub.journal.clear();
      await expectRefused(copy, callback);
    });

    test("a callback under a name that is not ours", async () => {
      const callback = await browser.consent("octo-mock");
      const response = await saas.gateway.fetch("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", cookie: browser.cookie, "sec-fetch-site": "cross-site" },
        body: JSON.stringify({
          query: "mutation C($i: CompleteLoginInput!) { completeLogin(input: $i) { isNewUser } }",
          variables: { i: callback },
        }),
      });
      expect(response.status).toBe(403);
      expect(response.headers.getSetCookie()).toEqual([]);
      await expectNothingHappened(browser);
    });
  });

  test("gives 50 calls at once, on two replicas, one exchange and one session", async () => {
    const login = "linus-mock";
    const callback = await browser.consent(login);
    saas.fakeGitHub.faults.add({ match: { grantType: "authorization_code" }, latencyMs: 300 });
    const copies = Array.from({ length: 50 }, () => browser.clone());
    const payloads = await Promise.all(copies.map((copy, index) => copy.complete(callback, saas.replica(index))));
    for (const payload of payloads) {
      expect(payload).toMatchObject({ session: { account: { login } }, isNewUser: true, userErrors: [] });
    }
    expect(saas.fakeGitHub.journal.exchanges).toBe(1);
    expect(new Set(copies.map(({ jar }) => jar.get("octogate"))).size).toBe(1);
    const user = saas.fakeGitHub.world.user(login);
    expect(await saas.redis.command("ZCARD", `sessions:${user?.databaseId}`)).toBe(1);
    for (const copy of copies.slice(0, 3)) expect(await statusOf(copy)).toBe("AUTHENTICATED");
  });

  test("the second of two calls gets the first one's refusal as well", async () => {
    const callback = await browser.consent("octo-mock");
    saas.fakeGitHub.faults.add({ match: { grantType: "authorization_code" }, oauthError: "bad_verification_code" });
    const both = await Promise.all([browser.complete(callback), browser.clone().complete(callback)]);
    for (const { userErrors } of both) expect(userErrors).toMatchObject([{ code: "OAUTH_CODE_INVALID" }]);
    expect(saas.fakeGitHub.journal.exchanges).toBe(1);
  });

  test("a declined login is an answer, and changes nothing", async () => {
    const { authorizationUrl } = await browser.start({ returnTo: "/repos" });
    const callback = callbackOf(await visit(authorizationUrl ?? "", { _fake_decline: "1" }));
    const payload = await browser.complete(callback);
    expect(payload).toMatchObject({
      session: { status: "ANONYMOUS" },
      returnTo: "/repos",
      userErrors: [{ code: "OAUTH_ACCESS_DENIED", nextStep: "LOG_IN", providerCode: "access_denied" }],
    });
    await expectNothingHappened(browser);
  });

  test("repeats nothing of what the address says went wrong", async () => {
    const { authorizationUrl } = await browser.start();
    const state = new URL(authorizationUrl ?? "").searchParams.get("state") ?? "";
    const { data, text } = await browser.graphql(
      "mutation C($i: CompleteLoginInput!) { completeLogin(input: $i) { userErrors { message ... on OAuthError { providerCode } } } }",
      { i: { state, error: "<b>canary</b>", errorDescription: "canary" } },
    );
    expect(data).toMatchObject({ completeLogin: { userErrors: [{ providerCode: null }] } });
    expect(text).not.toContain("canary");
  });

  test.each([
    ["incorrect_client_credentials", "OAUTH_MISCONFIGURED", "CONTACT_ADMIN"],
    ["redirect_uri_mismatch", "OAUTH_MISCONFIGURED", "CONTACT_ADMIN"],
    ["bad_verification_code", "OAUTH_CODE_INVALID", "LOG_IN"],
    ["unverified_user_email", "OAUTH_ACCESS_DENIED", "LOG_IN"],
  ] as const)("says what %s of the token endpoint means", async (oauthError, code, nextStep) => {
    const callback = await browser.consent("octo-mock");
    saas.fakeGitHub.faults.add({ match: { grantType: "authorization_code" }, oauthError });
    const { userErrors, session } = await browser.complete(callback);
    expect(userErrors).toMatchObject([{ __typename: "OAuthError", code, nextStep, providerCode: oauthError }]);
    expect(session.status).toBe("ANONYMOUS");
  });

  test.each([
    ["the token endpoint is down", { match: { grantType: "authorization_code" }, form: "nginx-html" }],
    ["GitHub does not say who it is", { match: { path: "/user" }, times: 9, form: "unicorn-html" }],
  ] as const)("asks to sign in again when %s", async (_what, fault) => {
    const callback = await browser.consent("octo-mock");
    saas.fakeGitHub.faults.add(fault);
    const { userErrors, session } = await browser.complete(callback);
    expect(userErrors).toMatchObject([{ code: "GITHUB_UNAVAILABLE", nextStep: "LOG_IN" }]);
    expect(session.status).toBe("ANONYMOUS");
    saas.fakeGitHub.faults.clear();
    await browser.signIn("octo-mock");
  });

  describe("purposes", () => {
    test("RECONNECT renews the access of the same user and keeps the settings", async () => {
      await browser.signIn("ada-mock");
      await browser.graphql('mutation { saveSettings(input: { gitUserName: "Ada" }) { settings { version } } }');
      const before = browser.jar.get("octogate");
      const { authorizationUrl } = await browser.start({ purpose: "RECONNECT" });
      expect(new URL(authorizationUrl ?? "").searchParams.get("login")).toBe("ada-mock");
      const callback = callbackOf(await visit(authorizationUrl ?? "", { _fake_approve: "ada-mock" }));
      expect((await browser.complete(callback)).userErrors).toEqual([]);
      expect(browser.jar.get("octogate")).not.toBe(before);
      const { data } = await browser.graphql("{ viewer { login } settings { gitUserName } }");
      expect(data).toEqual({ viewer: { login: "ada-mock" }, settings: { gitUserName: "Ada" } });
    });

    test("RECONNECT does not become somebody else", async () => {
      await browser.signIn("ada-mock");
      const callback = await browser.consent("mona-mock", { purpose: "RECONNECT" });
      const { userErrors, session } = await browser.complete(callback);
      expect(userErrors).toMatchObject([{ code: "FORBIDDEN", nextStep: "RECONNECT_GITHUB" }]);
      expect(session).toEqual({ status: "AUTHENTICATED", account: { login: "ada-mock" } });
      const { data } = await browser.graphql("{ viewer { login } }");
      expect(data).toEqual({ viewer: { login: "ada-mock" } });
    });

    test("SWITCH_ACCOUNT lets the user choose, and leaves nothing of the one before", async () => {
      await browser.signIn("ada-mock");
      const before = browser.clone();
      const { authorizationUrl } = await browser.start({ purpose: "SWITCH_ACCOUNT" });
      expect(new URL(authorizationUrl ?? "").searchParams.get("prompt")).toBe("select_account");
      const callback = callbackOf(await visit(authorizationUrl ?? "", { _fake_approve: "mona-mock" }));
      expect((await browser.complete(callback)).session.account).toEqual({ login: "mona-mock" });
      expect(await statusOf(before)).toBe("ANONYMOUS");
      expect((await browser.graphql("{ viewer { login } }")).data).toEqual({ viewer: { login: "mona-mock" } });
    });

    test("MANAGE_ACCESS goes to the installation, and comes back although GitHub sends no state along", async () => {
      await browser.signIn("octo-mock");
      const { authorizationUrl } = await browser.start({ purpose: "MANAGE_ACCESS", returnTo: "/repos" });
      const url = new URL(authorizationUrl ?? "");
      expect(url.pathname).toBe("/github-apps/octogate-demo/installations/new");
      expect((await fetch(url)).status).toBe(200);
      const { continueUrl, userErrors, session } = await browser.complete({
        installationId: "1",
        setupAction: "update",
      });
      expect(userErrors).toEqual([]);
      expect(session.account).toEqual({ login: "octo-mock" });
      const callback = callbackOf(await visit(continueUrl ?? "", { _fake_approve: "octo-mock" }));
      expect(await browser.complete(callback)).toMatchObject({ returnTo: "/repos", continueUrl: null, userErrors: [] });
    });

    test("an installation that began at GitHub is sent round once more, and its code is not used", async () => {
      const { continueUrl, session, userErrors } = await browser.complete({
        code: "0123456789abcdef0123",
        installationId: "7",
        setupAction: "install",
      });
      expect({ session, userErrors }).toEqual({ session: { status: "ANONYMOUS", account: null }, userErrors: [] });
      expect(saas.fakeGitHub.journal.exchanges).toBe(0);
      const callback = callbackOf(await visit(continueUrl ?? "", { _fake_approve: "octo-mock" }));
      expect(await browser.complete(callback)).toMatchObject({
        session: { status: "AUTHENTICATED", account: { login: "octo-mock" } },
        continueUrl: null,
      });
    });

    test.each([
      ["GITHUB_DEVICE", "BAD_USER_INPUT"],
      ["OIDC", "FEATURE_NOT_AVAILABLE"],
      ["TOKEN", "FEATURE_NOT_AVAILABLE"],
    ])("a login by %s is refused with what to do", async (provider, code) => {
      const { authorizationUrl, userErrors } = await browser.start({ provider });
      expect(authorizationUrl).toBeNull();
      expect(userErrors).toMatchObject([{ __typename: "InputError", code, path: ["input", "provider"] }]);
    });
  });

  test("knows users by their number: a login that was given up and registered by another opens nothing", async () => {
    await browser.signIn("hubot-mock");
    await browser.graphql('mutation { saveSettings(input: { gitUserName: "Hubot" }) { settings { version } } }');
    const { world } = saas.fakeGitHub;
    const before = world.user("hubot-mock");
    const heir = world.addUser({ login: "heir-mock" });
    const other = saas.browser();
    const callback = await other.consent("heir-mock");
    Object.assign(heir, { login: "hubot-mock" });
    const { session } = await other.complete(callback);
    expect(session.account?.login).toBe("hubot-mock");
    expect(heir.databaseId).not.toBe(before?.databaseId);
    const { data } = await other.graphql("{ settings { gitUserName } session { account { githubUserId } } }");
    expect(data).toEqual({
      settings: { gitUserName: null },
      session: { account: { githubUserId: String(heir.databaseId) } },
    });
  });

  test("writes no token, code, state, verifier, cookie or key into the log or into Redis", async () => {
    const callback = await browser.consent("octo-mock");
    const mark = browser.jar.get("octogate-login");
    await browser.complete(callback);
    await browser.graphql("{ viewer { login } }");
    const session = browser.jar.get("octogate") ?? "";
    const [id = ""] = decodeURIComponent(session).slice(2).split(".");
    const secrets = [callback.code, callback.state, mark, session, decodeURIComponent(session), id].map(String);
    for (const { text } of saas.fakeGitHub.world.tokens.values()) secrets.push(text);
    for (const { clientSecret } of saas.fakeGitHub.world.apps.values()) secrets.push(clientSecret);
    const logs = saas.gateways.flatMap(({ logLines }) => logLines).join("");
    const dump = await dumpOf(saas);
    expect(logs).toContain("signed in");
    expect(dump).toContain("session:");
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(10);
      expect(logs).not.toContain(secret);
      expect(dump).not.toContain(secret);
    }
  });
});

/** Where Redis keeps the attempt of a callback. */
function keyOf({ state = "" }: Callback): string {
  return `login:${createHash("sha256").update(state).digest("base64url")}`;
}

/** Every key and every value of Redis, as one text. */
async function dumpOf({ redis }: TestSaaS): Promise<string> {
  const keys = (await redis.command("KEYS", "*")) as string[];
  const values = await Promise.all(
    keys.map(async (key) => {
      const type = String(await redis.command("TYPE", key));
      if (type === "hash") return redis.command("HGETALL", key);
      if (type === "zset") return redis.command("ZRANGE", key, 0, -1);
      return redis.command("GET", key);
    }),
  );
  return JSON.stringify([keys, values]);
}
