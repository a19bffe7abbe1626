import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../chromium.js";
import { hasRedis } from "../redis-server.js";
import { startSaaS, signIn, type TestSaaS } from "../saas.js";
import { openConsole, type OpenedConsole, SLOWEST, soon } from "./open-console.js";

describe.skipIf(!hasChromium || !hasRedis)("somebody who signs in", { timeout: SLOWEST }, () => {
  let saas: TestSaaS;
  beforeAll(async () => {
    saas = await startSaaS();
    // Where GitHub sends those who have installed the App.
    saas.fakeGitHub.world.app("octogate-demo").redirectUris = [`${saas.gateway.url}/auth/callback`];
  });
  afterAll(() => saas[Symbol.asyncDispose]());

  async function openAs(login: string): Promise<OpenedConsole> {
    return await openConsole(saas.gateway, {
      ...(await signIn(saas.gateway, login)),
      permissions: ["clipboard-read", "clipboard-write"],
    });
  }

  /** A page at GitHub that a link of ours opens in a tab of its own. */
  async function follow(page: Page, link: ReturnType<Page["getByRole"]>): Promise<Page> {
    const [opened] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
    await opened.waitForLoadState();
    return opened;
  }

  /** Back from another tab. A headless browser never hides a page, so that it must be told. */
  async function comeBack(page: Page, github: Page): Promise<void> {
    await github.close();
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  }

  async function paste(page: Page, text: string): Promise<void> {
    await page.getByRole("combobox", { name: "Repository" }).click();
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Control+V");
  }

  test("is led from an empty list to the installation of the App, and finds repositories on the way back", async () => {
    const { world } = saas.fakeGitHub;
    const ana = world.addUser({ login: "ana-mock" });
    world.addRepository({ owner: ana, name: "first-steps" });
    const { page, heading } = await openConsole(saas.gateway);
    await page.goto("/repositories");
    await heading("Sign in");
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await page.locator('button[value="ana-mock"]').click();
    await heading("Repositories");
    await page.getByText("No repositories yet.").waitFor();
    const places = page.getByRole("list", { name: "Install the App for:" }).getByRole("listitem");
    await places.filter({ hasText: "if you are not its owner, an owner must approve" }).waitFor();
    const own = places.filter({ hasText: "ana-mock your own account" });
    expect(await own.getByRole("link", { name: "Install ana-mock" }).getAttribute("href")).toContain(
      "/installations/new",
    );

    const github = await follow(page, own.getByRole("link", { name: "Install ana-mock" }));
    await github.locator('select[name="owner"]').selectOption("ana-mock");
    await github.locator('button[value="ana-mock"]').click();
    await github.getByText("You are signed in as @ana-mock.").waitFor();
    await comeBack(page, github);
    await page.getByRole("option", { name: /ana-mock\/first-steps/ }).waitFor();
    expect(await page.getByText("No repositories yet.").count()).toBe(0);
  });

  test("types a part of a name, or pastes a link that names the branch as well", async () => {
    const { page } = await openAs("octo-mock");
    await page.goto("/");
    await page.getByRole("combobox", { name: "Repository" }).fill("many");
    await page.getByRole("option", { name: /octo-mock\/many-branches/ }).waitFor();

    const repository = saas.fakeGitHub.world.repository("octo-mock", "hello-world");
    const branches = [...(repository?.refs().keys() ?? [])].map((name) => name.replace("refs/heads/", ""));
    const branch = branches.find((name) => name !== repository?.defaultBranch && !name.includes("/")) ?? "";
    await paste(page, `${saas.fakeGitHub.url}/octo-mock/hello-world/tree/${branch}`);
    await page.getByRole("region", { name: "octo-mock/hello-world" }).waitFor();
    await soon(() => page.getByRole("combobox", { name: "Branch" }).inputValue()).toBe(branch);
    const address = new URL(page.url());
    expect(Object.fromEntries(address.searchParams)).toEqual({ repository: "octo-mock/hello-world", branch });
  });

  test("is told what is wrong with a link, and nothing is chosen that it does not name", async () => {
    const { page } = await openAs("octo-mock");
    await page.goto("/");
    await page.getByRole("option").first().waitFor();
    await paste(page, "https://gitlab.com/a/b");
    await page.getByText("The link leads to gitlab.com, and this gateway serves 127.0.0.1").waitFor();
    expect(await page.getByRole("option").count()).toBe(0);

    await paste(page, `${saas.fakeGitHub.url}/octo-mock/hello-world/tree/nope`);
    await page.getByText("The branch of this link is not there.").waitFor();
    expect(new URL(page.url()).search).toBe("");
    await page.getByRole("option", { name: /hello-world/ }).click();
    await page.getByRole("region", { name: "octo-mock/hello-world" }).waitFor();
    await soon(() => page.getByRole("combobox", { name: "Branch" }).inputValue()).toBe("main");
  });

  test("is told where the other repositories of an organization are, and finds them once they are chosen", async () => {
    const { page } = await openAs("octo-mock");
    const { world } = saas.fakeGitHub;
    const installation = world.app("octogate-demo").installations.get(world.account("northwind")?.databaseId ?? 0);
    await page.goto("/");
    await page.getByRole("combobox", { name: "Repository" }).fill("northwind/");
    await soon(() => page.getByRole("option").count()).toBe(2);
    const line = page
      .getByRole("list", { name: "Not shown here" })
      .getByRole("listitem")
      .filter({ hasText: "northwind" });
    const link = line.getByRole("link", { name: "Choose repositories" });
    expect(await link.getAttribute("href")).toContain(`/settings/installations/${installation?.databaseId}`);

    const github = await follow(page, link);
    await github.locator('input[name="repositories"]').fill("");
    await github.getByRole("button", { name: "Save" }).click();
    await github.getByText("for all repositories").waitFor();
    await comeBack(page, github);
    await soon(() => page.getByRole("option").count()).toBeGreaterThan(2);
    expect(await line.getByRole("link", { name: "Choose repositories" }).count()).toBe(0);
  });

  test("stays signed in when GitHub no longer lets the App in, reconnects, and has everything as it was", async () => {
    const { page, heading } = await openAs("mona-mock");
    await page.goto("/settings");
    await page.getByLabel("Name", { exact: true }).fill("Mona");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved.", { exact: true }).waitFor();

    const { world, oauth } = saas.fakeGitHub;
    const mona = world.user("mona-mock");
    if (mona) oauth.authorizations.revokeGrant(world.app("octogate-demo"), mona);
    await page.getByRole("link", { name: "Repositories", exact: true }).click();
    await page.getByText("GitHub wants to see you again. Your session and your settings stay.").waitFor();
    await soon(() => page.getByRole("button", { name: "Reconnect GitHub" }).count()).toBe(1);
    await page.goto("/settings");
    await heading("Settings");
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Mona");
    await page.locator(".notice").getByRole("button", { name: "Reconnect GitHub" }).click();
    await page.locator('button[value="mona-mock"]').click();
    await heading("Settings");
    expect(await page.getByText("GitHub wants to see you again.").count()).toBe(0);
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Mona");
  });

  test("sees in one window what another one has saved, and loses nothing of what was typed", async () => {
    const one = await openAs("hubot-mock");
    const two = await openAs("hubot-mock");
    for (const { page } of [one, two]) {
      await page.goto("/settings");
      await page.getByLabel("Name", { exact: true }).waitFor();
    }
    await one.page.getByLabel("Name", { exact: true }).fill("First");
    await one.page.getByRole("button", { name: "Save", exact: true }).click();
    await one.page.getByText("Saved.", { exact: true }).waitFor();
    await two.page.getByLabel("Name", { exact: true }).fill("Second");
    await two.page.getByRole("button", { name: "Save", exact: true }).click();
    const choice = two.page.getByRole("group", { name: "Name" });
    await choice.getByRole("radio", { name: "Saved elsewhere: First" }).waitFor();
    expect(await choice.getByRole("radio", { name: "Typed here: Second" }).isChecked()).toBe(true);
    await two.page.getByRole("button", { name: "Save", exact: true }).click();
    await two.page.getByText("Saved.", { exact: true }).waitFor();
    await one.page.reload();
    expect(await one.page.getByLabel("Name", { exact: true }).inputValue()).toBe("Second");
  });

  test("finds after signing in again what was typed before the session ended elsewhere, and nobody else does", async () => {
    const { page, heading } = await openAs("grace-mock");
    const name = page.getByLabel("Name", { exact: true });
    await page.goto("/settings");
    await name.fill("Grace");
    await page.getByText("Not saved yet.").waitFor();
    const other = await page.context().newPage();
    await other.goto("/settings");
    await other.getByRole("button", { name: "Sign out", exact: true }).last().click();
    await other.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();

    await page.getByRole("button", { name: "Save", exact: true }).click();
    await heading("Sign in");
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await page.locator('button[value="grace-mock"]').click();
    await heading("Settings");
    expect(await name.inputValue()).toBe("Grace");
    await page.getByText("Not saved yet.").waitFor();

    page.on("dialog", (dialog) => void dialog.accept());
    await page.getByRole("button", { name: "Sign out", exact: true }).last().click();
    await heading("Sign in");
    // GitHub asks nobody twice.
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await heading("Repositories");
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await name.waitFor();
    expect(await name.inputValue()).toBe("");
  });

  test("leaves everywhere and takes the App's access at GitHub away, so that GitHub asks again", async () => {
    const { world, oauth } = saas.fakeGitHub;
    const ada = world.user("ada-mock");
    const isGranted = () => ada !== undefined && oauth.authorizations.isGranted(world.app("octogate-demo"), ada);
    const here = await openAs("ada-mock");
    const there = await openAs("ada-mock");
    expect(isGranted()).toBe(true);
    await here.page.goto("/");
    await here.page.getByRole("button", { name: "Account ada-mock" }).click();
    await here.page.getByRole("button", { name: "Sign out everywhere…" }).click();
    const dialog = here.page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: /withdraw/ }).check();
    await dialog.getByRole("button", { name: "Sign out everywhere" }).click();
    await here.heading("Sign in");
    expect(isGranted()).toBe(false);
    await there.page.goto("/settings");
    await there.heading("Sign in");
  });

  test("is told where to take the App's access away when GitHub could not be told, and is signed out all the same", async () => {
    const here = await openAs("ada-mock");
    await here.page.goto("/");
    await here.page.getByRole("button", { name: "Account ada-mock" }).click();
    await here.page.getByRole("button", { name: "Sign out everywhere…" }).click();
    const dialog = here.page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: /withdraw/ }).check();
    saas.fakeGitHub.faults.add({ status: 502, form: "nginx-html", times: 50 });
    await dialog.getByRole("button", { name: "Sign out everywhere" }).click();
    const place = here.page.getByRole("link", { name: "Authorized Apps at GitHub" });
    await place.waitFor();
    saas.fakeGitHub.faults.clear();
    expect(await place.getAttribute("href")).toBe(`${saas.fakeGitHub.url}/settings/apps/authorizations`);
    await here.page.getByRole("button", { name: "Go on" }).click();
    await here.heading("Sign in");
  });
});
