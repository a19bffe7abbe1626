import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../chromium.js";
import { hasRedis } from "../redis-server.js";
import { signIn, startSaaS, type TestSaaS } from "../saas.js";
import { openConsole, type OpenedConsole, SLOWEST, soon } from "./open-console.js";

describe.skipIf(!hasChromium || !hasRedis)("SaaS, when GitHub is in trouble", { timeout: SLOWEST }, () => {
  let saas: TestSaaS;
  beforeAll(async () => {
    // As it comes: with answers from memory.
    saas = await startSaaS({ config: { OCTOGATE_CACHE: "on" } });
    // Others than the demo's user see something as well.
    const { world } = saas.fakeGitHub;
    for (const login of ["mona-mock", "hubot-mock", "ada-mock"]) {
      const owner = world.user(login);
      if (owner === undefined) throw new Error(`The demo world has no ${login}.`);
      for (const name of ["zephyr-one", "zephyr-two"]) world.addRepository({ owner, name });
      world.install(world.app("octogate-demo"), owner, { selection: "all" });
    }
  });
  afterEach(() => saas.fakeGitHub.faults.clear());
  afterAll(() => saas[Symbol.asyncDispose]());

  async function openAs(login: string): Promise<OpenedConsole> {
    const opened = await openConsole(saas.gateway, await signIn(saas.gateway, login));
    await opened.page.goto("/");
    return opened;
  }

  test("a repository behind single sign-on is told with the link that opens it", async () => {
    const { page } = await openAs("octo-mock");
    await page.getByRole("option").first().waitFor();
    const tokens = [...saas.fakeGitHub.world.tokens.values()].filter(({ user }) => user.login === "octo-mock");
    for (const { ssoAuthorized } of tokens) ssoAuthorized.clear();
    await page.goto("/repositories?repository=acme/sincere-badger");
    const notice = page.getByRole("alert").filter({ hasText: "single sign-on" });
    const address = await notice.getByRole("link", { name: "Authorize" }).getAttribute("href");
    expect(address).toContain(`${saas.fakeGitHub.url}/orgs/acme/sso`);
  });

  test("access that was withdrawn is told in one banner, above the list as it was", async () => {
    const { page } = await openAs("ada-mock");
    await page.getByRole("option").first().waitFor();
    const before = await page.getByRole("option").count();
    const { world, oauth } = saas.fakeGitHub;
    const ada = world.user("ada-mock");
    if (ada) oauth.authorizations.revokeGrant(world.app("octogate-demo"), ada);
    const picker = page.getByRole("combobox", { name: "Repository" });
    await picker.fill("zephyr-two");
    await page.getByText("GitHub wants to see you again.").waitFor();
    await soon(() => page.getByRole("button", { name: "Reconnect GitHub" }).count()).toBe(1);
    await picker.fill("");
    await soon(() => page.getByRole("option").count()).toBe(before);
    expect(await page.locator(".picker--stale").count()).toBe(1);
  });

  test("a budget that is used up is told with the time at which it goes on", async () => {
    const { page } = await openAs("mona-mock");
    await page.getByRole("option").first().waitFor();
    const name = [...saas.fakeGitHub.world.tokens.values()].find(({ user }) => user.login === "mona-mock")?.name ?? "";
    saas.fakeGitHub.faults.setRemaining(name, 0);
    saas.fakeGitHub.faults.setRemaining(name, 0, "core");
    await page.getByRole("combobox", { name: "Repository" }).fill("zephyr-two");
    const notice = page.getByRole("alert").filter({ hasText: "GITHUB_RATE_LIMITED" }).first();
    await notice.getByText(/It goes on at \d\d:\d\d\./).waitFor();
    expect(await page.getByText("GitHub has asked for a pause").count()).toBe(0);
  });

  test("a 502 is told once with the id of the request, and is gone at the next try", async () => {
    saas.fakeGitHub.faults.add({ match: { path: "/graphql" }, form: "unicorn-html", times: 1_000 });
    const { page } = await openAs("hubot-mock");
    const notice = page.getByRole("alert").filter({ hasText: "GitHub has a problem of its own." });
    await notice.getByText(/^[0-9a-f-]{36}$/).waitFor();
    await page.getByText("Not there, for the same reason as the repositories.").waitFor();
    expect(await page.getByRole("alert").count()).toBe(1);
    saas.fakeGitHub.faults.clear();
    await notice.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("option", { name: /zephyr-one/ }).waitFor();
  });

  test("a slow GitHub leaves nobody before a blank page", async () => {
    const { page } = await openConsole(saas.gateway, await signIn(saas.gateway, "hubot-mock"));
    saas.fakeGitHub.faults.add({ latencyMs: 1_500, times: 10 });
    await page.goto("/", { waitUntil: "commit" });
    await page.locator(".skeleton").first().waitFor();
    expect(await page.getByRole("option").count()).toBe(0);
    await page.getByRole("option").first().waitFor();
  });
});
