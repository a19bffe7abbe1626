import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hasChromium } from "../chromium.js";
import { startGateway, type TestGateway } from "../gateway.js";
import { openWatchedPage } from "../playwright.js";
import { temporaryFolder } from "../storage-temporary-folder.js";
import { openConsole, SLOWEST, soon } from "./open-console.js";

/** A gateway that runs one document of the operator's, and no other besides the console's. */
async function start(config: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const path = join(await temporaryFolder(), "manifest.json");
  await writeFile(path, JSON.stringify({ typename: "{ __typename }" }));
  return startGateway({ token: null, config: { OCTOGATE_TRUSTED_DOCUMENTS: path, ...config } });
}

describe.skipIf(!hasChromium)("where only trusted documents are run", { timeout: SLOWEST }, () => {
  test("the console goes on as ever: token, repositories, branches, tasks, settings", async () => {
    await using gateway = await start();
    const { page, heading, operations } = await openConsole(gateway);
    await page.goto("/");
    await heading("Connect GitHub");
    await page.getByRole("textbox", { name: "GitHub token" }).fill(gateway.fakeGitHub.world.token("classic").text);
    await page.getByText("token of @octo-mock").waitFor();
    await page.getByRole("button", { name: "Save and continue" }).click();
    await heading("Repositories");
    await page.goto("/repositories?repository=octo-mock/many-branches");
    await page.getByRole("combobox", { name: "Branch" }).click();
    await page.getByRole("option").first().waitFor();
    await page.locator(".task-line__title").first().waitFor();
    await page.goto("/settings");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Mona Lisa");
    await page.getByRole("button", { name: "Save" }).first().click();
    await soon(() => operations.at(-1)).toBe("SaveSettings");
    expect(new Set(operations).size).toBeGreaterThan(6);
    expect(gateway.logLines.filter((line) => line.includes("DOCUMENT_NOT_TRUSTED"))).toEqual([]);
    expect((await gateway.graphql("{ session { status } }")).status).toBe(403);
  });

  test("the explorer, where it is asked for, says why it runs nothing", async () => {
    await using gateway = await start({ OCTOGATE_EXPLORER: "on" });
    await using browser = await openWatchedPage({ origin: gateway.url });
    const { page } = browser;
    await page.goto("/graphql");
    await page.getByRole("button", { name: "RepositoryPicker" }).click();
    await page.locator(".graphiql-query-editor .CodeMirror").filter({ hasText: "query RepositoryPicker" }).waitFor();
    await page.getByRole("button", { name: /^Execute query/ }).click();
    await page.locator(".graphiql-response").filter({ hasText: '"DOCUMENT_NOT_TRUSTED"' }).waitFor();
  });
});
