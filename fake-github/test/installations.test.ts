import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, startFakeGitHub, type FakeGitHub } from "../index.js";
import { rest, walk } from "./sign-in.js";

interface Installation {
  readonly id: number;
  readonly account: { readonly login: string };
  readonly html_url: string;
  readonly repository_selection: string;
  readonly suspended_at: string | null;
  readonly app_slug: string;
  readonly permissions: Readonly<Record<string, string>>;
}

interface Installations {
  readonly total_count: number;
  readonly installations: readonly Installation[];
}

interface Repositories {
  readonly total_count: number;
  readonly repositories: readonly { readonly full_name: string; readonly private: boolean }[];
}

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());

/** A token of the demo App, without the way through the pages. */
function tokenFor(login = "octo-mock", sso?: readonly string[]): string {
  const user = github.world.user(login);
  if (!user) throw new Error(`There is no ${login}.`);
  const app = github.world.app("octogate-demo");
  return github.oauth.authorizations.issue({ app, user, ...(sso ? { ssoAuthorized: sso } : {}) }).access.text;
}

async function installations(token: string): Promise<readonly Installation[]> {
  return ((await (await rest(github, "/user/installations", token)).json()) as Installations).installations;
}

async function idOn(owner: string): Promise<number> {
  const found = (await installations(tokenFor())).find(({ account }) => account.login === owner);
  if (!found) throw new Error(`The App is not installed on ${owner}.`);
  return found.id;
}

async function repositoriesOn(owner: string, token = tokenFor()): Promise<readonly string[]> {
  const pages = await walk<Repositories>(github, `/user/installations/${await idOn(owner)}/repositories`, token);
  return pages.flatMap(({ repositories }) => repositories.map(({ full_name }) => full_name));
}

describe("the installations of the user of an App", () => {
  test("say where the App is, for what, with which permissions and whether it is suspended", async () => {
    const found = await installations(tokenFor());
    expect(
      found.map((one) => [one.account.login, one.repository_selection, one.suspended_at !== null, one.app_slug]),
    ).toEqual([
      ["octo-mock", "all", false, "octogate-demo"],
      ["northwind", "selected", false, "octogate-demo"],
      ["sprocket", "all", true, "octogate-demo"],
      ["acme", "all", false, "octogate-demo"],
    ]);
    expect(found[0]?.html_url).toBe(`${github.url}/settings/installations/${found[0]?.id}`);
    expect(found[1]?.html_url).toBe(`${github.url}/organizations/northwind/settings/installations/${found[1]?.id}`);
  });

  test("may have fewer permissions than the App asks for by now", async () => {
    const app = (await (await rest(github, "/apps/octogate-demo", tokenFor())).json()) as Installation;
    const found = await installations(tokenFor());
    const permissionsOn = (owner: string) => found.find(({ account }) => account.login === owner)?.permissions;
    expect(permissionsOn("octo-mock")).toEqual(app.permissions);
    expect(Object.keys(permissionsOn("acme") ?? {}).length).toBeLessThan(Object.keys(app.permissions).length);
  });

  test("are those on the user's own accounts and organizations, and nobody else's", async () => {
    expect(await installations(tokenFor("other-mock"))).toEqual([]);
    const theirs = (await installations(tokenFor("mona-mock"))).map(({ account }) => account.login);
    expect(theirs).toEqual(["northwind", "sprocket", "acme"]);
    const path = `/user/installations/${await idOn("octo-mock")}/repositories`;
    expect((await rest(github, path, tokenFor("other-mock"))).status).toBe(404);
  });

  test.each(["classic", "fine-grained", "oauth-app"])("are refused to a token of the kind %s", async (name) => {
    const response = await rest(github, "/user/installations", github.world.token(name).text);
    expect([response.status, await response.json()]).toMatchObject([
      403,
      {
        message: "You must authenticate with an access token authorized to a GitHub App in order to list installations",
      },
    ]);
  });

  test("leave out what single sign-on withholds, and say so in a header alone", async () => {
    const token = tokenFor("octo-mock", []);
    const response = await rest(github, "/user/installations", token);
    const found = (await response.json()) as Installations;
    expect(found.installations.map(({ account }) => account.login)).not.toContain("acme");
    expect(response.headers.get("x-github-sso")).toBe(
      `partial-results; organizations=${github.world.organization("acme")?.databaseId}`,
    );
    const refused = await rest(github, `/user/installations/${await idOn("acme")}/repositories`, token);
    expect(refused.status).toBe(403);
    expect(refused.headers.get("x-github-sso")).toContain(`required; url=${github.url}/orgs/acme/sso`);
  });
});

