import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasChromium } from "../chromium.js";
import { startGateway, type TestGateway } from "../gateway.js";
import { openConsole, type OpenedConsole, SLOWEST, soon } from "./open-console.js";

const HOUR = 3_600_000;
const REMOVE = "mutation { removeGitHubToken(input: {}) { removedCredentialId } }";

const WAYS = [
  ["as it comes", {}],
  ["without answers from memory", { OCTOGATE_CACHE: "off" }],
] as const;

describe.skipIf(!hasChromium).each(WAYS)(
  "somebody who hosts the gateway themselves, %s",
  { timeout: SLOWEST },
  (_way, config) => {
    let gateway: TestGateway;
    beforeAll(async () => {
      gateway = await startGateway({ token: null, config: { OCTOGATE_CACHE: "on", ...config } });
    });
    beforeEach(async () => {
      await gateway.graphql(REMOVE);
    });
    afterAll(() => gateway[Symbol.asyncDispose]());

    const tokenOf = (name: string) => gateway.fakeGitHub.world.token(name).text;

    const tokenField = (page: Page) => page.getByRole("textbox", { name: "GitHub token" });

    /** From the first page to the repositories. */
    async function pasteToken({ page, heading }: OpenedConsole, name: string): Promise<void> {
      await heading("Connect GitHub");
      await tokenField(page).fill(tokenOf(name));
      await page.getByText("token of @octo-mock").waitFor();
      await page.getByRole("button", { name: "Save and continue" }).click();
      await heading("Repositories");
      await page.getByRole("option").first().waitFor();
    }

    test("sees what a token can do before it is saved, then repositories, and what this token does not reach", async () => {
      const opened = await openConsole(gateway);
      const { page } = opened;
      await page.goto("/");
      await page.getByRole("link", { name: "Create classic token" }).waitFor();
      await tokenField(page).fill(tokenOf("fine-grained"));
      await page.getByText("Fine-grained token of @octo-mock").waitFor();
      await page.getByText(/^Expires on /).waitFor();
      const lines = page.getByRole("list", { name: "What this token can do" }).getByRole("listitem");
      await lines.filter({ hasText: "Your profile" }).getByText("Yes").waitFor();
      await lines.filter({ hasText: "Private repositories" }).getByText("Yes").waitFor();
      // GitHub does not tell what a token of this kind may do with issues.
      await lines.filter({ hasText: "Issues and pull requests" }).getByText("Not known yet").waitFor();
      expect((await gateway.graphql("{ credential { id } }")).data).toEqual({ credential: null });

      await pasteToken(opened, "fine-grained");
      const names = await page.getByRole("option").allInnerTexts();
      expect(names.length).toBeGreaterThan(10);
      // It sees what everybody sees, and else its owner's alone.
      for (const name of names.filter((text) => /Private|Internal/.test(text))) expect(name).toMatch(/^octo-mock\//m);
      const withheld = page.getByRole("list", { name: "Not shown here" });
      expect(await withheld.getByRole("listitem").count()).toBeGreaterThan(0);
      expect(await withheld.innerText()).toContain("acme");
      expect(await page.evaluate("scrollY")).toBe(0);
    });

    test("keeps the list when the token dies, puts another one in its place, and goes on", async () => {
      gateway.fakeGitHub.world.addToken({
        user: "octo-mock",
        name: "dying",
        scopes: ["repo", "read:org", "workflow"],
        ssoAuthorized: ["acme"],
      });
      const opened = await openConsole(gateway);
      const { page, heading } = opened;
      await page.goto("/");
      await pasteToken(opened, "dying");
      const before = await page.getByRole("option").count();

      gateway.fakeGitHub.faults.setExpiry("dying", Date.now() - HOUR);
      const picker = page.getByRole("combobox", { name: "Repository" });
      await picker.fill("sturdy");
      await page.getByText("Your GitHub token no longer works.").waitFor();
      await soon(() => page.getByRole("link", { name: "Replace the token" }).count()).toBe(1);
      await picker.fill("");
      await soon(() => page.getByRole("option").count()).toBe(before);
      // It is an old list, and looks like one.
      expect(await page.locator(".picker--stale").count()).toBe(1);

      await page.getByRole("link", { name: "Replace the token" }).click();
      await heading("Settings");
      await tokenField(page).fill(tokenOf("classic"));
      await page.getByText("Classic token of @octo-mock").waitFor();
      await page.getByRole("button", { name: "Save and continue" }).click();
      await soon(() => page.getByText("Your GitHub token no longer works.").count()).toBe(0);
      await page.getByRole("link", { name: "Repositories", exact: true }).click();
      await picker.fill("sturdy");
      await page
        .getByRole("option", { name: /sturdy-/ })
        .first()
        .waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
      await soon(() => page.locator(".picker--stale").count()).toBe(0);
    });

    test("comes back by the back button to what was chosen before, and to the list", async () => {
      const opened = await openConsole(gateway);
      const { page } = opened;
      await page.goto("/");
      await pasteToken(opened, "classic");
      const picker = page.getByRole("combobox", { name: "Repository" });
      await page.getByRole("option", { name: /octo-mock\/hello-world/ }).click();
      await page.getByRole("region", { name: "octo-mock/hello-world" }).waitFor();
      await picker.fill("many-branches");
      await page.getByRole("option", { name: /octo-mock\/many-branches/ }).click();
      await page.getByRole("region", { name: "octo-mock/many-branches" }).waitFor();
      await page.evaluate("scrollTo(0, 300)");
      await page.getByRole("link", { name: "Settings", exact: true }).click();
      await opened.heading("Settings");
      expect(await page.evaluate("scrollY")).toBe(0);

      await page.goBack();
      await page.getByRole("region", { name: "octo-mock/many-branches" }).waitFor();
      await page.goBack();
      await page.getByRole("region", { name: "octo-mock/hello-world" }).waitFor();
      expect(await picker.inputValue()).toBe("octo-mock/hello-world");
      await page.reload();
      await page.getByRole("region", { name: "octo-mock/hello-world" }).waitFor();
      await page.goBack();
      await page.getByRole("option").first().waitFor();
      // What was used last comes first.
      await page.reload();
      expect(await page.getByRole("option").first().innerText()).toContain("octo-mock/many-branches");
    });
  },
);
