import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../chromium.js";
import { startGateway, type TestGateway } from "../gateway.js";
import { openWatchedPage, type WatchedPage } from "../playwright.js";
import { SLOWEST, soon } from "./open-console.js";

/** What the tests of the console rely on: a page that does wrong is found out. */
describe.skipIf(!hasChromium)("the watch over pages in tests", { timeout: SLOWEST }, () => {
  let gateway: TestGateway;
  let browser: WatchedPage;
  beforeAll(async () => {
    gateway = await startGateway({ token: null });
    browser = await openWatchedPage({ origin: gateway.url });
    await browser.page.goto("/");
    await browser.page.getByRole("heading", { level: 1 }).waitFor();
    expect(browser.complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  test.each([
    ["an error of the console", "console.error('canary')", /canary/],
    ["a warning of the console", "console.warn('canary')", /canary/],
    ["an exception", "setTimeout(() => { throw new Error('canary') })", /canary/],
    ["a promise that nobody looked after", "void Promise.reject(new Error('canary'))", /canary/],
    ["a failed request", "void fetch('/canary')", /404/],
    ["a request to another origin", "void fetch('https://canary.example/')", /canary\.example/],
    ["an image of another origin", "new Image().src = 'https://canary.example/a.png'", /canary\.example/],
    ["a script in the page", "add('script').text = '1'", /TrustedScript/],
    ["a style in the page", "add('style').textContent = 'p {}'", /style/],
    ["text that becomes markup", "document.body.insertAdjacentHTML('beforeend', '<b>canary</b>')", /TrustedHTML/],
  ])("sees %s", async (_what, script, complaint) => {
    const before = browser.complaints.length;
    await browser.page.evaluate(`{
      const add = (name) => document.body.appendChild(document.createElement(name));
      try { ${script} } catch (error) { reportError(error) }
    }`);
    await soon(() => browser.complaints.slice(before).join("\n")).toMatch(complaint);
  });

  test("sees what other tabs do", async () => {
    const before = browser.complaints.length;
    const other = await browser.page.context().newPage();
    await other.goto("/");
    await other.evaluate("console.error('canary')");
    await soon(() => browser.complaints.slice(before)).toEqual(["canary"]);
  });

  test("finds a field that nobody can name", async () => {
    expect(await browser.seriousFindings()).toEqual([]);
    await browser.page.evaluate("document.querySelector('main').append(document.createElement('input'))");
    expect(await browser.seriousFindings()).toEqual(["label: <input>"]);
  });
});
