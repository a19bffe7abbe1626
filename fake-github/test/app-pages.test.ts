import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../index.js";
import { redirectOf, rest } from "./sign-in.js";

interface Installation {
  readonly id: number;
  readonly account: { readonly login: string };
  readonly html_url: string;
  readonly suspended_at: string | null;
}

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());

function tokenFor(login: string, sso?: readonly string[]): string {
  const user = github.world.user(login);
  if (!user) throw new Error(`There is no ${login}.`);
  const app = github.world.app("octogate-demo");
  return github.oauth.authorizations.issue({ app, user, ...(sso ? { ssoAuthorized: sso } : {}) }).access.text;
}

async function installations(token = tokenFor("octo-mock")): Promise<readonly Installation[]> {
  const response = await rest(github, "/user/installations", token);
  return ((await response.json()) as { installations: readonly Installation[] }).installations;
}

async function repositoriesOn(owner: string): Promise<readonly string[]> {
  const id = (await installations()).find(({ account }) => account.login === owner)?.id;
  const response = await rest(github, `/user/installations/${id}/repositories`, tokenFor("octo-mock"));
  const { repositories } = (await response.json()) as { repositories: readonly { full_name: string }[] };
  return repositories.map(({ full_name }) => full_name);
}

describe("the pages of an installation", () => {
  function installUrl(parameters: Readonly<Record<string, string>>, page = "new"): string {
    return `${github.url}/apps/octogate-demo/installations/${page}?${new URLSearchParams(parameters).toString()}`;
  }

  test("send the browser back with the installation, and a code, but without a state of ours", async () => {
    const { world } = github;
    const back = await redirectOf(installUrl({ _fake_install: "mona-mock" }));
    expect(`${back.origin}${back.pathname}`).toBe("http://127.0.0.1:4000/auth/callback");
    const installed = world.app("octogate-demo").installations.get(world.user("mona-mock")?.databaseId ?? 0);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      code: expect.stringMatching(/^[0-9a-f]{20}$/) as string,
      installation_id: String(installed?.databaseId),
      setup_action: "install",
    });
    const again = await redirectOf(installUrl({ _fake_install: "mona-mock" }, "select_target"));
    expect(again.searchParams.get("setup_action")).toBe("update");
  });

  test("keep a state that they were opened with", async () => {
    const back = await redirectOf(installUrl({ _fake_install: "octo-mock", state: "mine" }));
    expect(back.searchParams.get("state")).toBe("mine");
  });

  test("ask the owners when a member has no right to install", async () => {
    const before = github.world.app("octogate-demo").installations.size;
    const back = await redirectOf(installUrl({ _fake_install: "northwind", _fake_user: "mona-mock" }));
    expect(back.searchParams.get("setup_action")).toBe("request");
    expect(back.searchParams.has("installation_id")).toBe(false);
    expect(github.world.app("octogate-demo").installations.size).toBe(before);
  });

  test("lead to the setup address of an App that has one", async () => {
    github.world.addApp({
      slug: "with-setup",
      authorizesOnInstall: false,
      setupUrl: "http://127.0.0.1:4000/setup?a=1",
    });
    const back = await redirectOf(`${github.url}/apps/with-setup/installations/new?_fake_install=ada-mock`);
    expect(back.href).toMatch(/^http:\/\/127\.0\.0\.1:4000\/setup\?a=1&installation_id=\d+&setup_action=install$/);
  });

  test("are a form for a person", async () => {
    const page = await (await fetch(installUrl({}))).text();
    expect(page).toContain("Install as octo-mock");
    const [name = ""] = (await repositoriesOn("northwind")).map((full) => full.split("/")[1]);
    const body = new URLSearchParams({ owner: "northwind", user: "octo-mock", repositories: name });
    await redirectOf(`${github.url}/apps/octogate-demo/installations`, { method: "POST", body });
    expect(await repositoriesOn("northwind")).toEqual([`northwind/${name}`]);
  });

  test("change, suspend and end an installation", async () => {
    const token = tokenFor("octo-mock");
    const [found] = await installations(token);
    const send = async (wanted: string, repositories = ""): Promise<number> => {
      const body = new URLSearchParams({ do: wanted, repositories });
      return (await fetch(found?.html_url ?? "", { method: "POST", body })).status;
    };
    expect(await send("select", "hello-world")).toBe(200);
    expect(await repositoriesOn("octo-mock")).toEqual(["octo-mock/hello-world"]);
    expect(await send("suspend")).toBe(200);
    expect((await installations(token))[0]?.suspended_at).not.toBeNull();
    expect(await send("uninstall")).toBe(200);
    expect((await installations(token)).map(({ account }) => account.login)).not.toContain("octo-mock");
    expect(await send("suspend")).toBe(404);
    github.world.install(github.world.app("octogate-demo"), "octo-mock");
  });

  test("are not needed where a switch installs and uninstalls over HTTP", async () => {
    const flip = async (name: string, body: object): Promise<void> => {
      const address = `${github.url}/_fake/switches/${name}`;
      expect((await fetch(address, { method: "POST", body: JSON.stringify(body) })).status).toBe(200);
    };
    const target = { app: "octogate-demo", owner: "octo-mock" };
    await flip("install-app", { ...target, repositories: ["hello-world"] });
    expect(await repositoriesOn("octo-mock")).toEqual(["octo-mock/hello-world"]);
    await flip("uninstall-app", target);
    expect((await installations()).map(({ account }) => account.login)).not.toContain("octo-mock");
    await flip("install-app", target);
  });

  test("withdraw an authorization, and pass a single sign-on later", async () => {
    const token = tokenFor("octo-mock", []);
    const id = (await installations()).find(({ account }) => account.login === "acme")?.id;
    const refused = await rest(github, `/user/installations/${id}/repositories`, token);
    const sso = /url=(\S+)/.exec(refused.headers.get("x-github-sso") ?? "")?.[1];
    const form = (): RequestInit => ({ method: "POST", body: new URLSearchParams({ user: "octo-mock" }) });
    expect((await fetch(sso ?? "", form())).status).toBe(200);
    expect((await installations(token)).map(({ account }) => account.login)).toContain("acme");
    const { clientId } = github.world.app("octogate-demo");
    await fetch(`${github.url}/settings/connections/applications/${clientId}`, form());
    expect((await rest(github, "/user", token)).status).toBe(401);
  });
});
