import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, startFakeGitHub, type FakeGitHub } from "../index.js";
import { ask, type Question } from "./ask.js";

const EVERYTHING =
  "affiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER], ownerAffiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]";

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());

interface Listed {
  readonly nameWithOwner: string;
  readonly visibility: string;
}

async function list(token: string, extra = ""): Promise<{ nodes: (Listed | null)[]; totalCount: number }> {
  const found: (Listed | null)[] = [];
  let after = "";
  for (;;) {
    const query = `{ viewer { repositories(${EVERYTHING}, first: 100 ${extra} ${after}) { totalCount nodes { nameWithOwner visibility } pageInfo { hasNextPage endCursor } } } }`;
    const { data } = await ask(github, query, { token });
    const page = (data as unknown as ListPage).viewer.repositories;
    found.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return { nodes: found, totalCount: page.totalCount };
    after = `after: "${page.pageInfo.endCursor}"`;
  }
}

interface ListPage {
  readonly viewer: {
    readonly repositories: {
      readonly totalCount: number;
      readonly nodes: readonly (Listed | null)[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}

function names(nodes: readonly (Listed | null)[]): string[] {
  return nodes.flatMap((node) => (node ? [node.nameWithOwner] : []));
}

describe("what a token shows", () => {
  test("is everything of its user when it has all scopes", async () => {
    const { nodes, totalCount } = await list("classic");
    expect([nodes.length, totalCount]).toEqual([131, 131]);
    expect(new Set(nodes.map((node) => node?.visibility))).toEqual(new Set(["PUBLIC", "PRIVATE", "INTERNAL"]));
    expect(new Set(names(nodes).map((name) => name.split("/")[0]))).toEqual(
      new Set(["octo-mock", "acme", "northwind", "sprocket"]),
    );
  });

  test("is nothing private without the scope for it", async () => {
    const { nodes } = await list("classic-without-repo");
    expect(nodes.length).toBeGreaterThan(10);
    expect(nodes.every((node) => node?.visibility === "PUBLIC")).toBe(true);
    const { data, errors } = await hidden({ token: "classic-without-repo" });
    expect(data).toEqual({ repository: null });
    const message = "Could not resolve to a Repository with the name 'octo-mock/empty-room'.";
    expect(errors).toMatchObject([{ type: "NOT_FOUND", message, path: ["repository"] }]);
  });

  test("is what is private of one owner for a fine-grained token", async () => {
    const shown = (await list("fine-grained")).nodes.filter((node) => node && node.visibility !== "PUBLIC");
    expect(shown.length).toBeGreaterThan(0);
    expect(names(shown).every((name) => name.startsWith("octo-mock/"))).toBe(true);
  });

  test("is shared by nobody else: two users' private repositories are disjoint", async () => {
    const mine = names((await list("classic")).nodes);
    const theirs = names((await list("other")).nodes);
    expect(theirs).toHaveLength(12);
    expect(mine.filter((name) => theirs.includes(name))).toEqual([]);
    expect((await hidden({ token: "other" })).data).toEqual({ repository: null });
    expect((await hidden({ token: "classic" })).errors).toEqual([]);
  });

  function hidden(question: Question) {
    return ask(github, '{ repository(owner: "octo-mock", name: "empty-room") { id } }', question);
  }

  test("needs both affiliations for repositories of organizations, as at the real GitHub", async () => {
    const query = "{ viewer { repositories(affiliations: [ORGANIZATION_MEMBER]) { totalCount } } }";
    expect((await ask(github, query)).data).toEqual({ viewer: { repositories: { totalCount: 0 } } });
  });

  test.each(["isArchived: true", "isFork: true", "visibility: INTERNAL", "privacy: PRIVATE"])(
    "is narrowed by %s",
    async (filter) => {
      const { totalCount } = await list("classic", `, ${filter}`);
      expect(totalCount).toBeGreaterThan(0);
      expect(totalCount).toBeLessThan(131);
    },
  );
});

describe("single sign-on", () => {
  test("leaves a hole and an error in a list, and says so in a header", async () => {
    const query = `{ viewer { repositories(${EVERYTHING}, first: 100) { totalCount nodes { owner { login } } } } }`;
    const { data, errors, headers } = await ask(github, query, { token: "classic-without-sso" });
    const { nodes } = (data as unknown as { viewer: { repositories: { nodes: unknown[] } } }).viewer.repositories;
    const holes = nodes.flatMap((node, index) => (node === null ? [index] : []));
    expect(holes.length).toBeGreaterThan(5);
    expect(errors.map(({ path }) => path?.at(-1))).toEqual(holes);
    expect(errors.every(({ type }) => type === "FORBIDDEN")).toBe(true);
    expect(JSON.stringify(nodes)).not.toContain("acme");
    expect(headers.get("x-github-sso")).toBe(
      `partial-results; organizations=${github.world.organization("acme")?.databaseId}`,
    );
  });

  test("names the page to go to when it is about one object", async () => {
    const { headers, errors } = await ask(github, '{ organization(login: "acme") { login } }', {
      token: "classic-without-sso",
    });
    expect(errors).toMatchObject([{ type: "FORBIDDEN", extensions: { saml_failure: true }, path: ["organization"] }]);
    expect(headers.get("x-github-sso")).toBe(`required; url=${github.url}/orgs/acme/sso?authorization_request=FAKE`);
  });

  test("is over once the token is authorized", async () => {
    const token = github.world.addToken({ name: "late", user: "octo-mock" }).name;
    const query = '{ organization(login: "acme") { login } }';
    expect((await ask(github, query, { token })).errors).toHaveLength(1);
    github.faults.authorizeSso(token, "acme");
    expect((await ask(github, query, { token })).data).toEqual({ organization: { login: "acme" } });
  });

  test("tells the organization's name where it is asked for by the number of the header", async () => {
    const { databaseId } = github.world.organization("acme") ?? {};
    const get = async (token: string) =>
      await fetch(`${github.restUrl}/organizations/${databaseId}`, {
        headers: { authorization: `token ${github.world.token(token).text}` },
      });
    const refused = await get("classic-without-sso");
    expect(refused.status).toBe(403);
    expect(refused.headers.get("x-github-sso")).toContain(`required; url=${github.url}/orgs/acme/sso`);
    expect(await (await get("classic")).json()).toMatchObject({ login: "acme", id: databaseId });
  });

  test("can leave lists without their items and without errors: the header alone tells", async () => {
    await using quiet = await startFakeGitHub();
    quiet.faults.dropSso("acme", "quietly");
    const lists =
      "{ viewer { repositories(first: 100) { nodes { owner { login } } } organizations(first: 9) { nodes { login } } } }";
    const { data, errors, headers } = await ask(quiet, lists, { token: "classic" });
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).not.toMatch(/acme|null/);
    expect(JSON.stringify(data)).toContain("northwind");
    expect(headers.get("x-github-sso")).toBe(
      `partial-results; organizations=${quiet.world.organization("acme")?.databaseId}`,
    );
  });

  test("withholds issues of a search without a word but the header", async () => {
    const query =
      '{ search(type: ISSUE, first: 100, query: "author:@me") { issueCount nodes { ... on Issue { repository { nameWithOwner } } } } }';
    const { errors, data, headers } = await ask(github, query, { token: "classic-without-sso" });
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).not.toContain("acme/");
    expect(headers.get("x-github-sso")).toContain("partial-results");
  });
});

describe("a fine-grained token that waits for approval", () => {
  test("shows what is public, until it is approved", async () => {
    await using waiting = await startFakeGitHub();
    const query =
      '{ organization(login: "acme") { private: repositories(first: 1, privacy: PRIVATE) { totalCount } public: repositories(first: 1, privacy: PUBLIC) { totalCount } } }';
    const countsOf = async () => {
      const { data } = await ask(waiting, query, { token: "fine-grained-of-acme" });
      const { organization } = data as unknown as {
        organization: Record<"private" | "public", { totalCount: number }>;
      };
      return [organization.private.totalCount > 0, organization.public.totalCount > 0];
    };
    expect(await countsOf()).toEqual([true, true]);
    waiting.faults.awaitApproval("fine-grained-of-acme");
    expect(await countsOf()).toEqual([false, true]);
    waiting.faults.awaitApproval("fine-grained-of-acme", "off");
    expect(await countsOf()).toEqual([true, true]);
  });
});

describe("policies of an organization", () => {
  test.each([
    ["classic tokens", "classic", "forbids access via a personal access token (classic)"],
    ["OAuth Apps", "oauth-app", "has enabled OAuth App access restrictions"],
  ] as const)("that forbid %s refuse them and no others", async (what, token, message) => {
    await using strict = await startFakeGitHub();
    const query = '{ organization(login: "northwind") { login } }';
    strict.faults.forbid("northwind", what);
    const refused = await ask(strict, query, { token });
    expect(refused.errors).toMatchObject([{ type: "FORBIDDEN", message: expect.stringContaining(message) }]);
    expect((await ask(strict, query, { token: "fine-grained" })).errors).toEqual([]);
    strict.faults.forbid("northwind", what, "off");
    expect((await ask(strict, query, { token })).errors).toEqual([]);
  });
});

describe("token headers", () => {
  test.each([
    ["classic", "read:org, read:user, repo, user:email, workflow", null],
    ["classic-without-scopes", "", null],
    ["oauth-app", "read:org, repo", null],
    ["fine-grained", null, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/],
    ["app-user", "", /UTC$/],
    ["classic-expiring", expect.any(String), /UTC$/],
  ])("of %s say its scopes and its end", async (token, scopes, expiry) => {
    const { headers } = await ask(github, "{ viewer { login } }", { token });
    expect(headers.get("x-oauth-scopes")).toEqual(scopes);
    const end = headers.get("github-authentication-token-expiration");
    if (expiry) expect(end).toMatch(expiry);
    else expect(end).toBeNull();
  });

  test("come with REST as well, where an expired token is refused", async () => {
    const user = async (name: string) => {
      const headers = { authorization: `token ${github.world.token(name).text}` };
      return await fetch(`${github.restUrl}/user`, { headers });
    };
    const response = await user("classic");
    expect(await response.json()).toMatchObject({ login: "octo-mock", type: "User", email: "octo-mock@example.com" });
    expect(response.headers.get("x-oauth-scopes")).toContain("repo");
    expect(response.headers.get("x-ratelimit-resource")).toBe("core");
    expect((await user("expired")).status).toBe(401);
    expect((await user("classic-without-sso")).headers.get("x-github-sso")).toContain("partial-results");
  });
});

describe("node ids", () => {
  const query =
    '{ repository(owner: "octo-mock", name: "hello-world") { id owner { id } defaultBranchRef { id target { id } } issues(first: 1) { nodes { id } } pullRequests(first: 1) { nodes { id } } labels(first: 1) { nodes { id } } } }';

  function idsIn(value: unknown): string[] {
    if (value === null || typeof value !== "object") return [];
    return Object.entries(value).flatMap(([key, inner]) => (key === "id" ? [String(inner)] : idsIn(inner)));
  }

  test.each([
    ["1", /^(R|U|REF|C|I|PR|LA)_k[gw]DO/],
    ["0", /^MD[A-Z]/],
  ])("have the form that X-Github-Next-Global-ID: %s asks for, and lead back", async (wanted, form) => {
    const { data } = await ask(github, query, { headers: { "x-github-next-global-id": wanted } });
    const ids = idsIn(data);
    expect(ids).toHaveLength(7);
    for (const id of ids) expect(id).toMatch(form);
    const back = await ask(github, "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", {
      variables: { ids },
      headers: { "x-github-next-global-id": wanted },
    });
    expect(back.errors).toEqual([]);
    expect(idsIn(back.data)).toEqual(ids);
  });

  test("are mixed when nothing is asked for, as objects are old or young", async () => {
    const { data } = await ask(github, `{ viewer { id repositories(first: 100) { nodes { id } } } }`);
    const ids = idsIn(data);
    expect(ids.some((id) => id.startsWith("R_"))).toBe(true);
    expect(ids.some((id) => id.startsWith("MD"))).toBe(true);
  });

  test("of what a token may not see are unknown, in their place among the others", async () => {
    const mine = await ask(github, '{ repository(owner: "octo-mock", name: "empty-room") { id } viewer { id } }');
    const ids = [...idsIn(mine.data), "R_nonsense", "???"];
    const { data, errors } = await ask(github, "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", {
      token: "other",
      variables: { ids },
    });
    expect(data).toEqual({ nodes: [null, { __typename: "User" }, null, null] });
    expect(errors.map(({ type, path }) => [type, path?.at(-1)])).toEqual([
      ["NOT_FOUND", 0],
      ["NOT_FOUND", 2],
      ["NOT_FOUND", 3],
    ]);
  });
});

describe("the world", () => {
  test("is the same for the same seed and day, and another for another seed", () => {
    const now = Date.UTC(2026, 10, 23);
    const picture = (seed: string): string => {
      const world = createWorld({ seed, now });
      const repositories = world
        .allRepositories()
        .map(({ refs, items, owner, name, visibility, pushedAt, stargazerCount }) => ({
          facts: [owner.login, name, visibility, pushedAt, stargazerCount],
          refs: [...refs().values()].map(({ fullName, commit }) => [fullName, commit.oid, commit.committedDate]),
          items: [...items.values()].map(({ title, number, updatedAt }) => [title, number, updatedAt]),
        }));
      return JSON.stringify([repositories, [...world.tokens.keys()]]);
    };
    expect(picture("a")).toBe(picture("a"));
    expect(picture("a")).not.toBe(picture("b"));
  });

  test("grows by what a test adds to it, without limit to what there was", async () => {
    const { world } = github;
    const user = world.addUser({ login: "new-mock" });
    const repository = world.addRepository({
      owner: user,
      name: "fresh",
      visibility: "PRIVATE",
      branches: ["trunk"],
      defaultBranch: "trunk",
    });
    world.addBranches(repository, ["feature/one"]);
    world.addIssue(repository, { title: "First", assignees: [user] });
    world.addToken({ name: "new", user });
    world.renameRepository(repository, "renamed");
    const query =
      '{ repository(owner: "new-mock", name: "fresh") { name defaultBranchRef { name } refs(refPrefix: "refs/heads/", first: 5) { nodes { name } } issues(first: 5) { nodes { title } } } search(type: ISSUE, first: 5, query: "assignee:@me is:issue") { issueCount } }';
    expect((await ask(github, query, { token: "new" })).data).toEqual({
      repository: {
        name: "renamed",
        defaultBranchRef: { name: "trunk" },
        refs: { nodes: [{ name: "feature/one" }, { name: "trunk" }] },
        issues: { nodes: [{ title: "First" }] },
      },
      search: { issueCount: 1 },
    });
    const strict = query.replace('name: "fresh"', 'name: "fresh", followRenames: false');
    expect((await ask(github, strict, { token: "new" })).errors).toMatchObject([{ type: "NOT_FOUND" }]);
  });
});
