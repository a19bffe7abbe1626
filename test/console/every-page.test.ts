import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../chromium.js";
import { startGateway, type TestGateway } from "../gateway.js";
import { hasRedis } from "../redis-server.js";
import { signIn, startSaaS, type TestSaaS } from "../saas.js";
import { openConsole, type OpenedConsole, SLOWEST } from "./open-console.js";

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };

/** For everyone: by day and by night, on a wide screen and on a narrow one, where nothing may stick out. */
async function expectFitForAll({ page, seriousFindings }: OpenedConsole): Promise<void> {
  for (const viewport of [WIDE, NARROW]) {
    await page.setViewportSize(viewport);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(viewport.width);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect([colorScheme, viewport.width, await seriousFindings()]).toEqual([colorScheme, viewport.width, []]);
    }
  }
  await page.setViewportSize(WIDE);
}

/** Each page with something to wait for in it. */
type Pages = readonly (readonly [what: string, path: string, isThere: (opened: OpenedConsole) => Promise<void>])[];

describe.skipIf(!hasChromium)("every page of OSS is fit for all", { timeout: SLOWEST }, () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    // Something is withheld, and something is to be said about the token.
    gateway = await startGateway({ token: "classic-without-sso" });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const pages: Pages = [
    [
      "the repositories",
      "/",
      async ({ page }) => {
        await page.getByRole("option").first().waitFor();
        await page.locator(".task-line__title").first().waitFor();
      },
    ],
    [
      "a repository with its branches",
      "/repositories?repository=octo-mock/many-branches",
      async ({ page }) => {
        await page.getByRole("combobox", { name: "Branch" }).click();
        await page.getByRole("option").first().waitFor();
        await page.locator(".task-line__title").first().waitFor();
      },
    ],
    [
      "a search without a result",
      "/",
      async ({ page }) => {
        await page.getByRole("combobox", { name: "Repository" }).fill("nothing of that name");
        await page.getByText("Nothing here fits").waitFor();
      },
    ],
    [
      "the settings with the field for another token",
      "/settings#token",
      ({ page }) => page.getByRole("textbox", { name: "GitHub token" }).waitFor(),
    ],
  ];
  test.each(pages)("%s", async (_what, path, isThere) => {
    const opened = await openConsole(gateway);
    await opened.page.goto(path);
    await isThere(opened);
    await expectFitForAll(opened);
  });

  test("the explorer", async () => {
    const opened = await openConsole(gateway);
    await opened.page.goto("/graphql");
    await opened.page.locator(".graphiql-query-editor .CodeMirror").waitFor();
    await expectFitForAll(opened);
  });

  test("a failure", async () => {
    gateway.fakeGitHub.faults.add({ form: "unicorn-html", times: 1_000 });
    const opened = await openConsole(gateway);
    await opened.page.goto("/");
    await opened.page.getByRole("alert").first().waitFor();
    gateway.fakeGitHub.faults.clear();
    await expectFitForAll(opened);
  });

  test("the first run, and the X-ray of a token", async () => {
    await gateway.graphql("mutation { removeGitHubToken(input: {}) { removedCredentialId } }");
    const opened = await openConsole(gateway);
    const { page, heading } = opened;
    await page.goto("/");
    await heading("Connect GitHub");
    await expectFitForAll(opened);
    await page
      .getByLabel("GitHub token", { exact: true })
      .fill(gateway.fakeGitHub.world.token("classic-without-read-org").text);
    await page.getByRole("list", { name: "What this token can do" }).waitFor();
    await expectFitForAll(opened);
    await page.getByRole("textbox", { name: "GitHub token" }).fill(`ghp_${"x".repeat(36)}`);
    await page.getByText("refuses the token").waitFor();
    await expectFitForAll(opened);
  });
});

describe.skipIf(!hasChromium || !hasRedis)("every page of SaaS is fit for all", { timeout: SLOWEST }, () => {
  let saas: TestSaaS;
  let cookie: string;
  beforeAll(async () => {
    saas = await startSaaS();
    ({ cookie } = await signIn(saas.gateway, "octo-mock"));
  });
  afterAll(() => saas[Symbol.asyncDispose]());

  const withoutSession: Pages = [
    ["signing in", "/", ({ heading }) => heading("Sign in")],
    ["signing in with a code", "/auth/device", ({ page }) => page.locator("output").waitFor()],
    ["a login that failed", "/auth/callback?code=x&state=y", ({ heading }) => heading("You are not signed in")],
  ];
  test.each(withoutSession)("%s", async (_what, path, isThere) => {
    const opened = await openConsole(saas.gateway);
    await opened.page.goto(path);
    await isThere(opened);
    await expectFitForAll(opened);
  });

  const withSession: Pages = [
    [
      "the repositories, of which not all are there",
      "/",
      ({ page }) => page.getByRole("list", { name: "Not shown here" }).waitFor(),
    ],
    [
      "the settings with the installations",
      "/settings",
      ({ page }) =>
        page
          .getByRole("link", { name: /Choose repositories/ })
          .first()
          .waitFor(),
    ],
    [
      "a login that was finished before",
      "/auth/callback?code=x&state=y",
      ({ heading }) => heading("Already signed in"),
    ],
    [
      "signing out",
      "/settings",
      async ({ page }) => {
        await page.getByRole("button", { name: "Account octo-mock" }).click();
        await page.getByRole("button", { name: "Sign out everywhere…" }).first().click();
        await page.getByRole("dialog").waitFor();
      },
    ],
  ];
  test("the repositories before the App is installed", async () => {
    saas.fakeGitHub.world.addUser({ login: "ana-mock" });
    const opened = await openConsole(saas.gateway, await signIn(saas.gateway, "ana-mock"));
    await opened.page.goto("/");
    await opened.page.getByRole("list", { name: "Install the App for:" }).waitFor();
    await expectFitForAll(opened);
  });

  test("the explorer, for somebody who has not signed in", async () => {
    const opened = await openConsole(saas.gateway);
    await opened.page.goto("/graphql");
    await opened.page.locator(".graphiql-query-editor .CodeMirror").waitFor();
    await opened.page.getByRole("button", { name: "Sign in" }).waitFor();
    await expectFitForAll(opened);
  });

  test.each(withSession)("%s", async (_what, path, isThere) => {
    const opened = await openConsole(saas.gateway, { cookie });
    await opened.page.goto(path);
    await isThere(opened);
    await expectFitForAll(opened);
  });
});