describe("the repositories of an installation", () => {
  test("are all of the owner's, or those that were selected", async () => {
    const all = github.world.allRepositories().filter(({ owner }) => owner.login === "octo-mock");
    expect(new Set(await repositoriesOn("octo-mock"))).toEqual(new Set(all.map(({ name }) => `octo-mock/${name}`)));
    expect(await repositoriesOn("northwind")).toHaveLength(2);
  });

  test("are refused while it is suspended", async () => {
    const response = await rest(github, `/user/installations/${await idOn("sprocket")}/repositories`, tokenFor());
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { message: "This installation has been suspended" },
    ]);
  });

  test("come in pages of at most 100, counted, and linked to each other", async () => {
    const path = `/user/installations/${await idOn("octo-mock")}/repositories`;
    const first = await rest(github, `${path}?per_page=20&page=2`, tokenFor());
    const body = (await first.json()) as Repositories;
    expect(body.repositories).toHaveLength(20);
    expect(body.total_count).toBeGreaterThan(60);
    const last = Math.ceil(body.total_count / 20);
    const base = `${github.restUrl}${path}?per_page=20`;
    expect(first.headers.get("link")).toBe(
      `<${base}&page=1>; rel="prev", <${base}&page=3>; rel="next", <${base}&page=${last}>; rel="last", <${base}&page=1>; rel="first"`,
    );
    const huge = (await (await rest(github, `${path}?per_page=1000`, tokenFor())).json()) as Repositories;
    expect(huge.repositories.length).toBe(Math.min(100, body.total_count));
    const beyond = await rest(github, `${path}?per_page=20&page=${last}`, tokenFor());
    expect(beyond.headers.get("link")).not.toContain('rel="next"');
  });
});

describe("an entity tag", () => {
  beforeEach(() => github.journal.clear());

  test("spares body and budget as long as nothing changed", async () => {
    const token = tokenFor();
    const path = "/user/installations?per_page=100";
    const first = await rest(github, path, token);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"[0-9a-f]{64}"$/);
    const again = await rest(github, path, token, { "if-none-match": etag });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("etag")).toBe(etag);
    expect(again.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
    github.world.install(github.world.app("octogate-demo"), "octo-mock", { suspended: true });
    const changed = await rest(github, path, token, { "if-none-match": etag });
    expect([changed.status, changed.headers.get("etag") === etag]).toEqual([200, false]);
    expect(Number(changed.headers.get("x-ratelimit-used"))).toBe(Number(first.headers.get("x-ratelimit-used")) + 1);
    github.world.install(github.world.app("octogate-demo"), "octo-mock");
  });

  test("is worth nothing with another token, even the same user's", async () => {
    const etag = (await rest(github, "/user", tokenFor())).headers.get("etag") ?? "";
    expect((await rest(github, "/user", tokenFor(), { "if-none-match": etag })).status).toBe(200);
  });
});

