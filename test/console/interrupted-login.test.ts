import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../chromium.js";
import { hasRedis } from "../redis-server.js";
import { startSaaS, type TestSaaS } from "../saas.js";
import { openConsole, type OpenedConsole, SLOWEST, soon } from "./open-console.js";

describe.skipIf(!hasChromium || !hasRedis)("a login that does not go straight through", { timeout: SLOWEST }, () => {
  let saas: TestSaaS;
  beforeAll(async () => {
    saas = await startSaaS();
    saas.fakeGitHub.world.app("octogate-demo").deviceInterval = 1;
  });
  afterEach(() => saas.fakeGitHub.faults.clear());
  afterAll(() => saas[Symbol.asyncDispose]());

  /** GitHub asks nobody twice: tests that go there a second time have somebody of their own. */
  const consentOf = (page: Page, login: string) => page.locator(`button[value="${login}"]`);

  /** At GitHub, which asks who one is. */
  async function goToGitHub(): Promise<OpenedConsole> {
    const opened = await openConsole(saas.gateway);
    const { page } = opened;
    await page.goto("/settings");
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await consentOf(page, "octo-mock").waitFor();
    return opened;
  }

  test("goes on after GitHub's page was reloaded", async () => {
    const { page, heading } = await goToGitHub();
    await page.reload();
    await consentOf(page, "octo-mock").click();
    await heading("Settings");
  });

  test("can be begun anew after coming back from GitHub by the back button", async () => {
    const { page, heading } = await goToGitHub();
    await page.goBack();
    await heading("Sign in");
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await consentOf(page, "octo-mock").click();
    await heading("Settings");
  });

  test("can be begun anew by somebody who reloads while GitHub is asked", async () => {
    const { page, heading, operations } = await goToGitHub();
    saas.fakeGitHub.faults.add({ match: { grantType: "authorization_code" }, latencyMs: 5_000 });
    await consentOf(page, "grace-mock").click();
    await heading("Signing in…");
    expect(page.url()).toBe(`${saas.gateway.url}/auth/callback`);
    await page.reload();
    // The code is gone from the address: nothing is finished twice, and nothing is left to finish.
    await heading("Sign in");
    expect(operations.filter((name) => name === "CompleteLogin")).toHaveLength(1);
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await consentOf(page, "grace-mock").click();
    await heading("Repositories");
  });

  test("is not finished again by the back button", async () => {
    const { page, heading, operations } = await goToGitHub();
    await consentOf(page, "octo-mock").click();
    await heading("Settings");
    const before = operations.length;
    await page.goBack();
    await page.goForward();
    await heading("Settings");
    expect(operations.slice(before)).not.toContain("CompleteLogin");
    expect(page.url()).toBe(`${saas.gateway.url}/settings`);
  });

  test("that took too long is told in plain words, and the next one goes through", async () => {
    const { page, heading } = await goToGitHub();
    const attempts = (await saas.redis.command("KEYS", "login:*")) as string[];
    for (const key of attempts) await saas.redis.command("DEL", key);
    await consentOf(page, "ada-mock").click();
    await heading("You are not signed in");
    await page.getByText("older than ten minutes").waitFor();
    await page.getByRole("button", { name: "Sign in" }).click();
    await consentOf(page, "ada-mock").click();
    await heading("Repositories");
  });

  test("that was declined can be taken up again", async () => {
    const { page, heading } = await goToGitHub();
    await page.locator('button[name="decline"]').click();
    await heading("You are not signed in");
    await page.getByText("You have not allowed the access.").waitFor();
    await page.getByRole("button", { name: "Sign in" }).click();
    await consentOf(page, "octo-mock").click();
    // Where it was begun.
    await heading("Settings");
  });

  test("that GitHub could not finish is told, and the next one goes through", async () => {
    const { page, heading } = await goToGitHub();
    saas.fakeGitHub.faults.add({ match: { grantType: "authorization_code" }, status: 502, times: 10 });
    await consentOf(page, "linus-mock").click();
    await heading("You are not signed in");
    await page.getByText("GitHub could not finish the login just now. Sign in again.").waitFor();
    saas.fakeGitHub.faults.clear();
    await page.getByRole("button", { name: "Sign in" }).click();
    await consentOf(page, "linus-mock").click();
    await heading(/Settings|Repositories/);
  });

  test("is told when the sessions cannot be stored, and goes on when they can", async () => {
    const { page, heading } = await goToGitHub();
    await saas.redis.kill();
    await consentOf(page, "octo-mock").click();
    await heading("That did not work");
    await page.getByText("The store of sessions does not answer.").waitFor();
    await saas.redis.restart();
    await soon(async () => (await saas.gateway.fetch("/readyz")).ok).toBe(true);
    await page.getByRole("button", { name: "Try again" }).click();
    await heading("Settings");
  });

  test("in two tabs is one login: the second tab is signed in as soon as it asks", async () => {
    const { page, heading, openTab } = await goToGitHub();
    const other = await openTab();
    await other.goto("/settings");
    await other.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    await consentOf(page, "octo-mock").click();
    await heading("Settings");
    await other.reload();
    await other.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  });

  test("by a code that has expired ends in a sentence, and another code works", async () => {
    const { page, heading } = await openConsole(saas.gateway);
    await page.goto("/auth/device");
    const code = await page.locator("output").innerText();
    saas.fakeGitHub.faults.add({ match: { grantType: "device_code" }, oauthError: "expired_token" });
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Get another code" }).click();
    await page.locator("output").filter({ hasNotText: code }).waitFor();
    const next = await page.locator("output").innerText();
    const github = await page.context().newPage();
    await github.goto((await page.getByRole("link", { name: "Open GitHub" }).getAttribute("href")) ?? "");
    await github.locator('input[name="user_code"]').fill(next);
    await consentOf(github, "octo-mock").click();
    await github.getByText("Return to your device.").waitFor();
    await heading("Repositories");
  });
});
