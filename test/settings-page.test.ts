import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { hasChromium } from "./chromium.js";
import { openConsole } from "./console/open-console.js";
import { startGateway, type TestGateway } from "./gateway.js";
import type { WatchedPage } from "./playwright.js";
import { hasRedis } from "./redis-server.js";
import { signIn, startSaaS } from "./saas.js";

const READ =
  "{ settings { version gitUserName gitUserEmail language analyticsConsent preferences defaultRepository { nameWithOwner } } }";

async function stored(gateway: TestGateway): Promise<unknown> {
  return (await gateway.graphql(READ)).data?.["settings"];
}

async function openSettings({ page }: WatchedPage): Promise<void> {
  await page.goto("/settings");
  await page.getByLabel("Name", { exact: true }).waitFor();
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
}

/** Waits until the field of this name has the focus. */
async function isFocused(page: Page, label: string): Promise<void> {
  await expect.poll(() => page.evaluate("document.activeElement.labels?.[0]?.textContent")).toBe(label);
}

describe.skipIf(!hasChromium)("the settings page", { timeout: 90_000 }, () => {
  test("saves what was changed and nothing else, and clears what was emptied", async () => {
    await using gateway = await startGateway();
    await gateway.graphql(
      `mutation { saveSettings(input: { gitUserEmail: "old@example.com", preferences: { a: 1, b: 2 } }) { settings { id } } }`,
    );
    const browser = await openConsole(gateway);
    const { page } = browser;
    await openSettings(browser);
    await page.getByLabel("Name", { exact: true }).fill("Ana");
    await page.getByLabel("E-mail address").fill("");
    await page.getByLabel("Language").selectOption("de");
    await page.getByText("Advanced").click();
    await page.getByLabel("More preferences").fill(`{ "b": 3 }`);
    await page.getByRole("checkbox", { name: "Allow usage statistics" }).check();
    await page.getByLabel("Default repository").fill(`${gateway.fakeGitHub.url}/octo-mock/hello-world/issues`);
    await page.getByText("Not saved yet.").waitFor();
    await expect.poll(() => page.getByLabel("Default repository").inputValue()).toBe("octo-mock/hello-world");
    await save(page);
    await page.getByText("Saved.", { exact: true }).waitFor();
    expect(await stored(gateway)).toEqual({
      version: 2,
      gitUserName: "Ana",
      gitUserEmail: null,
      language: "de",
      analyticsConsent: true,
      preferences: { b: 3 },
      defaultRepository: { nameWithOwner: "octo-mock/hello-world" },
    });
    expect(await browser.seriousFindings()).toEqual([]);
  });

  test("says beside a field what is wrong with it, and keeps what was typed", async () => {
    await using gateway = await startGateway();
    const browser = await openConsole(gateway);
    const { page } = browser;
    await openSettings(browser);
    const address = page.getByLabel("E-mail address");
    await address.fill("nowhere");
    await save(page);
    await page.getByText("This is not an e-mail address.").waitFor();
    expect(await address.getAttribute("aria-invalid")).toBe("true");
    expect(await address.inputValue()).toBe("nowhere");
    const summary = page.locator(".settings-problems");
    await summary.getByText("Nothing is saved yet: 1 field needs another look.").waitFor();
    await expect.poll(() => page.evaluate("document.activeElement.className")).toBe("settings-problems");

    await page.getByText("Advanced").click();
    await page.getByLabel("More preferences").fill("[1]");
    await page.getByText("Advanced").click();
    await page.getByLabel("Default repository").fill("octo-mock/no-such-thing");
    await save(page);
    await page.getByText("No repository in reach has exactly this name.").waitFor();
    await page.getByText("This is not a JSON object.").waitFor();
    // What only the gateway is asked about is told all the same.
    await page.getByText("This is not an e-mail address.").waitFor();
    await expect.poll(() => page.evaluate("document.activeElement.className")).toBe("settings-problems");
    expect(await browser.seriousFindings()).toEqual([]);
    await summary.getByRole("button", { name: "More preferences" }).click();
    await isFocused(page, "More preferences");
    expect(await stored(gateway)).toMatchObject({ version: 0 });
  });

  test("shows what another tab has saved, keeps what was typed, and lets the user choose", async () => {
    await using gateway = await startGateway();
    const browser = await openConsole(gateway);
    const { page } = browser;
    await openSettings(browser);
    const other = await page.context().newPage();
    await openSettings({ ...browser, page: other });

    await other.getByLabel("Name", { exact: true }).fill("Bea");
    await other.getByLabel("E-mail address").fill("bea@example.com");
    await save(other);
    await other.getByText("Saved.", { exact: true }).waitFor();

    await page.getByLabel("Name", { exact: true }).fill("Ana");
    await page.getByLabel("Language").selectOption("fr");
    await save(page);
    await page.getByText("These settings were saved elsewhere in the meantime.").waitFor();
    const choice = page.getByRole("group", { name: "Name" });
    expect(await choice.getByRole("radio", { name: "Typed here: Ana" }).isChecked()).toBe(true);
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Ana");
    expect(await page.getByLabel("E-mail address").inputValue()).toBe("bea@example.com");
    await page.getByText("Taken over from there: E-mail address.").waitFor();
    expect(await browser.seriousFindings()).toEqual([]);
    expect(await stored(gateway)).toMatchObject({ version: 1, gitUserName: "Bea", language: "en" });

    await choice.getByRole("radio", { name: "Saved elsewhere: Bea" }).check();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Bea");
    await choice.getByRole("radio", { name: "Typed here: Ana" }).check();
    await save(page);
    await page.getByText("Saved.", { exact: true }).waitFor();
    expect(await stored(gateway)).toMatchObject({
      version: 2,
      gitUserName: "Ana",
      gitUserEmail: "bea@example.com",
      language: "fr",
    });
  });

  test("keeps what is not saved yet while one looks at other pages, and forgets it when it is dropped", async () => {
    await using gateway = await startGateway();
    const browser = await openConsole(gateway);
    const { page } = browser;
    const name = page.getByLabel("Name", { exact: true });
    await openSettings(browser);
    await name.fill("Ana");
    await page.getByRole("link", { name: "Repositories", exact: true }).click();
    await page.getByRole("option").first().waitFor();
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await page.getByText("Not saved yet.").waitFor();
    expect(await name.inputValue()).toBe("Ana");

    await page.getByRole("button", { name: "Discard changes" }).click();
    await page.getByRole("link", { name: "Repositories", exact: true }).click();
    await page.getByRole("option").first().waitFor();
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await name.waitFor();
    expect(await name.inputValue()).toBe("");
    expect(await page.getByText("Not saved yet.").count()).toBe(0);
  });

  test("puts everything back to the defaults after a question", async () => {
    await using gateway = await startGateway();
    await gateway.graphql(`mutation { saveSettings(input: { gitUserName: "Ana" }) { settings { id } } }`);
    const browser = await openConsole(gateway);
    const { page } = browser;
    await openSettings(browser);
    await page.getByRole("button", { name: "Reset the settings…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(await stored(gateway)).toMatchObject({ gitUserName: "Ana" });
    await page.getByRole("button", { name: "Reset the settings…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reset the settings" }).click();
    await page.getByText("The settings are back to their defaults.").waitFor();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("");
    expect(await stored(gateway)).toMatchObject({ gitUserName: null });
  });

  test("tells when the token expires, takes another one, and forgets it after a question", async () => {
    await using gateway = await startGateway({ token: "classic-expiring" });
    const browser = await openConsole(gateway);
    const { page } = browser;
    await openSettings(browser);
    const card = page.getByRole("region", { name: "GitHub token" });
    expect(await card.innerText()).toMatch(/Works, expires soon[^]*in 3 days/);
    const link = card.getByRole("link", { name: "Create the same token again" });
    expect(await link.getAttribute("href")).toContain(`${gateway.fakeGitHub.url}/settings/tokens/new?`);

    await card.getByRole("button", { name: "Replace the token" }).click();
    await isFocused(page, "GitHub token");
    // The banner's link leads to the same field, wherever one has gone in the meantime.
    await page.getByLabel("Language").focus();
    await page.getByRole("link", { name: "Replace the token" }).click();
    await isFocused(page, "GitHub token");
    await card.getByLabel("GitHub token").fill(gateway.fakeGitHub.world.token("fine-grained").text);
    await card.getByText("Fine-grained token of @octo-mock").waitFor();
    await card.getByRole("button", { name: "Save and continue" }).click();
    await card.getByText("in 60 days").waitFor();
    await expect.poll(() => link.getAttribute("href")).toContain("/settings/personal-access-tokens/new");

    await card.getByRole("button", { name: "Remove…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove the token" }).click();
    await page.getByRole("heading", { name: "Connect GitHub" }).first().waitFor();
    expect((await gateway.graphql("{ session { status } }")).data).toEqual({
      session: { status: "GITHUB_NOT_CONNECTED" },
    });
  });

  test.skipIf(!hasRedis)("shows in SaaS what the App reaches, and asks GitHub for more access", async () => {
    await using saas = await startSaaS();
    const { cookie } = await signIn(saas.gateway, "octo-mock");
    const browser = await openConsole(saas.gateway, { cookie });
    const { page } = browser;
    await openSettings(browser);
    const card = page.getByRole("region", { name: "GitHub access" });
    await card.getByText("northwind").first().waitFor();
    expect(await card.innerText()).toMatch(/The gateway renews it\. Unused, it ends on/);
    expect(await card.getByRole("link", { name: "Choose repositories northwind" }).getAttribute("href")).toContain(
      saas.fakeGitHub.url,
    );
    expect(await page.getByRole("region", { name: "Session" }).innerText()).toMatch(/Signed in since .+ It ends on/);
    expect(await browser.seriousFindings()).toEqual([]);

    await card.getByRole("button", { name: "Reconnect GitHub" }).click();
    await page.waitForURL(`${saas.fakeGitHub.url}/**`);
  });
});
