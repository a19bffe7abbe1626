import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../chromium.js";
import { startGateway, type TestGateway } from "../gateway.js";
import { openConsole, type OpenedConsole, SLOWEST, soon } from "./open-console.js";

const IMAGES = new URL("../../docs/images/", import.meta.url);
const NAMES = ["first-run", "token-x-ray", "repositories", "explorer"] as const;
const WIDTH = 1280;
/** What counts for a page in a README. */
const MOST_BYTES = 200_000;

test("the README shows the pictures that are there", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const shown = [...readme.matchAll(/\(docs\/images\/([\w-]+)\.png\)/g)].map(([, name]) => name);
  expect(shown.toSorted()).toEqual(NAMES.toSorted());
  const files = await readdir(IMAGES);
  expect(files.toSorted()).toEqual(NAMES.map((name) => `${name}.png`).toSorted());
});

describe.skipIf(!hasChromium)("the pictures of the README", { timeout: SLOWEST }, () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ token: null });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  /** Takes a picture of what is on the screen; keeps it with `UPDATE_DOCS=1`. */
  async function picture({ page }: OpenedConsole, name: (typeof NAMES)[number]): Promise<void> {
    await page.evaluate("document.activeElement.blur()");
    const png = await page.screenshot({ animations: "disabled" });
    expect(png.length).toBeGreaterThan(10_000);
    expect(png.length).toBeLessThan(MOST_BYTES);
    if (process.env["UPDATE_DOCS"] !== "1") return;
    await mkdir(IMAGES, { recursive: true });
    await writeFile(new URL(`${name}.png`, IMAGES), png);
  }

  async function heightOf({ page }: OpenedConsole): Promise<number> {
    return Number(await page.evaluate("document.documentElement.scrollHeight"));
  }

  test("show the first run, the X-ray of a token, the pickers and the explorer", async () => {
    const opened = await openConsole(gateway, { viewport: { width: WIDTH, height: 800 }, colorScheme: "light" });
    const { page, heading } = opened;
    await page.goto("/");
    await heading("Connect GitHub");
    await picture(opened, "first-run");

    await page
      .getByRole("textbox", { name: "GitHub token" })
      .fill(gateway.fakeGitHub.world.token("classic-without-read-org").text);
    await page.getByRole("list", { name: "What this token can do" }).waitFor();
    // As long as it takes to be seen whole, down to the button that stores it.
    await page.setViewportSize({ width: WIDTH, height: await heightOf(opened) });
    expect(await page.getByRole("button", { name: "Save and continue" }).isVisible()).toBe(true);
    await picture(opened, "token-x-ray");
    await page.setViewportSize({ width: WIDTH, height: 800 });

    await page
      .getByRole("textbox", { name: "GitHub token" })
      .fill(gateway.fakeGitHub.world.token("classic-without-sso").text);
    await page.getByRole("list", { name: "What this token can do" }).waitFor();
    await page.getByRole("button", { name: "Save and continue" }).click();
    await heading("Repositories");
    await page.getByRole("option").first().waitFor();
    await page.getByRole("list", { name: "Not shown here" }).waitFor();
    await page.getByRole("heading", { name: "Waiting for you" }).waitFor();
    await page.locator(".task-line__title").first().waitFor();
    await page.getByRole("combobox", { name: "Repository" }).fill("sturdy");
    await soon(() => page.getByRole("option").filter({ hasNotText: "sturdy" }).count()).toBe(0);
    await page.getByRole("option").first().waitFor();
    await page.getByRole("list", { name: "Not shown here" }).waitFor();
    await picture(opened, "repositories");

    await page.goto("/graphql");
    await page.getByRole("button", { name: "RepositoryPicker" }).click();
    await page.getByRole("button", { name: /^Execute query/ }).click();
    await page.locator(".graphiql-response").filter({ hasText: '"nameWithOwner"' }).waitFor();
    await picture(opened, "explorer");
  });
});
