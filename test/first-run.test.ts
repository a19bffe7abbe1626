import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasChromium } from "./chromium.js";
import { startFakeGitHub } from "../fake-github/index.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { openWatchedPage, type WatchedPage } from "./playwright.js";

describe.skipIf(!hasChromium)("the first run of OSS in a browser", { timeout: 90_000 }, () => {
  let gateway: TestGateway;
  let browser: WatchedPage;
  let page: Page;
  let operations: string[];
  beforeEach(async () => {
    gateway = await startGateway({ token: null });
    browser = await openWatchedPage({
      origin: gateway.url,
      viewport: { width: 320, height: 640 },
      colorScheme: "dark",
    });
    page = browser.page;
    operations = [];
    page.on("request", (request) => {
      if (request.method() === "POST")
        operations.push((request.postDataJSON() as { operationName: string }).operationName);
    });
  });
  afterEach(async () => {
    const { complaints } = browser;
    await browser[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
    expect(complaints).toEqual([]);
  });

  const field = () => page.getByLabel("GitHub token", { exact: true });
  const save = () => page.getByRole("button", { name: "Save and continue" }).click();
  const heading = (name: string) => page.getByRole("heading", { level: 1, name }).waitFor();
  const tokenOf = (name: string) => gateway.fakeGitHub.world.token(name).text;

  async function isStored(): Promise<boolean> {
    const { data } = await gateway.graphql("{ credential { id } }");
    return data?.["credential"] !== null;
  }

  test("examines a token before it is stored, then shows the repositories, in three operations", async () => {
    await page.goto("/");
    await heading("Connect GitHub");
    expect(operations).toEqual(["RepositoriesPage"]);
    expect(await browser.seriousFindings()).toEqual([]);
    expect(await field().getAttribute("type")).toBe("password");
    expect(await field().getAttribute("autocomplete")).toBe("off");

    await field().fill(tokenOf("classic"));
    await page.getByText("Classic token of @octo-mock").waitFor();
    const findings = page.getByRole("list", { name: "What this token can do" });
    expect(await findings.getByRole("listitem").count()).toBe(7);
    await findings.getByText("GitHub lists 50 private repositories.").waitFor();
    expect(await isStored()).toBe(false);
    expect(await browser.seriousFindings()).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);

    await save();
    await heading("Repositories");
    expect(await isStored()).toBe(true);
    expect(operations.slice(0, 3)).toEqual(["RepositoriesPage", "CheckToken", "SetToken"]);
    const kept = await page.evaluate(
      "JSON.stringify([document.documentElement.outerHTML, localStorage, sessionStorage])",
    );
    expect(kept).not.toContain(tokenOf("classic"));
  });

  test("tells what a token lacks and how to get it", async () => {
    gateway.fakeGitHub.world.addToken({ user: "octo-mock", name: "poor", scopes: ["public_repo"] });
    await page.goto("/");
    await field().fill(tokenOf("poor"));
    const line = page.getByRole("listitem").filter({ hasText: "Change workflow files" });
    await line.getByText("No", { exact: true }).waitFor();
    await line.getByText("Create a token with the scope workflow.").waitFor();
    await page.getByText("72 repositories visible").waitFor();
  });

  test("takes blanks and line ends off a token that is pasted", async () => {
    await page.goto("/");
    await field().focus();
    await page.evaluate(`{
      const data = new DataTransfer();
      data.setData("text", "  ${tokenOf("classic").slice(0, 20)}\\n${tokenOf("classic").slice(20)} \\n");
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }`);
    expect(await field().inputValue()).toBe(tokenOf("classic"));
    await page.getByText("Classic token of @octo-mock").waitFor();
    await page.getByRole("button", { name: "Show" }).click();
    expect(await field().getAttribute("type")).toBe("text");
  });

  test("leads to GitHub's form with everything filled in", async () => {
    await page.goto("/");
    const link = page.getByRole("link", { name: "Create classic token" });
    expect(await link.getAttribute("href")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/settings\/tokens\/new\?.*scopes=repo/);
    expect(await link.getAttribute("rel")).toBe("noreferrer");
  });

  test("says what is missing when there is nothing to save, and puts the cursor there", async () => {
    await page.goto("/");
    await field().waitFor();
    await save();
    await page.getByText("Paste a token here first.").waitFor();
    expect(await field().getAttribute("aria-invalid")).toBe("true");
    expect(await page.evaluate("document.activeElement.labels?.[0]?.textContent")).toBe("GitHub token");
    expect(operations).toEqual(["RepositoriesPage"]);
  });

  test("offers to try again and to save all the same when GitHub cannot be reached, and no other token", async () => {
    await page.goto("/");
    await field().waitFor();
    const token = tokenOf("classic");
    const { port, world } = gateway.fakeGitHub;
    await gateway.fakeGitHub[Symbol.asyncDispose]();
    await field().fill(token);
    const notice = page.locator(".notice").filter({ hasText: "No connection to" });
    await notice.getByRole("button", { name: "Try again" }).waitFor();
    expect(await notice.getByRole("link", { name: "Get help" }).getAttribute("href")).toContain(
      "#github_host_unreachable",
    );
    expect(await page.getByRole("link", { name: "Create a fitting token" }).count()).toBe(0);
    await save();
    await page.getByRole("button", { name: "Save anyway" }).click();
    await heading("Repositories");
    expect(await isStored()).toBe(true);
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await page.getByText("Stored, not checked yet").waitFor();
    await using _again = await startFakeGitHub({ port, world });
    await page.getByRole("link", { name: "Repositories", exact: true }).click();
    await page.getByRole("option").first().waitFor();
  });

  test("shows the findings as wide as the field, and one number of repositories", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto("/");
    await field().fill(tokenOf("fine-grained"));
    await page.getByRole("list", { name: "What this token can do" }).waitFor();
    const [list, form] = await Promise.all(
      [".token-findings__list", "form"].map((place) => page.locator(place).first().boundingBox()),
    );
    expect(list?.width).toBe(form?.width);
    await field().fill(tokenOf("classic"));
    await page.getByText("GitHub lists 131 repositories.").waitFor();
    expect(await page.getByText("visible").count()).toBe(0);
  });

  test("keeps a token that GitHub refuses in its field, and stores nothing", async () => {
    await page.goto("/");
    const wrong = `ghp_${"x".repeat(36)}`;
    await field().fill(wrong);
    await page.getByText("refuses the token").waitFor();
    await save();
    await page.getByText("refuses the token").waitFor();
    expect(await field().inputValue()).toBe(wrong);
    expect(await page.getByRole("button", { name: "Save anyway" }).count()).toBe(0);
    expect(await isStored()).toBe(false);
  });

  test("keeps the token when GitHub or the gateway fails, and saves it at the second try", async () => {
    await page.goto("/");
    await field().fill(tokenOf("classic"));
    await page.getByText("Classic token of @octo-mock").waitFor();
    gateway.fakeGitHub.faults.add({ form: "unicorn-html", times: 1_000 });
    await save();
    await page.getByText("GitHub has a problem of its own.").waitFor();
    expect(await field().inputValue()).toBe(tokenOf("classic"));
    await page.getByRole("button", { name: "Save anyway" }).waitFor();
    gateway.fakeGitHub.faults.clear();
    await page.getByRole("button", { name: "Try again" }).click();
    await heading("Repositories");
  });
});
