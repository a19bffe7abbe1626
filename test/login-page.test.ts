import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Page } from "playwright-core";
import { hasChromium } from "./chromium.js";
import { startGateway } from "./gateway.js";
import { openWatchedPage, type WatchedPage } from "./playwright.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

const SIGN_IN_PATHS = ["/auth/callback", "/auth/device"];
/** What GitHub could have sent a browser back with, a while ago or to somebody else. */
const OLD_ATTEMPT = `/auth/callback?code=0123456789abcdef0123&state=${"A".repeat(43)}`;

test("OSS has no page to come back to", async () => {
  const gateway = await startGateway({ token: null });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  for (const path of SIGN_IN_PATHS) expect((await gateway.fetch(path)).status).toBe(404);
});

describe.skipIf(!hasRedis)("signing in", () => {
  let saas: TestSaaS;
  beforeAll(async () => {
    saas = await startSaaS();
    saas.fakeGitHub.world.app("octogate-demo").deviceInterval = 1;
  });
  afterAll(() => saas[Symbol.asyncDispose]());

  test("tells nobody else of the code in the callback's address, and keeps it nowhere", async () => {
    const response = await saas.gateway.fetch("/auth/callback?code=canary&state=canary");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await response.text()).not.toContain("canary");
    expect(saas.gateway.logLines.join("")).not.toContain("canary");
  });

  test("pages are only read", async () => {
    for (const path of SIGN_IN_PATHS) {
      const response = await saas.gateway.fetch(path, { method: "POST" });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
  });

  describe.skipIf(!hasChromium)("in a browser", { timeout: 90_000 }, () => {
    async function open(): Promise<WatchedPage> {
      const browser = await openWatchedPage({ origin: saas.gateway.url, neighbour: saas.fakeGitHub.url });
      onTestFinished(async () => {
        const { complaints } = browser;
        await browser[Symbol.asyncDispose]();
        expect(complaints).toEqual([]);
      });
      return browser;
    }

    /** Begins a login with the page's own button; at GitHub the user chooses who they are, or declines. */
    async function signInAs(page: Page, choice: string): Promise<void> {
      await page.getByRole("button", { name: "Sign in with GitHub" }).click();
      await page.locator(`button[value="${choice}"]`).click();
    }

    const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor();

    test("leads back to where one was, and leaves no code behind", async () => {
      const { page } = await open();
      await page.goto("/settings?tab=2#token");
      await heading(page, "Sign in");
      await signInAs(page, "octo-mock");
      await heading(page, "Settings");
      expect(page.url()).toBe(`${saas.gateway.url}/settings?tab=2#token`);
      expect(await page.evaluate("document.cookie")).toBe("");
      const history = (await page.evaluate("JSON.stringify([history.state, performance.getEntries()])")) as string;
      expect(history).not.toContain("code=");
      await page.reload();
      await heading(page, "Settings");
    });

    test("goes on to any page of this gateway, and to no other", async () => {
      const { page } = await open();
      await page.goto("/");
      await heading(page, "Sign in");
      await page.evaluate(`fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'mutation { startLogin(input: { returnTo: "/schema.graphql?from=login#top" }) { authorizationUrl } }' }) })
        .then((response) => response.json())
        .then(({ data }) => { location.href = data.startLogin.authorizationUrl; })`);
      await page.locator('button[value="mona-mock"]').click();
      await page.waitForURL(`${saas.gateway.url}/schema.graphql?from=login#top`);
    });

    test("says in plain words that the user has declined, and offers to sign in", async () => {
      const { page } = await open();
      await page.goto("/");
      await page.getByRole("button", { name: "Sign in with GitHub" }).click();
      await page.locator('button[name="decline"]').click();
      await heading(page, "You are not signed in");
      await page.getByText("You have not allowed the access. Sign in again if you want to.").waitFor();
      expect(page.url()).toBe(`${saas.gateway.url}/auth/callback`);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.locator('button[value="octo-mock"]').click();
      await page.waitForURL(`${saas.gateway.url}/`);
    });

    test("says in plain words that a login is too old, or was begun elsewhere", async () => {
      const { page } = await open();
      await page.goto(OLD_ATTEMPT);
      await heading(page, "You are not signed in");
      await page.getByText("older than ten minutes").waitFor();
      // What is reloaded now has nothing left to finish.
      await page.reload();
      await heading(page, "Sign in");
    });

    test("takes nothing away from who is signed in and comes with an old attempt", async () => {
      const { page } = await open();
      await page.goto("/settings");
      await signInAs(page, "octo-mock");
      await heading(page, "Settings");
      await page.goto(OLD_ATTEMPT);
      await heading(page, "Already signed in");
      await page.getByRole("link", { name: "Go on to the repositories" }).click();
      await heading(page, "Repositories");
    });

    test("shows what the address says went wrong to nobody", async () => {
      const { page } = await open();
      await page.goto("/auth/callback?error=x&error_description=%3Cimg%20src%3Dx%3Ecanary&state=y");
      await heading(page, "You are not signed in");
      expect(await page.locator("body").innerHTML()).not.toContain("canary");
    });

    test("goes round once more for who has installed the App at GitHub", async () => {
      const { page } = await open();
      await page.goto("/auth/callback?installation_id=7&setup_action=install");
      await page.locator('button[value="octo-mock"]').click();
      await heading(page, "Signed in");
      expect(page.url()).toBe(`${saas.gateway.url}/auth/callback`);
    });

    test("works by a code that is typed at GitHub, and leads back as well", async () => {
      const { page } = await open();
      await page.goto("/settings");
      await page.getByRole("link", { name: "Sign in with a code" }).click();
      const code = await page.locator("output").innerText();
      const address = await page.getByRole("link", { name: "Open GitHub" }).getAttribute("href");
      const body = new URLSearchParams({ user_code: code, user: "octo-mock" });
      expect((await fetch(address ?? "", { method: "POST", body })).status).toBe(200);
      await page.waitForURL(`${saas.gateway.url}/settings`);
      await heading(page, "Settings");
    });

    test("a code that was declined ends in a sentence and the offer of another", async () => {
      const { page } = await open();
      await page.goto("/auth/device");
      const code = await page.locator("output").innerText();
      const address = await page.getByRole("link", { name: "Open GitHub" }).getAttribute("href");
      const body = new URLSearchParams({ user_code: code, decline: "1" });
      expect((await fetch(address ?? "", { method: "POST", body })).status).toBe(200);
      await page.getByText("You have not allowed the access.").waitFor();
      await page.getByRole("button", { name: "Get another code" }).click();
      await page.locator("output").filter({ hasNotText: code }).waitFor();
    });

    test("ends here, or everywhere", async () => {
      const { page: here } = await open();
      const { page: there } = await open();
      for (const page of [here, there]) {
        await page.goto("/settings");
        await signInAs(page, "octo-mock");
        await heading(page, "Settings");
      }
      await here.getByRole("button", { name: "Account octo-mock" }).click();
      await here.getByRole("banner").getByRole("button", { name: "Sign out", exact: true }).click();
      await heading(here, "Sign in");
      await there.reload();
      await heading(there, "Settings");

      // GitHub remembers who it was, and asks nothing.
      await here.getByRole("button", { name: "Sign in with GitHub" }).click();
      await heading(here, "Repositories");
      await here.getByRole("button", { name: "Account octo-mock" }).click();
      await here.getByRole("banner").getByRole("button", { name: "Sign out everywhere…" }).click();
      await here.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
      await heading(here, "Sign in");
      await there.reload();
      await heading(there, "Sign in");
    });
  });
});
