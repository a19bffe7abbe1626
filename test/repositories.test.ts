import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RepositoryRecord } from "../fake-github/index.js";
import { permissionOf } from "../fake-github/world/access.js";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { documentsOf, fieldsIn } from "./upstream-journal.js";
import { walkList } from "./walk-list.js";

const COUNT = 1_000;
const USED = 20;

let gateway: TestGateway;
let visible: readonly RepositoryRecord[];
let usedNames: readonly string[];

beforeAll(async () => {
  gateway = await startGateway({ world: { repositories: COUNT, secondaryLimits: false, pointsPerHour: 1_000_000 } });
  const { world } = gateway.fakeGitHub;
  const viewer = world.token("classic").user;
  const mine = new Set([viewer.login, "acme", "northwind", "sprocket"]);
  visible = world.allRepositories().filter(({ owner }) => mine.has(owner.login));
  usedNames = await useSome();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Uses every fiftieth repository, some of them archived; newest first. */
async function useSome(): Promise<readonly string[]> {
  const names: string[] = [];
  for (const [index, repository] of visible.filter((_, each) => each % 50 === 7).entries()) {
    if (index % 6 === 1 || index < 8) repository.isArchived = true;
    const { id } = (
      await ask<{ repository: { id: string } }>(
        gateway,
        "query($o: String!, $n: String!) { repository(owner: $o, name: $n) { id } }",
        {
          o: repository.owner.login,
          n: repository.name,
        },
      )
    ).repository;
    await ask(
      gateway,
      "mutation($id: ID!) { recordRepositoryUse(input: { repositoryId: $id }) { userErrors { code } } }",
      { id },
    );
    names.unshift(nameOf(repository));
  }
  expect(names).toHaveLength(USED);
  return names;
}

function nameOf({ owner, name }: RepositoryRecord): string {
  return `${owner.login}/${name}`;
}

/** Links with `HOST` for the address of the fake GitHub without the scheme. */
const here = (link: string) => link.replaceAll("HOST", new URL(gateway.fakeGitHub.url).host);

async function walkNames(args: string, first = 100, afterPage?: () => Promise<void>): Promise<readonly string[]> {
  const list = { field: `repositories(${args}, $page)`, first, select: "{ nameWithOwner }" };
  const items = await walkList<{ nameWithOwner: string }>(gateway, { ...list, ...(afterPage && { afterPage }) });
  return items.map(({ nameWithOwner }) => nameWithOwner);
}

function namesSortedBy(
  repositories: readonly RepositoryRecord[],
  key: (repository: RepositoryRecord) => string | number,
  direction: "ASC" | "DESC",
): readonly string[] {
  const compare = (left: string | number, right: string | number) => (left < right ? -1 : left > right ? 1 : 0);
  const sign = direction === "ASC" ? 1 : -1;
  return repositories.toSorted((left, right) => sign * compare(key(left), key(right))).map(nameOf);
}

const pushed = ({ pushedAt }: RepositoryRecord) => pushedAt ?? "";
const KEYS: readonly (readonly [string, (repository: RepositoryRecord) => string | number])[] = [
  ["PUSHED_AT", pushed],
  ["UPDATED_AT", ({ updatedAt }) => updatedAt],
  ["NAME", ({ name }) => name.toLowerCase()],
  ["STARGAZERS", ({ stargazerCount }) => stargazerCount],
];

describe(`${COUNT} repositories, walked by cursor`, () => {
  test.for(KEYS.flatMap(([field, key]) => (["ASC", "DESC"] as const).map((direction) => ({ field, direction, key }))))(
    "each once and in order by $field $direction",
    async ({ field, direction, key }) => {
      const names = await walkNames(`includeArchived: true, orderBy: { field: ${field}, direction: ${direction} }`);
      expect(new Set(names).size).toBe(COUNT);
      expect(names).toEqual(namesSortedBy(visible, key, direction));
    },
  );

  test("each once with pages of 7", async () => {
    expect(await walkNames("includeArchived: true", 7)).toEqual(namesSortedBy(visible, pushed, "DESC"));
  });

  test.for([100, 7])("what was used last comes first, newest first, with pages of %i", async (first) => {
    const names = await walkNames("includeArchived: true, orderBy: { field: LAST_USED, direction: DESC }", first);
    const others = visible.filter((repository) => !usedNames.includes(nameOf(repository)));
    expect(names).toEqual([...usedNames, ...namesSortedBy(others, pushed, "DESC")]);
  });

  test.for([100, 7])("what was used last comes last, newest last, with pages of %i", async (first) => {
    const names = await walkNames("includeArchived: true, orderBy: { field: LAST_USED, direction: ASC }", first);
    const others = visible.filter((repository) => !usedNames.includes(nameOf(repository)));
    expect(names).toEqual([...namesSortedBy(others, pushed, "ASC"), ...usedNames.toReversed()]);
  });

  test.for(
    [100, 7].flatMap((first) => [
      { first, direction: "DESC" as const },
      { first, direction: "ASC" as const },
    ]),
  )(
    "archived ones that were used do not stop the walk, $direction with pages of $first",
    async ({ first, direction }) => {
      const names = await walkNames(`orderBy: { field: LAST_USED, direction: ${direction} }`, first);
      const shown = visible.filter(({ isArchived }) => !isArchived);
      const used = usedNames.filter((name) => shown.some((repository) => nameOf(repository) === name));
      const others = shown.filter((repository) => !usedNames.includes(nameOf(repository)));
      const sorted = namesSortedBy(others, pushed, direction);
      expect(used.length).toBeGreaterThan(5);
      expect(used.length).toBeLessThan(USED);
      expect(names).toEqual(direction === "DESC" ? [...used, ...sorted] : [...sorted, ...used.toReversed()]);
    },
  );

  test("a repository that is used during a walk is not shown twice, nor skipped", async () => {
    const [late = ""] = namesSortedBy(visible, pushed, "ASC");
    const [owner, name] = late.split("/");
    const { repository } = await ask<{ repository: { id: string } }>(
      gateway,
      `{ repository(owner: "${owner}", name: "${name}") { id } }`,
    );
    let pages = 0;
    const names = await walkNames(
      "includeArchived: true, orderBy: { field: LAST_USED, direction: DESC }",
      100,
      async () => {
        pages += 1;
        if (pages !== 2) return;
        await ask(
          gateway,
          "mutation($id: ID!) { recordRepositoryUse(input: { repositoryId: $id }) { userErrors { code } } }",
          repository,
        );
      },
    );
    expect(pages).toBeGreaterThan(5);
    expect(names).toHaveLength(COUNT);
    expect(new Set(names).size).toBe(COUNT);
    const again = await walkNames("includeArchived: true, orderBy: { field: LAST_USED, direction: DESC }");
    expect(again[0]).toBe(late);
  });

  test.for(["WRITE", "MAINTAIN", "ADMIN"] as const)(
    "only those with at least %s, each once and in order",
    async (wanted) => {
      const { world } = gateway.fakeGitHub;
      const viewer = world.token("classic").user;
      const ranks = ["READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN"];
      const fitting = visible.filter(
        (each) => ranks.indexOf(permissionOf(viewer, each) ?? "") >= ranks.indexOf(wanted),
      );
      expect(fitting.length).toBeLessThan(COUNT);
      expect(fitting.length).toBeGreaterThan(100);
      const args = `includeArchived: true, minimumPermission: ${wanted}`;
      expect(await walkNames(args, 30)).toEqual(namesSortedBy(fitting, pushed, "DESC"));
      const { list } = await ask<{ list: { totalCount: number | null } }>(
        gateway,
        `{ list: repositories(${args}) { totalCount } }`,
      );
      expect(list.totalCount).toBeNull();
    },
  );

  test.for<[string, (repository: RepositoryRecord) => boolean]>([
    ['owner: "northwind", includeArchived: true', ({ owner }) => owner.login === "northwind"],
    ['owner: "ACME", includeArchived: true', ({ owner }) => owner.login === "acme"],
    ["affiliations: [OWNER], includeArchived: true", ({ owner }) => owner.login === "octo-mock"],
    ["visibility: PRIVATE, includeArchived: true", ({ visibility }) => visibility === "PRIVATE"],
    ["visibility: INTERNAL, includeArchived: true", ({ visibility }) => visibility === "INTERNAL"],
    ["includeForks: false, includeArchived: true", ({ isFork }) => !isFork],
    ["includeForks: true", ({ isArchived }) => !isArchived],
  ])("(%s) gives those that fit, each once and in order, and counts them", async ([args, fits]) => {
    const fitting = visible.filter(fits);
    expect(fitting.length).toBeGreaterThan(0);
    expect(fitting.length).toBeLessThan(COUNT);
    expect(await walkNames(args)).toEqual(namesSortedBy(fitting, pushed, "DESC"));
    const { list } = await ask<{ list: { totalCount: number } }>(
      gateway,
      `{ list: repositories(${args}) { totalCount } }`,
    );
    expect(list.totalCount).toBe(fitting.length);
  });
});

describe("search", () => {
  const matching = (word: string) => visible.filter((repository) => nameOf(repository).toLowerCase().includes(word));

  test.for([
    { word: "badger", first: 100 },
    { word: "badger", first: 3 },
    { word: "qu", first: 100 },
    { word: "qu", first: 13 },
    { word: "ACME", first: 40 },
  ])("finds every repository with $word in its name once, with pages of $first", async ({ word, first }) => {
    const names = await walkNames(`includeArchived: true, search: "${word}"`, first);
    const expected = matching(word.toLowerCase()).map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    expect(names.toSorted()).toEqual(expected.toSorted());
  });

  test("shows the caller's newest first, before what GitHub's search finds", async () => {
    const newest = new Set(namesSortedBy(visible, pushed, "DESC").slice(0, 100));
    const own = namesSortedBy(matching("er"), pushed, "DESC").filter((name) => newest.has(name));
    const names = await walkNames('includeArchived: true, search: "er"', 20);
    expect(own.length).toBeGreaterThan(5);
    expect(names.slice(0, own.length)).toEqual(own);
  });

  test("finds what two words are both in, and nothing for words that are in no name", async () => {
    const [name = ""] = visible.filter(({ name: each }) => each.includes("-")).map(({ name: each }) => each);
    const [one, two] = name.split("-");
    const names = await walkNames(`includeArchived: true, search: "${two} ${one}"`);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((each) => !each.includes(one ?? "") || !each.includes(two ?? ""))).toEqual([]);
    expect(await walkNames('search: "no-such-repository-anywhere"')).toEqual([]);
    expect(await walkNames('search: "!!! ???"')).toEqual([]);
  });

  test.for([
    "http://HOST/octo-mock/many-branches",
    "https://HOST/octo-mock/many-branches.git",
    "HTTPS://HOST/octo-mock/many-branches/tree/fix/a-b",
    "https://HOST/octo-mock/many-branches/pull/12?diff=split#x",
    "HOST/octo-mock/many-branches",
    "git@127.0.0.1:octo-mock/many-branches.git",
    "ssh://git@127.0.0.1:22/octo-mock/many-branches.git",
    "git+ssh://git@127.0.0.1/octo-mock/many-branches.git",
    "git+ssh://git@127.0.0.1:octo-mock/many-branches.git",
    "origin\thttps://HOST/octo-mock/many-branches.git (fetch)",
    "https://HOST/api/v3/repos/octo-mock/many-branches",
    "octo-mock/many-branches/tree/main",
    " octo-mock/many-branches ",
    "OCTO-MOCK/Many-Branches",
  ])("understands %j", async (search) => {
    const { list } = await ask<{ list: { nodes: readonly object[] } }>(
      gateway,
      "query($search: String) { list: repositories(search: $search, first: 5) { nodes { nameWithOwner } } }",
      { search: here(search) },
    );
    expect(list.nodes[0]).toEqual({ nameWithOwner: "octo-mock/many-branches" });
  });

  test.for([
    "https://gitlab.com/octo-mock/many-branches",
    "https://gitlab.com:8443/octo-mock/many-branches/-/tree/main",
    "gitlab.com/octo-mock/many-branches",
    "git@gitlab.com:octo-mock/many-branches.git",
    "ssh://git@gitlab.com:22/octo-mock/many-branches.git",
    "https://octo-mock.github.io/octo-mock/many-branches",
  ])("refuses %j, although there is a repository of this name", async (search) => {
    const { errors } = await gateway.graphql(
      "query($search: String) { repositories(search: $search) { totalCount } }",
      {
        search,
      },
    );
    expect(errors).toMatchObject([{ path: ["repositories"], extensions: { code: "BAD_USER_INPUT" } }]);
  });

  test("finds a repository by its whole name although it is nobody's of the caller, and not by words of search syntax", async () => {
    const { world } = gateway.fakeGitHub;
    world.addUser({ login: "stranger" });
    world.addRepository({ owner: "stranger", name: "public-thing", visibility: "PUBLIC" });
    expect(await walkNames('search: "stranger/public-thing"')).toEqual(["stranger/public-thing"]);
    expect(await walkNames('search: "public-thing"')).toEqual([]);
    expect(await walkNames('search: "user:stranger public-thing"')).toEqual([]);
    expect(await walkNames('search: "thing org:stranger OR user:stranger"')).toEqual([]);
  });

  test("asks GitHub at most twice for a page", async () => {
    gateway.fakeGitHub.journal.clear();
    await ask(gateway, '{ repositories(search: "er", first: 100, includeArchived: true) { nodes { name } } }');
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(2);
    gateway.fakeGitHub.journal.clear();
    await ask(gateway, '{ repositories(search: "er", first: 1, includeArchived: true) { nodes { name } } }');
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
  });

  test("a token that may not list organizations searches among its user's own, and the list says what is missing", async () => {
    const { faults } = gateway.fakeGitHub;
    faults.setScopes("classic", ["repo"]);
    const { list } = await ask<{
      list: { nodes: readonly { owner: { login: string } }[]; restrictions: readonly object[] };
    }>(
      gateway,
      `{ list: repositories(search: "er", first: 100, includeArchived: true) {
           nodes { owner { login } } restrictions { reason nextStep message } } }`,
    );
    faults.setScopes("classic", ["read:org", "read:user", "repo", "user:email", "workflow"]);
    expect(list.nodes.length).toBeGreaterThan(20);
    expect(list.restrictions).toEqual([
      { reason: "TOKEN_SCOPE_MISSING", nextStep: "REPLACE_TOKEN", message: expect.stringContaining("scope") },
    ]);
  });

  test("an outage while searching is an error, and no empty list", async () => {
    // Of its own: the parts of the list that are still at work when one has failed would show in other tests' journals.
    await using own = await startGateway();
    own.fakeGitHub.faults.add({ form: "nginx-html", times: 100 });
    const answer = await own.graphql('{ repositories(search: "er") { nodes { name } } session { status } }');
    expect(answer.data).toEqual({ repositories: null, session: { status: "AUTHENTICATED" } });
    expect(failuresOf(answer)).toEqual(["repositories GITHUB_UNAVAILABLE"]);
    own.fakeGitHub.faults.clear();
  });
});

describe("what is refused", () => {
  test.for([0, -1, 101])("first: %i, and the neighbours live on", async (first) => {
    gateway.fakeGitHub.journal.clear();
    const answer = await gateway.graphql(
      "query($first: Int!) { repositories(first: $first) { nodes { name } } viewer { login } }",
      {
        first,
      },
    );
    expect(answer.status).toBe(200);
    expect(failuresOf(answer)).toEqual(["repositories BAD_USER_INPUT"]);
    expect(answer.errors[0]?.message).toContain(`\`first\` is ${first}, and must be from 1 to 100.`);
    expect(answer.errors[0]?.extensions.nextStep).toBe("FIX_INPUT");
    expect(answer.data).toEqual({ repositories: null, viewer: { login: "octo-mock" } });
    expect(documentsOf(gateway).map(fieldsIn)).toEqual([["Query.viewer", "User.login"]]);
  });

  test("a cursor of another list, or of no list at all, and the neighbours live on", async () => {
    const cursors = await ask<Record<string, { pageInfo: { endCursor: string } }>>(
      gateway,
      `{ own: repositories(first: 2) { pageInfo { endCursor } }
         ordered: repositories(first: 2, orderBy: { field: NAME, direction: ASC }) { pageInfo { endCursor } }
         owner: repositories(first: 2, owner: "acme") { pageInfo { endCursor } }
         search: repositories(first: 2, search: "er") { pageInfo { endCursor } }
         branches(owner: "octo-mock", name: "many-branches", first: 2) { pageInfo { endCursor } } }`,
    );
    const own = cursors["own"]?.pageInfo.endCursor ?? "";
    const foreign = [
      ...Object.entries(cursors).flatMap(([name, { pageInfo }]) => (name === "own" ? [] : [pageInfo.endCursor])),
      "",
      "bogus",
      own.slice(0, -4),
      `${own}AA`,
      Buffer.from("cursor:v2:x").toString("base64"),
      forged(own, (position) => [...position, null]),
      forged(own, () => ["list", "Y3Vyc29yOnYyOpHOAAAAAA=="]),
      forged(own, () => ["list"]),
      forged(own, () => [{}]),
    ];
    for (const after of foreign) {
      const answer = await gateway.graphql(
        "query($after: String) { repositories(first: 2, after: $after) { nodes { name } } viewer { login } }",
        { after },
      );
      expect([after, failuresOf(answer)]).toEqual([after, ["repositories INVALID_CURSOR"]]);
      expect(answer.errors[0]?.extensions.nextStep).toBe("RELOAD");
      expect(answer.data).toEqual({ repositories: null, viewer: { login: "octo-mock" } });
    }
  });

  test("an owner who does not exist, and an installation", async () => {
    const answer = await gateway.graphql(
      '{ a: repositories(owner: "nobody-at-all") { nodes { name } } b: repositories(installationId: "x") { nodes { name } } viewer { login } }',
    );
    expect(failuresOf(answer)).toEqual(["a NOT_FOUND", "b FEATURE_NOT_AVAILABLE"]);
    expect(answer.data).toEqual({ a: null, b: null, viewer: { login: "octo-mock" } });
  });

  function forged(cursor: string, change: (position: readonly unknown[]) => readonly unknown[]): string {
    const [list, ...position] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as readonly unknown[];
    return Buffer.from(JSON.stringify([list, ...change(position)])).toString("base64url");
  }
});
