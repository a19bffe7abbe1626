import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startFakeGitHub } from "../../fake-github/index.js";
import { hasChromium } from "../chromium.js";
import { startGateway, type TestGateway } from "../gateway.js";
import { openConsole, SLOWEST, soon } from "./open-console.js";

const SET = "mutation Set($t: Secret!) { setGitHubToken(input: { token: $t }) { userErrors { message } } }";

describe.skipIf(!hasChromium)("the repositories, when GitHub is in trouble", { timeout: SLOWEST }, () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ token: null });
  });
  afterEach(() => gateway.fakeGitHub.faults.clear());
  afterAll(() => gateway[Symbol.asyncDispose]());

  /** Stores a token of its own, as limits belong to a user and what is known of a token to the token. */
  async function storeTokenOf(login: string, ssoAuthorized: readonly string[] = ["acme"]): Promise<string> {
    const name = `of ${login} ${gateway.fakeGitHub.world.tokens.size}`;
    const { text } = gateway.fakeGitHub.world.addToken({ user: login, name, ssoAuthorized });
    const answer = await gateway.graphql(SET, { t: text });
    expect(answer.text).toContain('"userErrors":[]');
    return name;
  }

  test("an organization that demands single sign-on is named with its link, and is there afterwards", async () => {
    await storeTokenOf("octo-mock", []);
    const { page } = await openConsole(gateway);
    await page.goto("/");
    await page.getByRole("option").first().waitFor();
    const line = page.getByRole("list", { name: "Not shown here" }).getByRole("listitem").filter({ hasText: "acme" });
    const [github] = await Promise.all([
      page.context().waitForEvent("page"),
      line.getByRole("link", { name: "Authorize" }).click(),
    ]);
    await github.getByRole("button", { name: "Sign in as octo-mock" }).click();
    await github.getByText("All tokens of octo-mock are authorized for acme.").waitFor();
    await github.close();
    await page.getByRole("button", { name: "I have done that – refresh" }).click();
    await soon(() => line.count()).toBe(0);
    await page.getByRole("combobox", { name: "Repository" }).fill("acme/");
    await page
      .getByRole("option", { name: /^acme\// })
      .first()
      .waitFor();
  });

  test("a repository behind single sign-on is told with the link that opens it", async () => {
    await storeTokenOf("octo-mock", []);
    const { page } = await openConsole(gateway);
    await page.goto("/repositories?repository=acme/sincere-badger");
    const notice = page.getByRole("alert").filter({ hasText: "single sign-on" });
    const address = await notice.getByRole("link", { name: "Authorize" }).getAttribute("href");
    expect(address).toContain(`${gateway.fakeGitHub.url}/orgs/acme/sso`);
  });

  test("a GitHub that cannot be reached is told with help, and asked again", async () => {
    await using first = await startFakeGitHub();
    await using elsewhere = await startGateway({ fakeGitHub: first });
    const { page } = await openConsole(elsewhere);
    await first[Symbol.asyncDispose]();
    await page.goto("/");
    const notice = page.getByRole("alert").filter({ hasText: "GITHUB_HOST_UNREACHABLE" });
    expect(await notice.getByRole("link", { name: "Get help" }).getAttribute("href")).toContain(
      "#github_host_unreachable",
    );
    await using _again = await startFakeGitHub({ port: first.port, world: first.world });
    await notice.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("option").first().waitFor();
    await page.getByRole("region", { name: "Waiting for you" }).getByRole("listitem").first().waitFor();
  });

  test("a token that was revoked is told at once, with the way to another one", async () => {
    const name = await storeTokenOf("octo-mock");
    const { page } = await openConsole(gateway);
    await page.goto("/");
    await page.getByRole("option").first().waitFor();
    gateway.fakeGitHub.faults.revokeToken(name);
    await page.getByRole("combobox", { name: "Repository" }).fill("hello");
    await page.getByText("Your GitHub token no longer works.").waitFor();
    await soon(() => page.getByRole("link", { name: "Replace the token" }).count()).toBe(1);
    await page.reload();
    await page.getByText("Your GitHub token no longer works.").waitFor();
  });

  test("a budget that is used up is told with the time at which it goes on, by whichever way one asks", async () => {
    const name = await storeTokenOf("mona-mock");
    const { page } = await openConsole(gateway);
    await page.goto("/");
    await page.getByRole("option").first().waitFor();
    gateway.fakeGitHub.faults.setRemaining(name, 0);
    await page.getByRole("combobox", { name: "Repository" }).fill("zephyr");
    const notice = page.getByRole("alert").first();
    await notice.getByText(/It goes on at \d\d:\d\d\./).waitFor();
    await notice.getByText("GITHUB_RATE_LIMITED").waitFor();
    await notice.getByRole("button", { name: "Try again" }).click();
    await notice.getByText(/It goes on at \d\d:\d\d\./).waitFor();
    await page.getByText(/^0 of 5,000 GitHub points are left\. They are full again at \d\d:\d\d\.$/).waitFor();
    expect(await page.getByText("GitHub has asked for a pause").count()).toBe(0);
    // Nothing of ours asks GitHub for its pages.
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await page.getByLabel("Name", { exact: true }).waitFor();
  });

  test("a pause that GitHub asks for is told, and is over when it is over", async () => {
    await storeTokenOf("hubot-mock");
    gateway.fakeGitHub.faults.add({
      match: { path: "/graphql" },
      status: 403,
      headers: { "retry-after": "1" },
      body: { message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again." },
    });
    const { page } = await openConsole(gateway);
    await page.goto("/");
    const again = page.getByRole("alert").getByRole("button", { name: "Try again" }).first();
    await page.getByText("GITHUB_SECONDARY_RATE_LIMITED").first().waitFor();
    await soon(async () => {
      // It may be gone by now: what comes instead is counted.
      await again.click({ timeout: 1_000 }).catch(() => undefined);
      return await page.getByRole("option").count();
    }).toBeGreaterThan(0);
  });

  test("a 502 is told with the id of the request, and is gone at the next try", async () => {
    await storeTokenOf("octo-mock");
    gateway.fakeGitHub.faults.add({ form: "unicorn-html", times: 1_000 });
    const { page } = await openConsole(gateway);
    await page.goto("/");
    const notice = page.getByRole("alert").filter({ hasText: "GitHub has a problem of its own." }).first();
    await notice.getByText(/^[0-9a-f-]{36}$/).waitFor();
    await notice.getByRole("button", { name: "Copy details" }).waitFor();
    const tasks = page.getByRole("region", { name: "Waiting for you" });
    await tasks.getByText("Not there, for the same reason as the repositories.").waitFor();
    expect(await page.getByRole("alert").count()).toBe(1);
    gateway.fakeGitHub.faults.clear();
    await notice.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("option").first().waitFor();
    await tasks.getByRole("listitem").first().waitFor();
  });

  test("tasks that cannot be had take nothing from the repositories beside them", async () => {
    await storeTokenOf("octo-mock");
    gateway.fakeGitHub.faults.add({ match: { contains: "search(" }, form: "unicorn-html", times: 1_000 });
    const { page } = await openConsole(gateway);
    await page.goto("/");
    await page.getByRole("option").first().waitFor();
    const tasks = page.getByRole("region", { name: "Waiting for you" });
    await tasks
      .getByText(/GitHub has a problem of its own/)
      .first()
      .waitFor();
    gateway.fakeGitHub.faults.clear();
    await tasks.getByRole("button", { name: "Try again" }).first().click();
    await tasks.getByRole("listitem").first().waitFor();
  });

  test("a slow GitHub leaves nobody before a blank page, and moves nothing for who does not want that", async () => {
    await storeTokenOf("octo-mock");
    gateway.fakeGitHub.faults.add({ match: { path: "/graphql" }, latencyMs: 1_500 });
    const { page } = await openConsole(gateway, { reducedMotion: "reduce" });
    await page.goto("/", { waitUntil: "commit" });
    await page.locator(".skeleton").first().waitFor();
    expect(await page.getByRole("option").count()).toBe(0);
    await page.getByRole("status").filter({ hasText: "Loading…" }).first().waitFor({ state: "attached" });
    expect(
      await page.evaluate("document.getAnimations().filter(({ playState }) => playState === 'running').length"),
    ).toBe(0);
    await page.getByRole("option").first().waitFor();
  });
});
