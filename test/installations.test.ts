import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { DEMO_APP, startFakeGitHub, World, type FakeGitHub } from "../fake-github/index.js";
import type { GraphQLAnswer, TestGateway } from "./gateway.js";
import { NO_REDIS, startRedis, type RedisServer } from "./redis-server.js";
import { signIn, startSaaS, type TestSaaS } from "./saas.js";
import { walkList } from "./walk-list.js";

const redis: RedisServer | undefined = await startRedis();
afterAll(async () => redis?.[Symbol.asyncDispose]());

/** A gateway as one user of it sees it. */
function as(gateway: TestGateway, headers: Readonly<Record<string, string>>): TestGateway {
  return { ...gateway, graphql: (query, variables) => gateway.graphql(query, variables, headers) };
}

function restEntries({ journal }: FakeGitHub): FakeGitHub["journal"]["entries"] {
  return journal.entries.filter(({ path }) => path.includes("/user/installations"));
}

function restCalls(fakeGitHub: FakeGitHub): readonly string[] {
  return restEntries(fakeGitHub).map(({ path }) => path);
}

function totalIn({ data }: GraphQLAnswer): number {
  return (data?.["repositories"] as unknown as { totalCount: number }).totalCount;
}

describe.skipIf(redis === undefined)(`what the App reaches${redis === undefined ? ` (${NO_REDIS})` : ""}`, () => {
  let saas: TestSaaS;
  let gateway: TestGateway;

  beforeAll(async () => {
    saas = await startSaaS({ redis: redis as RedisServer });
    gateway = as(saas.gateway, await signIn(saas.gateway, "octo-mock"));
  });
  afterAll(async () => saas[Symbol.asyncDispose]());

  test("installations tell where the App is, what it covers, and where that is changed", async () => {
    const { data, errors } =
      await gateway.graphql(`{ installations(first: 10) { totalCount pageInfo { hasNextPage } nodes {
      id databaseId repositorySelection isSuspended needsApproval configureUrl permissions { name access }
      account { __typename login ... on Organization { name } } } } }`);
    expect(errors).toEqual([]);
    const { nodes } = data?.["installations"] as unknown as { nodes: Record<string, unknown>[] };
    expect(nodes.map(({ account }) => (account as { login: string }).login).toSorted()).toEqual([
      "acme",
      "northwind",
      "octo-mock",
      "sprocket",
    ]);
    const of = (login: string) => nodes.find(({ account }) => (account as { login: string }).login === login);
    expect(of("octo-mock")).toMatchObject({
      repositorySelection: "ALL",
      isSuspended: false,
      account: { __typename: "User" },
    });
    expect(of("northwind")).toMatchObject({ repositorySelection: "SELECTED", account: { __typename: "Organization" } });
    expect(of("sprocket")).toMatchObject({ isSuspended: true });
    expect(of("acme")).toMatchObject({ needsApproval: true });
  });

  test("an installation is found again by its id, and someone else's is not", async () => {
    const { data } = await gateway.graphql("{ installations(first: 1) { nodes { id } } }");
    const { nodes } = data?.["installations"] as unknown as { nodes: { id: string }[] };
    const id = nodes[0]?.id;
    const query = "query ($id: ID!) { node(id: $id) { __typename id } }";
    expect((await gateway.graphql(query, { id })).data?.["node"]).toEqual({ __typename: "Installation", id });
    const other = as(saas.gateway, await signIn(saas.gateway, "other-mock"));
    expect((await other.graphql(query, { id })).errors.map(({ extensions }) => extensions.code)).toEqual(["NOT_FOUND"]);
  });

  test("repositories are those of the installations and no others, and the list says what is left out", async () => {
    const { data, errors } = await gateway.graphql(`{ repositories(first: 100, includeArchived: true) { totalCount
      nodes { nameWithOwner } restrictions { reason owner nextStep actionUrl } } }`);
    expect(errors).toEqual([]);
    const list = data?.["repositories"] as unknown as {
      totalCount: number;
      nodes: { nameWithOwner: string }[];
      restrictions: { reason: string; owner: string; nextStep: string; actionUrl: string | null }[];
    };
    const owners = new Set(list.nodes.map(({ nameWithOwner }) => nameWithOwner.split("/")[0]));
    expect([...owners]).not.toContain("sprocket");
    expect(list.nodes.filter(({ nameWithOwner }) => nameWithOwner.startsWith("northwind/"))).toHaveLength(2);
    const reasons = list.restrictions.map(({ reason, owner }) => `${owner} ${reason}`);
    expect(reasons).toContain("northwind REPOSITORIES_NOT_SELECTED");
    expect(reasons).toContain("sprocket APP_SUSPENDED");
    for (const { actionUrl } of list.restrictions) expect(URL.canParse(actionUrl ?? "")).toBe(true);
  });

  test("a search finds part of a name among them, also when the text is a pasted link", async () => {
    const world = saas.fakeGitHub.world;
    const own = [...world.repositories.values()].find(({ owner }) => owner.login === "octo-mock");
    const query =
      "query ($search: String) { repositories(first: 5, search: $search, includeArchived: true) { nodes { nameWithOwner } } }";
    for (const search of [own?.name.slice(1), `${saas.fakeGitHub.url}/octo-mock/${own?.name}/tree/main`]) {
      const { data } = await gateway.graphql(query, { search });
      const { nodes } = data?.["repositories"] as unknown as { nodes: { nameWithOwner: string }[] };
      expect(nodes.map(({ nameWithOwner }) => nameWithOwner)).toContain(`octo-mock/${own?.name}`);
    }
    const { errors } = await gateway.graphql(query, { search: `https://gitlab.com/octo-mock/${own?.name}` });
    expect(errors).toMatchObject([{ path: ["repositories"], extensions: { code: "BAD_USER_INPUT" } }]);
  });

  test.for([
    ["other-mock", "GITHUB_APP_NOT_INSTALLED", "INSTALL_APP", `/github-apps/${DEMO_APP}/installations/new`],
    ["sprocket", "GITHUB_APP_SUSPENDED", "CONTACT_ADMIN", "/organizations/sprocket/settings/installations/"],
    ["northwind", "NOT_FOUND", "FIX_INPUT", undefined],
  ] as const)("what is named and not found in %s is %s", async ([owner, code, nextStep, page]) => {
    const { data, errors } = await gateway.graphql(
      `query($url: String!, $owner: String!) { viewer { login } resource(url: $url) { __typename }
         repository(owner: $owner, name: "nothing") { id } branches(owner: $owner, name: "nothing") { nodes { name } } }`,
      { url: `${saas.fakeGitHub.url}/${owner}/nothing`, owner },
    );
    expect(data).toEqual({ viewer: { login: "octo-mock" }, resource: null, repository: null, branches: null });
    expect(errors.map(({ path }) => path)).toEqual([["resource"], ["repository"], ["branches"]]);
    for (const { message, extensions } of errors) {
      expect(extensions).toMatchObject({ code, nextStep });
      if (page === undefined) continue;
      expect(extensions["helpUrl"]).toContain(`${saas.fakeGitHub.url}${page}`);
      expect(message).toContain(owner);
    }
  });

  test.for(["other-mock/nothing", "HOST/other-mock/nothing", "HOST/other-mock"])(
    "a search for what is of an owner without the App says so, and nothing of other owners: %s",
    async (search) => {
      const { data, errors } = await gateway.graphql(
        "query ($search: String) { repositories(search: $search) { nodes { id } restrictions { reason owner nextStep actionUrl } } }",
        { search: search.replace("HOST", saas.fakeGitHub.url) },
      );
      expect(errors).toEqual([]);
      expect(data?.["repositories"]).toEqual({
        nodes: [],
        restrictions: [
          {
            reason: "APP_NOT_INSTALLED",
            owner: "other-mock",
            nextStep: "INSTALL_APP",
            actionUrl: `${saas.fakeGitHub.url}/github-apps/${DEMO_APP}/installations/new`,
          },
        ],
      });
    },
  );

  test("a search for a part of an owner's name is about all owners that have it", async () => {
    const { data } = await gateway.graphql(
      'query { repositories(search: "octo/a") { restrictions { owner } } other: repositories(search: "north/a") { restrictions { owner } } }',
    );
    expect(data).toEqual({ repositories: { restrictions: [] }, other: { restrictions: [{ owner: "northwind" }] } });
  });

  test("no affiliation admits nothing", async () => {
    const { data } = await gateway.graphql("{ repositories(affiliations: []) { nodes { id } totalCount } }");
    expect(data).toEqual({ repositories: { nodes: [], totalCount: 0 } });
  });

  test("organizations say whether they can be used, and why not", async () => {
    const { data, errors } = await gateway.graphql(
      "{ organizations(first: 10) { nodes { login access restrictions { reason owner } installation { isSuspended } repositories(first: 2) { nodes { nameWithOwner } } } } }",
    );
    expect(errors).toEqual([]);
    const { nodes } = data?.["organizations"] as unknown as { nodes: { login: string; access: string }[] };
    const accessOf = Object.fromEntries(nodes.map(({ login, access }) => [login, access]));
    expect(accessOf).toMatchObject({ northwind: "PARTIAL", sprocket: "BLOCKED" });
  });

  test("is asked for again with its ETags: what has not changed costs nothing and is the same, what is new is there", async () => {
    const { fakeGitHub } = saas;
    const query = `{ installations(first: 10) { nodes { id databaseId account { login } } }
      repositories(first: 5) { totalCount nodes { nameWithOwner } restrictions { reason owner } } }`;
    const before = await gateway.graphql(query);
    expect(before.errors).toEqual([]);
    const { remaining } = await coreBudget();
    fakeGitHub.journal.clear();
    const again = await gateway.graphql(query);
    expect(again.data).toEqual(before.data);
    const read = restEntries(fakeGitHub);
    // Each page once, however many fields of the operation are made of it.
    expect(read.map(({ path }) => path).toSorted()).toEqual([...new Set(read.map(({ path }) => path))].toSorted());
    expect(read.map(({ status }) => status)).toEqual([304, 304, 304, 304]);
    expect((await coreBudget()).remaining).toBe(remaining);

    const made = fakeGitHub.world.addRepository({ owner: "octo-mock", name: "seen-at-once" });
    fakeGitHub.journal.clear();
    const after = await gateway.graphql(query);
    expect(totalIn(after)).toBe(totalIn(before) + 1);
    expect(
      restEntries(fakeGitHub)
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual([200, 304, 304, 304]);
    expect(made.owner.login).toBe("octo-mock");
  });

  test("where nothing but this is remembered, a second look asks REST for nothing, and refreshAccess asks again and shows what is new", async () => {
    const { fakeGitHub } = saas;
    const remembering = as(
      await saas.addReplica({ OCTOGATE_CACHE: "access" }),
      await signIn(saas.gateway, "octo-mock"),
    );
    const query = "{ repositories(first: 1) { totalCount nodes { name } } }";
    const before = totalIn(await remembering.graphql(query));
    fakeGitHub.journal.clear();
    await remembering.graphql(query);
    expect(restCalls(fakeGitHub)).toEqual([]);
    expect(fakeGitHub.journal.graphql).toHaveLength(1);

    fakeGitHub.world.addRepository({ owner: "octo-mock", name: "made-just-now" });
    expect(totalIn(await remembering.graphql(query))).toBe(before);
    const { data, errors } = await remembering.graphql(
      "mutation { refreshAccess(input: {}) { installations { totalCount } organizations { nodes { login } } userErrors { code } } }",
    );
    expect(errors).toEqual([]);
    expect(data?.["refreshAccess"]).toMatchObject({ installations: { totalCount: 4 }, userErrors: [] });
    expect(totalIn(await remembering.graphql(query))).toBe(before + 1);
  });

  test("what may have changed is asked for with the ETags of the last time, page by page", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const { fakeGitHub } = saas;
    const fresh = await startSaaS({ redis: saas.redis, fakeGitHub });
    onTestFinished(() => fresh[Symbol.asyncDispose]());
    const browser = fresh.browser();
    await browser.signIn("octo-mock");
    const lists = "{ repositories(first: 1) { totalCount } installations(first: 50) { totalCount } }";
    fakeGitHub.journal.clear();
    const { data } = await browser.graphql(lists);
    const first = fakeGitHub.journal.entries.filter(({ path }) => path.startsWith("/user/installations"));
    expect(first.length).toBeGreaterThan(1);
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));

    vi.setSystemTime(Date.now() + 61_000);
    fakeGitHub.journal.clear();
    expect((await browser.graphql(lists)).data).toEqual(data);
    const second = fakeGitHub.journal.entries.filter(({ path }) => path.startsWith("/user/installations"));
    expect(second.map(({ path }) => path).toSorted()).toEqual(first.map(({ path }) => path).toSorted());
    expect(new Set(second.map(({ status }) => status))).toEqual(new Set([304]));
  });

  async function coreBudget(): Promise<{ readonly remaining: number }> {
    const { data } = await gateway.graphql("{ rateLimit(resource: CORE) { remaining } }");
    return data?.["rateLimit"] as unknown as { remaining: number };
  }

  test("a user without any installation is told to install the App, and not that there is nothing", async () => {
    const other = as(saas.gateway, await signIn(saas.gateway, "other-mock"));
    const { data } = await other.graphql(
      "{ repositories { nodes { id } restrictions { reason nextStep actionUrl } } }",
    );
    expect(data?.["repositories"]).toEqual({
      nodes: [],
      restrictions: [
        {
          reason: "APP_NOT_INSTALLED",
          nextStep: "INSTALL_APP",
          actionUrl: `${saas.fakeGitHub.url}/github-apps/${DEMO_APP}/installations/new`,
        },
      ],
    });
  });

  test("an outage of GitHub is an error, and never an empty list", async () => {
    const outage = as(saas.gateway, await signIn(saas.gateway, "mona-mock"));
    saas.fakeGitHub.faults.add({
      match: { path: "/user/installations" },
      times: 10,
      status: 502,
      form: "unicorn-html",
    });
    const { data, errors } = await outage.graphql("{ repositories { nodes { id } } }");
    saas.fakeGitHub.faults.clear();
    expect(data?.["repositories"]).toBeNull();
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["GITHUB_UNAVAILABLE"]);
  });
});