describe("a token of an App", () => {
  async function repository(name: string, token = tokenFor()): Promise<string | null> {
    const [owner, short] = name.split("/");
    const response = await fetch(github.graphqlUrl, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: `{ repository(owner: "${owner}", name: "${short}") { nameWithOwner } }` }),
    });
    const { data } = (await response.json()) as { data: { repository: { nameWithOwner: string } | null } };
    return data.repository?.nameWithOwner ?? null;
  }

  function privateOf(owner: string): readonly string[] {
    const found = github.world.allRepositories().filter((one) => one.owner.login === owner);
    return found.filter(({ visibility }) => visibility !== "PUBLIC").map(({ name }) => `${owner}/${name}`);
  }

  test("shows in GraphQL what both the App and the user may see", async () => {
    const selected = await repositoriesOn("northwind");
    for (const name of privateOf("northwind")) {
      expect(await repository(name)).toBe(selected.includes(name) ? name : null);
    }
    const [mine = ""] = privateOf("octo-mock");
    expect([await repository(mine), await repository(mine, tokenFor("other-mock"))]).toEqual([mine, null]);
    for (const name of privateOf("sprocket")) expect(await repository(name)).toBeNull();
    const [theirs = ""] = privateOf("other-mock");
    expect(await repository(theirs, tokenFor("other-mock"))).toBeNull();
  });

  test("shows what is public to everyone", async () => {
    const name = github.world.allRepositories().find(({ visibility, owner }) => {
      return visibility === "PUBLIC" && owner.login === "sprocket";
    })?.name;
    expect(await repository(`sprocket/${name}`)).toBe(`sprocket/${name}`);
  });

  test("lists the user's repositories and organizations as far, in pages", async () => {
    const token = tokenFor();
    const pages = await walk<{ full_name: string; private: boolean }[]>(github, "/user/repos?per_page=50", token);
    const secret = pages.flat().filter((one) => one.private);
    const allowed = new Set([...privateOf("octo-mock"), ...(await repositoriesOn("northwind")), ...privateOf("acme")]);
    expect(pages.length).toBeGreaterThan(1);
    expect(secret.map(({ full_name }) => full_name).filter((name) => !allowed.has(name))).toEqual([]);
    expect(secret.length).toBeGreaterThan(10);
    const [organizations] = await walk<{ login: string }[]>(github, "/user/orgs", token);
    expect(organizations?.map(({ login }) => login)).toEqual(["acme", "northwind", "sprocket"]);
    const [none] = await walk<unknown[]>(github, "/user/orgs", tokenFor("other-mock"));
    expect(none).toEqual([]);
  });

  test("says in a header whose repositories single sign-on withholds from a list", async () => {
    const response = await rest(github, "/user/repos?per_page=100", tokenFor("octo-mock", []));
    expect(response.headers.get("x-github-sso")).toContain("partial-results");
    expect(await response.text()).not.toContain('"full_name":"acme/');
  });

  test("reads the user's addresses where the App may", async () => {
    const own = await rest(github, "/user/emails", tokenFor());
    expect(await own.json()).toContainEqual({
      email: "octo-mock@example.com",
      primary: true,
      verified: true,
      visibility: "public",
    });
    const app = github.world.addApp({ slug: "no-emails", permissions: { metadata: "read" } });
    const user = github.world.user("octo-mock");
    if (!user) throw new Error("There is no octo-mock.");
    const { access } = github.oauth.authorizations.issue({ app, user });
    expect((await rest(github, "/user/emails", access.text)).status).toBe(403);
    const scopeless = github.world.token("classic-without-scopes").text;
    expect((await rest(github, "/user/emails", scopeless)).status).toBe(404);
  });
});

test("75 installations of 130 repositories are made and walked, each repository once", async () => {
  const before = performance.now();
  const world = createWorld({ repositories: 3 });
  const app = world.app("octogate-demo");
  const user = world.addUser({ login: "busy-mock" });
  for (let index = 0; index < 75; index += 1) {
    const owner = world.addOrganization({ login: `org-${index}` });
    world.addMember(owner, user);
    for (let count = 0; count < 130; count += 1) {
      world.addRepository({ owner, name: `repository-${count}`, visibility: "PRIVATE" });
    }
    world.install(app, owner);
  }
  const made = performance.now();
  await using big = await startFakeGitHub({ world });
  const { access } = big.oauth.authorizations.issue({ app, user });
  const pages = await walk<Installations>(big, "/user/installations?per_page=100", access.text);
  const found = pages.flatMap((page) => page.installations);
  expect(found).toHaveLength(75);
  const names = new Set<string>();
  for (const { id } of found) {
    const lists = await walk<Repositories>(big, `/user/installations/${id}/repositories?per_page=100`, access.text);
    for (const { full_name } of lists.flatMap((list) => list.repositories)) names.add(full_name);
  }
  expect(names.size).toBe(75 * 130);
  const walked = performance.now();
  console.log(`9,750 repositories: made in ${Math.round(made - before)} ms, walked in ${Math.round(walked - made)} ms`);
});
