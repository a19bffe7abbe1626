import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../chromium.js";
import { startGateway, type TestGateway } from "../gateway.js";
import { openConsole, SLOWEST, soon } from "./open-console.js";

const MINUTE = 60_000;

describe.skipIf(!hasChromium)("the pickers", { timeout: SLOWEST }, () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const repositories = (page: Page) => page.getByRole("combobox", { name: "Repository" });
  const branches = (page: Page) => page.getByRole("combobox", { name: "Branch" });
  const nameOfFocus = (page: Page) =>
    page.evaluate(
      "document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent",
    );

  /** Tab after Tab, as somebody without a mouse. */
  async function tabTo(page: Page, name: string): Promise<void> {
    for (let presses = 0; presses < 20; presses += 1) {
      if ((await nameOfFocus(page)) === name) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`The Tab key does not lead to "${name}".`);
  }

  const highlighted = (page: Page) =>
    page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent");

  test("show the first rows after one round trip, and what was chosen with them", async () => {
    const { page, operations } = await openConsole(gateway);
    // Whatever else the page asks is never answered.
    await page.route("**/graphql", async (route) => {
      const { operationName } = route.request().postDataJSON() as { readonly operationName: string };
      if (operationName === "RepositoriesPage") await route.continue();
    });
    await page.goto("/");
    await page.getByRole("option").nth(19).waitFor();
    expect(operations.filter((name) => name !== "SuggestedTasks")).toEqual(["RepositoriesPage"]);
    gateway.fakeGitHub.journal.clear();
    await page.goto("/repositories?repository=octo-mock/hello-world");
    await page
      .getByRole("region", { name: "octo-mock/hello-world" })
      .getByText(/pushed/)
      .waitFor();
    expect(operations.filter((name) => name !== "SuggestedTasks")).toEqual(["RepositoriesPage", "RepositoriesPage"]);
    expect(gateway.fakeGitHub.journal.entries.map(({ path }) => path)).toEqual(["/graphql"]);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });

  test("are used by keyboard alone, from the top of the page to a branch", async () => {
    const { page } = await openConsole(gateway);
    await page.goto("/");
    await page.getByRole("option").first().waitFor();
    await tabTo(page, "Repository");
    expect(await repositories(page).getAttribute("aria-expanded")).toBe("true");

    await page.keyboard.press("ArrowDown");
    const first = await highlighted(page);
    await page.keyboard.press("ArrowDown");
    const second = await highlighted(page);
    expect(second).not.toBe(first);
    await page.keyboard.press("ArrowUp");
    expect(await highlighted(page)).toBe(first);

    await page.keyboard.press("Escape");
    await soon(() => repositories(page).getAttribute("aria-expanded")).toBe("false");
    expect(await nameOfFocus(page)).toBe("Repository");
    await page.keyboard.type("many-br");
    await soon(() => highlighted(page)).toContain("octo-mock/many-branches");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "octo-mock/many-branches" }).waitFor();
    expect(await repositories(page).inputValue()).toBe("octo-mock/many-branches");

    await tabTo(page, "Branch");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("option").first().waitFor();
    expect(await page.getByRole("option").first().innerText()).toMatch(/^(main|master)\s+default/);
    const wanted = (await page.getByRole("option").nth(5).locator(".branch-line__name").innerText()).trim();
    await page.keyboard.press("Control+A");
    await page.keyboard.type(wanted);
    await soon(() => highlighted(page)).toContain(wanted);
    await page.keyboard.press("Enter");
    await soon(() => branches(page).inputValue()).toBe(wanted);
    expect(await branches(page).getAttribute("aria-expanded")).toBe("false");
    expect(new URL(page.url()).searchParams.get("branch")).toBe(wanted);
  });

  test("say how much there is, and bring more as the highlight goes down", async () => {
    const { page } = await openConsole(gateway);
    await page.goto("/");
    await page.getByRole("option").nth(19).waitFor();
    const before = await page.getByRole("option").count();
    expect(await page.getByRole("status").first().innerText()).toMatch(/repositories/);
    await tabTo(page, "Repository");
    for (let presses = 0; presses < before; presses += 1) await page.keyboard.press("ArrowDown");
    await soon(() => page.getByRole("option").count()).toBeGreaterThan(before);
    const names = await page.getByRole("option").locator(".full-name").allInnerTexts();
    expect(new Set(names).size).toBe(names.length);
  });

  test("follow the fingers: what is shown in the end fits what was typed last", async () => {
    const { page, operations } = await openConsole(gateway);
    await page.clock.install();
    await page.goto("/");
    await page.getByRole("option").first().waitFor();
    const asked = () => operations.filter((name) => name === "RepositoryList").length;
    // No time goes by between the keys, however slow this machine is.
    await page.clock.pauseAt(Date.now() + MINUTE);
    await repositories(page).pressSequentially("sturdy");
    expect(asked()).toBe(0);
    await page.clock.resume();
    await soon(() => page.getByRole("option").filter({ hasNotText: "sturdy" }).count()).toBe(0);
    await page.getByRole("option").first().waitFor();
    expect(asked()).toBe(1);
    await repositories(page).fill("there is nothing of that name");
    await page.getByText("Nothing here fits “there is nothing of that name”.").waitFor();
    await repositories(page).fill('" org:acme is:private \\');
    await page.getByText(/Nothing here fits “there/).waitFor({ state: "detached" });
    await page.locator(".picker__field[aria-busy=false]").first().waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(await page.getByRole("option").filter({ hasText: "acme/" }).count()).toBe(0);
  });

  test("take an empty repository for what it is", async () => {
    const { page } = await openConsole(gateway);
    await page.goto("/repositories?repository=octo-mock/empty-room");
    await page.getByRole("region", { name: "octo-mock/empty-room" }).waitFor();
    await branches(page).click();
    await page.getByText("There is no branch yet.").waitFor();
    await branches(page).fill("begin-here");
    await page.getByRole("option", { name: "Take “begin-here” as typed" }).click();
    await soon(() => branches(page).inputValue()).toBe("begin-here");
  });

  test("say that there is no such repository, in the place of what was asked for", async () => {
    const { page } = await openConsole(gateway);
    await page.goto("/repositories?repository=octo-mock/nowhere");
    await page.getByRole("alert").getByText("NOT_FOUND").waitFor();
    await repositories(page).click();
    await page.getByRole("option").first().waitFor();
  });
});