describe.skipIf(redis === undefined)("75 installations of 130 repositories", () => {
  function createWorld(): World {
    const world = new World({ seed: "seven", now: Date.now() });
    const user = world.addUser({ login: "ana" });
    const app = world.addApp({ slug: DEMO_APP });
    for (let index = 0; index < 75; index += 1) {
      const organization = world.addOrganization({ login: `org-${index}` });
      world.addMember(organization, user);
      for (let each = 0; each < 130; each += 1) world.addRepository({ owner: organization, name: `repo-${each}` });
      world.install(app, organization, { selection: "all" });
    }
    return world;
  }

  test(
    "are walked by what was pushed last while repositories are made, deleted and pushed to: none twice, and none lost that stays",
    { timeout: 120_000 },
    async () => {
      const world = createWorld();
      await using fakeGitHub = await startFakeGitHub({ world, secondaryLimits: false, pointsPerHour: 1e9 });
      await using saas = await startSaaS({
        redis: redis as RedisServer,
        fakeGitHub,
        config: { OCTOGATE_CACHE: "access" },
      });
      const gateway = as(saas.gateway, await signIn(saas.gateway, "ana"));
      const all = world.allRepositories();
      const changed = new Set<string>();
      const nameOf = ({ owner, name }: (typeof all)[number]) => `${owner.login}/${name}`;
      let pages = 0;
      const walked = await walkList<{ nameWithOwner: string }>(gateway, {
        field: "repositories($page, orderBy: { field: PUSHED_AT, direction: DESC })",
        first: 100,
        select: "{ nameWithOwner }",
        afterPage: async () => {
          pages += 1;
          const [pushed, gone] = [all[pages * 31], all[pages * 31 + 1]];
          if (pushed === undefined || gone === undefined) return;
          pushed.pushedAt = new Date(fakeGitHub.clock.now()).toISOString();
          world.repositories.delete(nameOf(gone).toLowerCase());
          world.addRepository({ owner: `org-${pages % 75}`, name: `new-${pages}` });
          for (const each of [pushed, gone]) changed.add(nameOf(each));
          // What the App reaches is remembered for a while: without this nothing of it would be seen.
          if (pages % 20 === 0) await gateway.graphql("mutation { refreshAccess(input: {}) { userErrors { code } } }");
        },
      });
      const names = walked.map(({ nameWithOwner }) => nameWithOwner);
      expect(pages).toBeGreaterThan(90);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
      const shown = new Set(names);
      expect(all.map(nameOf).filter((name) => !shown.has(name) && !changed.has(name))).toEqual([]);
      expect([...changed].some((name) => !shown.has(name))).toBe(true);
    },
  );

  test(
    "are walked in order, each repository exactly once, with one look at what the App reaches",
    { timeout: 120_000 },
    async () => {
      const world = createWorld();
      await using fakeGitHub = await startFakeGitHub({ world, secondaryLimits: false, pointsPerHour: 1e9 });
      await using saas = await startSaaS({
        redis: redis as RedisServer,
        fakeGitHub,
        config: { OCTOGATE_CACHE: "access" },
      });
      const gateway = as(saas.gateway, await signIn(saas.gateway, "ana"));
      const walked = await walkList<{ id: string; nameWithOwner: string }>(gateway, {
        field: "repositories($page, orderBy: { field: NAME, direction: ASC })",
        first: 100,
        select: "{ id nameWithOwner }",
      });
      expect(walked).toHaveLength(75 * 130);
      expect(new Set(walked.map(({ id }) => id)).size).toBe(75 * 130);
      const names = walked.map(({ nameWithOwner }) => nameWithOwner.split("/")[1] ?? "");
      expect(names).toEqual(names.toSorted());
      const paths = restCalls(fakeGitHub);
      // One page of installations, two of repositories for each: asked once for the whole walk.
      expect(paths.filter((path) => path.includes("/repositories"))).toHaveLength(75 * 2);
      const installed = await walkList<{ databaseId: string }>(gateway, {
        field: "installations($page)",
        first: 20,
        select: "{ databaseId }",
      });
      expect(new Set(installed.map(({ databaseId }) => databaseId)).size).toBe(75);
    },
  );
});
