import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { hasChromium } from "./chromium.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { openWatchedPage, type OpenOptions, type WatchedPage } from "./playwright.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

const DAY = 86_400_000;

interface ShellOptions extends OpenOptions {
  /** What the browser complains of when a test makes an answer fail. */
  readonly failing?: RegExp;
}

/** A page that fails its test in the end if it did anything that it must not. */
async function open({ failing, ...options }: ShellOptions): Promise<WatchedPage> {
  const browser = await openWatchedPage(options);
  onTestFinished(async () => {
    await browser[Symbol.asyncDispose]();
    expect(browser.complaints.filter((complaint) => failing?.test(complaint) !== true)).toEqual([]);
  });
  return browser;
}

describe.skipIf(!hasChromium)("what is around every page, in OSS", { timeout: 90_000 }, () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  /** Stores a token as its owner would. */
  async function store(name: string): Promise<void> {
    const mutation = "mutation Set($t: Secret!) { setGitHubToken(input: { token: $t }) { userErrors { message } } }";
    const { text } = await gateway.graphql(mutation, { t: gateway.fakeGitHub.world.token(name).text });
    expect(text).toContain('"userErrors":[]');
  }

  test("keeps quiet about the budget until 20 % are left, then says when it is full again", async () => {
    await store("classic");
    const { page, seriousFindings } = await open({ origin: gateway.url });
    gateway.fakeGitHub.faults.setRemaining("classic", 1_100);
    await gateway.graphql("{ viewer { login } }");
    await page.goto("/settings");
    await page.getByRole("button", { name: "Account octo-mock" }).waitFor();
    expect(await page.getByText("GitHub points are left").count()).toBe(0);

    gateway.fakeGitHub.faults.setRemaining("classic", 320);
    await gateway.graphql("{ viewer { login } }");
    await page.reload();
    const sentence = await page.getByText("GitHub points are left").innerText();
    expect(sentence).toMatch(/^31\d of 5,000 GitHub points are left\. They are full again at \d\d:\d\d\.$/);
    expect(await seriousFindings()).toEqual([]);
    gateway.fakeGitHub.faults.setRemaining("classic", 5_000);
  });

  test("says a week ahead that the token expires, with the way to a new one of the same kind", async () => {
    const expiresAt = Date.now() + 3 * DAY;
    gateway.fakeGitHub.world.addToken({ user: "octo-mock", name: "short", scopes: ["repo", "read:org"], expiresAt });
    await store("short");
    const { page, seriousFindings } = await open({ origin: gateway.url });
    await page.goto("/settings");
    await page.getByText("Your GitHub token expires on").waitFor();
    const address = await page.getByRole("link", { name: "Renew" }).getAttribute("href");
    expect(address).toContain("/settings/tokens/new?");
    expect(await seriousFindings()).toEqual([]);
  });

  test("says that a token no longer works, and leads to the field that takes another", async () => {
    gateway.fakeGitHub.world.addToken({ user: "octo-mock", name: "dead", scopes: ["repo", "read:org"] });
    await store("dead");
    gateway.fakeGitHub.world.token("dead").revoked = true;
    await gateway.graphql("{ viewer { login } }");
    const { page } = await open({ origin: gateway.url });
    await page.goto("/repositories");
    await page.getByText("Your GitHub token no longer works.").waitFor();
    await page.getByRole("link", { name: "Replace the token" }).first().click();
    await page.waitForURL(/\/settings#token$/);
  });

  test("says in a sentence that the gateway cannot be reached, and goes on when it can", async () => {
    await store("classic");
    const { page } = await open({ origin: gateway.url, failing: /net::ERR_FAILED/ });
    await page.route("**/graphql", (route) => route.abort());
    await page.goto("/settings");
    await page.getByText("The gateway cannot be reached.").waitFor();
    await page.unroute("**/graphql");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  });

  test("shows the id of a request whose answer makes no sense, to be copied", async () => {
    const { page } = await open({ origin: gateway.url, failing: /status of 502/ });
    await page.route("**/graphql", (route) =>
      route.fulfill({ status: 502, contentType: "text/html", headers: { "x-request-id": "canary-1" }, body: "<p>" }),
    );
    await page.goto("/settings");
    await page.getByText("The gateway answered something that is not understood.").waitFor();
    await page.getByText("canary-1").waitFor();
    await page.getByRole("button", { name: "Copy details" }).waitFor();
  });

  test("keeps the navigation when a page breaks down, and says what to do", async () => {
    await store("classic");
    const { page } = await open({ origin: gateway.url, failing: /canary/ });
    await page.goto("/repositories");
    await page.getByRole("heading", { level: 1, name: "Repositories" }).waitFor();
    await page.evaluate(`Object.defineProperty(document, "title", { set() { throw new Error("canary"); } })`);
    await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
    await page.getByText("This page has broken down.").waitFor();
    await page.getByRole("button", { name: "Reload" }).click();
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  });

  test("says that it needs JavaScript where there is none, and shows nothing that would never come", async () => {
    const { page } = await open({ origin: gateway.url, javaScriptEnabled: false });
    for (const [path, sentence] of [
      ["/", "The console needs JavaScript."],
      ["/graphql", "The explorer needs JavaScript."],
    ] as const) {
      await page.goto(path);
      await page.getByText(sentence).waitFor();
      expect(await page.locator(".skeleton:visible").count()).toBe(0);
    }
  });

  test("shows something before the first answer, whatever page it is", async () => {
    const { page } = await open({ origin: gateway.url });
    await page.route("**/graphql", () => undefined);
    for (const path of ["/", "/settings"]) {
      await page.goto(path);
      await page.locator(".skeleton").first().waitFor();
    }
  });
});

describe.skipIf(!hasChromium || !hasRedis)("what is around every page, in SaaS", { timeout: 90_000 }, () => {
  let saas: TestSaaS;
  beforeAll(async () => {
    saas = await startSaaS();
  });
  afterAll(() => saas[Symbol.asyncDispose]());

  test("offers in one banner to reconnect GitHub, and comes back to the same page", async () => {
    const { page } = await open({ origin: saas.gateway.url, neighbour: saas.fakeGitHub.url });
    await page.goto("/settings");
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await page.locator('button[value="octo-mock"]').click();
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    const grant = JSON.stringify({ app: "octogate-demo", user: "octo-mock" });
    await fetch(`${saas.fakeGitHub.url}/_fake/switches/revoke-grant`, { method: "POST", body: grant });
    await page.getByRole("navigation").getByRole("link", { name: "Repositories" }).click();
    const banner = page.locator(".notice").filter({ hasText: "GitHub wants to see you again. Your session" });
    await banner.waitFor();
    await expect.poll(() => page.getByRole("button", { name: "Reconnect GitHub" }).count()).toBe(1);
    await banner.getByRole("button", { name: "Reconnect GitHub" }).click();
    await page.locator('button[value="octo-mock"]').click();
    await page.waitForURL(`${saas.gateway.url}/repositories`);
    await page.getByRole("heading", { level: 1, name: "Repositories" }).waitFor();
    expect(await banner.count()).toBe(0);
  });
});
