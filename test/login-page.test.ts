import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { hasChromium, openPage, type Page } from "./chromium.js";
import { startGateway } from "./gateway.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

const TITLE = "document.getElementById('title')?.textContent";
const MESSAGE = "document.getElementById('message')?.textContent";
const CLICK = "document.getElementById('action').click()";

test("OSS has no page to come back to", async () => {
  const gateway = await startGateway({ token: null });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  for (const path of ["/auth/callback", "/auth/callback.js"]) expect((await gateway.fetch(path)).status).toBe(404);
});

describe.skipIf(!hasRedis)("the callback page", () => {
  let saas: TestSaaS;
  beforeAll(async () => {
    saas = await startSaaS();
  });
  afterAll(() => saas[Symbol.asyncDispose]());

  test("tells nobody else of the code in its address, and loads nothing from elsewhere", async () => {
    const response = await saas.gateway.fetch("/auth/callback?code=canary&state=canary");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.getSetCookie()).toEqual([]);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    const page = await response.text();
    expect(page).not.toContain("canary");
    expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)).toEqual([
      "data:,",
      "/auth/callback.css",
      "/auth/callback.js",
    ]);
    for (const path of ["/auth/callback.css", "/auth/callback.js"]) {
      expect((await saas.gateway.fetch(path)).status).toBe(200);
    }
    expect(saas.gateway.logLines.join("")).not.toContain("canary");
  });

  test("is only read", async () => {
    const response = await saas.gateway.fetch("/auth/callback", { method: "POST" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  describe.skipIf(!hasChromium)("in a browser", () => {
    let page: Page;
    beforeAll(async () => {
      page = await openPage();
    });
    afterAll(() => page[Symbol.asyncDispose]());
    beforeEach(async () => {
      await page.goto(`${saas.gateway.url}/auth/callback`);
      await page.until(`${TITLE} !== 'Signing in…'`);
      await page.evaluate(`fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'mutation { logout(input: {}) { endedSessions } }' }) }).then(() => true)`);
    });

    /** Begins a login as a frontend would, and goes to GitHub. */
    async function goToGitHub(input: string): Promise<void> {
      await page.evaluate(`fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'mutation { startLogin(input: ${input}) { authorizationUrl } }' }) })
        .then((response) => response.json())
        .then(({ data }) => { location.href = data.startLogin.authorizationUrl + '&prompt=select_account'; })`);
      await page.until("document.querySelector('button[value=\"octo-mock\"]') !== null");
    }

    const consent = (name: string, value: string) =>
      page.evaluate(`document.querySelector('button[name="${name}"][value="${value}"]').click()`);

    test("signs in without any other page, and leaves no code behind", async () => {
      await page.goto(`${saas.gateway.url}/auth/callback`);
      await page.until(`${TITLE} === 'Octogate'`);
      await page.evaluate(CLICK);
      await page.until("location.pathname === '/login/oauth/authorize' || document.title.startsWith('Signed in')");
      if ((await page.evaluate("location.pathname")) === "/login/oauth/authorize") await consent("user", "octo-mock");
      await page.until(`${TITLE} === 'Signed in'`);
      expect(await page.evaluate(MESSAGE)).toContain("@octo-mock");
      expect(await page.evaluate("location.href")).toBe(`${saas.gateway.url}/auth/callback`);
      expect(await page.evaluate("document.cookie")).toBe("");
      await page.goto(`${saas.gateway.url}/auth/callback`);
      await page.until(`${TITLE} === 'Signed in'`);
    });

    test("goes on to the page that the login was begun for", async () => {
      await goToGitHub('{ returnTo: "/schema.graphql?from=login#top" }');
      await consent("user", "mona-mock");
      await page.until("location.pathname === '/schema.graphql'");
      expect(await page.evaluate("location.href")).toBe(`${saas.gateway.url}/schema.graphql?from=login#top`);
    });

    test("says in plain words that the user has declined, and offers to sign in", async () => {
      await goToGitHub("{}");
      await consent("decline", "1");
      await page.until(`${TITLE} === 'You are not signed in'`);
      expect(await page.evaluate(MESSAGE)).toBe("You have not allowed the access. Sign in again if you want to.");
      expect(await page.evaluate("document.getElementById('action').textContent")).toBe("Sign in with GitHub");
      expect(await page.evaluate("location.search")).toBe("");
    });

    test("says in plain words that a login is too old, or was begun elsewhere", async () => {
      await page.goto(`${saas.gateway.url}/auth/callback?code=0123456789abcdef0123&state=${"A".repeat(43)}`);
      await page.until(`${TITLE} === 'You are not signed in'`);
      expect(await page.evaluate(MESSAGE)).toContain("older than ten minutes");
    });

    test("shows what the address says went wrong to nobody", async () => {
      await page.goto(`${saas.gateway.url}/auth/callback?error=x&error_description=%3Cimg%20src%3Dx%3E&state=y`);
      await page.until(`${TITLE} === 'You are not signed in'`);
      expect(await page.evaluate("document.querySelectorAll('img').length")).toBe(0);
    });

    test("goes round once more for who has installed the App at GitHub", async () => {
      await page.goto(`${saas.gateway.url}/auth/callback?installation_id=7&setup_action=install`);
      await page.until("location.pathname === '/login/oauth/authorize' || document.title.startsWith('Signed in')");
      if ((await page.evaluate("location.pathname")) === "/login/oauth/authorize") await consent("user", "octo-mock");
      await page.until(`${TITLE} === 'Signed in'`);
    });

    test("asks nobody but the gateway and GitHub, and breaks no rule of its policy", () => {
      const origins = new Set(page.requested.filter((url) => url.startsWith("http")).map((url) => new URL(url).origin));
      expect([...origins].toSorted()).toEqual([saas.gateway.url, saas.fakeGitHub.url].toSorted());
      expect(page.complaints.filter((text) => /polic|Refused|exception/i.test(text))).toEqual([]);
    });
  });
});
