import { describe, expect, test } from "vitest";
import { hasChromium } from "./chromium.js";
import { openConsole } from "./console/open-console.js";
import { startGateway } from "./gateway.js";
import { openWatchedPage } from "./playwright.js";
import { hasRedis } from "./redis-server.js";
import { signIn, startSaaS } from "./saas.js";

const EDITOR = ".graphiql-query-editor .CodeMirror";

describe.skipIf(!hasChromium)("the explorer in a browser", { timeout: 90_000 }, () => {
  test("runs the examples of the edition, tells what they cost, and keeps to the policy of its page", async () => {
    await using gateway = await startGateway();
    await using browser = await openWatchedPage({ origin: gateway.url });
    const { page } = browser;
    await page.goto("/graphql");
    await page.getByRole("button", { name: "RepositoryPicker" }).click();
    await page.locator(EDITOR).filter({ hasText: "query RepositoryPicker" }).waitFor();
    await page.getByRole("button", { name: /^Execute query/ }).click();
    await page.locator(".graphiql-response").filter({ hasText: '"nameWithOwner"' }).waitFor();

    const bar = page.locator(".explorer-bar");
    expect(await bar.innerText()).toMatch(/octo-mock, Classic token …\w{4}/);
    expect(await bar.innerText()).toMatch(/Last operation\s+1 point, 1 call/);
    expect(await bar.innerText()).toMatch(/Budget left\s+4,99\d of 5,000/);
    expect(await page.locator(".graphiql-response").innerText()).not.toContain("upstream");
    expect(browser.complaints).toEqual([]);
    expect(await browser.seriousFindings()).toEqual([]);
  });

  test.each([
    ["Show Documentation Explorer", "Root Types"],
    ["Show History", "History"],
    ["Open short keys dialog", "Short Keys"],
    ["Open settings dialog", "Clear storage"],
  ])("%s opens under the policy of the page", async (button, text) => {
    await using gateway = await startGateway();
    await using browser = await openWatchedPage({ origin: gateway.url });
    const { page } = browser;
    await page.goto("/graphql");
    await page.getByRole("button", { name: button }).click();
    await page.getByText(text).first().waitFor();
    await page.keyboard.press("Escape");
    expect(browser.complaints).toEqual([]);
  });

  test("lets the keyboard out of an editor by Escape, and back in by Enter", async () => {
    await using gateway = await startGateway();
    await using browser = await openWatchedPage({ origin: gateway.url });
    const { page } = browser;
    await page.goto("/graphql");
    await page.locator(EDITOR).click();
    const isInEditor = () =>
      page.evaluate("document.activeElement.closest('.graphiql-query-editor .CodeMirror') !== null");
    expect(await isInEditor()).toBe(true);
    await page.keyboard.press("Tab");
    expect(await isInEditor()).toBe(true);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    expect(await isInEditor()).toBe(true);

    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toMatch(/^Execute query/);
  });

  test("shares an operation by a link that holds no secret, and opens it in a tab of its own", async () => {
    await using gateway = await startGateway();
    await using browser = await openWatchedPage({
      origin: gateway.url,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const { page } = browser;
    await page.goto("/graphql");
    const query = `query Shared($token: Secret!, $input: SetGitHubTokenInput!, $owner: String!) { session { status } }`;
    const secret = `ghp_${"a".repeat(36)}`;
    const variables = JSON.stringify({
      token: "swordfish",
      input: { token: "swordfish" },
      owner: "acme",
      other: secret,
    });
    await page.locator(EDITOR).click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(query);
    await page.getByRole("button", { name: "Show editor tools" }).click();
    await page.locator(".graphiql-editor-tool .CodeMirror").first().click();
    await page.keyboard.insertText(variables);
    await page.waitForTimeout(800);
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const link = String(await page.evaluate("navigator.clipboard.readText()"));

    expect(link).toMatch(new RegExp(`^${gateway.url}/graphql#query=`));
    const fragment = new URLSearchParams(new URL(link).hash.slice(1));
    expect(fragment.get("query")).toBe(query);
    expect(JSON.parse(fragment.get("variables") ?? "")).toEqual({ owner: "acme" });
    expect(await page.evaluate("JSON.stringify(localStorage)")).not.toContain(secret);

    await using other = await openWatchedPage({ origin: gateway.url });
    await other.page.goto(link);
    await other.page.locator(EDITOR).filter({ hasText: "query Shared" }).waitFor();
    await other.page.getByRole("button", { name: "Session", exact: true }).waitFor();
    expect(new URL(other.page.url()).hash).toBe("");
    // GraphiQL writes its tabs down a moment after they have changed.
    await expect
      .poll(() => other.page.evaluate("localStorage.getItem('graphiql:tabState')"), { timeout: 20_000 })
      .toContain("query Shared");
    // Another link in the same window loads no page anew.
    await other.page.evaluate("location.hash = '#query=' + encodeURIComponent('query Second { __typename }')");
    await other.page.locator(EDITOR).filter({ hasText: "query Second" }).waitFor();
    await other.page.getByRole("button", { name: "Shared", exact: true }).waitFor();
    expect(other.complaints).toEqual([]);
  });

  test("runs for somebody who has not signed in what needs no account, and offers what comes first", async () => {
    await using gateway = await startGateway({ token: null });
    await using browser = await openWatchedPage({ origin: gateway.url });
    const { page } = browser;
    await page.goto("/graphql");
    await page.getByRole("link", { name: "Add a token" }).waitFor();
    expect(await page.locator(".explorer-bar").innerText()).toContain("nobody is signed in");
    await page.locator(EDITOR).waitFor();
    await page.getByRole("button", { name: /^Execute query/ }).click();
    await page.locator(".graphiql-response").filter({ hasText: '"GITHUB_NOT_CONNECTED"' }).waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test("says that its schema cannot be had, and goes on when it can", async () => {
    await using gateway = await startGateway();
    await using browser = await openWatchedPage({ origin: gateway.url });
    const { page } = browser;
    await page.route("**/schema.graphql", (route) => route.fulfill({ status: 200, body: "no schema" }));
    await page.goto("/graphql");
    await page.getByText("The explorer could not load the schema and the examples.").waitFor();
    expect(await page.getByText("This page has broken down.").count()).toBe(0);
    await page.unroute("**/schema.graphql");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(EDITOR).waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test("says beside its bar that the gateway cannot be reached, and goes on when it can", async () => {
    await using gateway = await startGateway();
    await using browser = await openWatchedPage({ origin: gateway.url });
    const { page } = browser;
    await page.route(
      (url) => url.pathname === "/graphql",
      (route) => (route.request().method() === "POST" ? route.abort() : route.continue()),
    );
    await page.goto("/graphql");
    await page.getByText("The gateway cannot be reached.").waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".explorer-bar").getByText("octo-mock").waitFor();
  });

  test("has no serious fault of accessibility on a narrow screen and in the dark", async () => {
    await using gateway = await startGateway();
    await using browser = await openWatchedPage({
      origin: gateway.url,
      viewport: { width: 320, height: 640 },
      colorScheme: "dark",
    });
    const { page } = browser;
    await page.goto("/graphql");
    await page.locator(EDITOR).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
    expect(await browser.seriousFindings()).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });
});

describe.skipIf(!hasChromium || !hasRedis)("the explorer of SaaS in a browser", { timeout: 90_000 }, () => {
  test("lets somebody who has not signed in do so, and tells them what is left when they are back", async () => {
    await using saas = await startSaaS();
    const { page } = await openConsole(saas.gateway);
    await page.goto("/graphql");
    const bar = page.locator(".explorer-bar");
    await bar.getByText("nobody is signed in").waitFor();
    expect(await bar.innerText()).not.toContain("Loading");
    await page.locator(EDITOR).filter({ hasText: "query Session" }).waitFor();
    await page.getByRole("button", { name: /^Execute query/ }).click();
    await page.locator(".graphiql-response").filter({ hasText: '"ANONYMOUS"' }).waitFor();

    await bar.getByRole("button", { name: "Sign in" }).click();
    await page.locator('button[value="octo-mock"]').click();
    await bar.getByText(/^octo-mock/).waitFor();
    expect(new URL(page.url()).pathname).toBe("/graphql");
    await page.getByRole("button", { name: "RepositoryPicker" }).click();
    await page.locator(EDITOR).filter({ hasText: "query RepositoryPicker" }).waitFor();
    await page.getByRole("button", { name: /^Execute query/ }).click();
    await page.locator(".graphiql-response").filter({ hasText: '"nameWithOwner"' }).waitFor();
    await expect.poll(() => bar.innerText()).toMatch(/Budget left\s+\d,\d\d\d of 5,000/);
  });

  test("notices that the session has ended elsewhere", async () => {
    await using saas = await startSaaS();
    const { cookie } = await signIn(saas.gateway, "octo-mock");
    const { page } = await openConsole(saas.gateway, { cookie });
    await page.goto("/graphql");
    const bar = page.locator(".explorer-bar");
    await bar.getByText(/^octo-mock/).waitFor();
    await saas.gateway.graphql("mutation { logout(input: {}) { endedSessions } }", {}, { cookie });
    await page.getByRole("button", { name: "RepositoryPicker" }).click();
    await page.locator(EDITOR).filter({ hasText: "query RepositoryPicker" }).waitFor();
    await page.getByRole("button", { name: /^Execute query/ }).click();
    await bar.getByText("nobody is signed in").waitFor();
    await bar.getByRole("button", { name: "Sign in" }).waitFor();
  });
});
