import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  startFakeGitHub,
  World,
  type FakeGitHub,
  type RepositoryRecord,
  type UserRecord,
} from "../fake-github/index.js";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { hasRedis } from "./redis-server.js";
import { signIn, startSaaS } from "./saas.js";
import { documentsOf, fieldsIn } from "./upstream-journal.js";
import { walkList } from "./walk-list.js";

let fakeGitHub: FakeGitHub;
let gateway: TestGateway;
let ana: UserRecord;
beforeAll(async () => {
  fakeGitHub = await startFakeGitHub({ world: createWorld(), secondaryLimits: false, pointsPerHour: 1_000_000 });
  gateway = await startGateway({ fakeGitHub, token: "ana" });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await fakeGitHub[Symbol.asyncDispose]();
});
beforeEach(() => {
  fakeGitHub.faults.clear();
  fakeGitHub.journal.clear();
  return () => expect([...fakeGitHub.journal.notModelled]).toEqual([]);
});

/** A user with some repositories of each kind of reach, and a stranger with public and private ones. */
function createWorld(): World {
  const world = new World();
  ana = world.addUser({ login: "ana" });
  const ben = world.addUser({ login: "ben" });
  const stranger = world.addUser({ login: "stranger" });
  const acme = world.addOrganization({ login: "acme" });
  world.addMember(acme, ana);
  for (const [index, word] of ["web", "api", "tool"].entries()) {
    world.addRepository({ owner: ana, name: `my-${word}`, visibility: "PRIVATE", stargazerCount: index });
    world.addRepository({ owner: acme, name: `acme-${word}`, visibility: "PRIVATE", stargazerCount: 10 + index });
    world.addRepository({ owner: stranger, name: `public-${word}`, visibility: "PUBLIC", stargazerCount: 100 + index });
    world.addRepository({ owner: stranger, name: `secret-${word}`, visibility: "PRIVATE" });
  }
  const fork = world.addRepository({ owner: ana, name: "forked-web", visibility: "PUBLIC" });
  fork.isFork = true;
  const shared = world.addRepository({ owner: ben, name: "shared-web", visibility: "PRIVATE" });
  world.addRepository({ owner: ben, name: "own-web", visibility: "PUBLIC" });
  world.addCollaborator(shared, ana, "WRITE");
  world.addToken({ name: "ana", user: ana });
  return world;
}

const nameOf = ({ owner, name }: RepositoryRecord) => `${owner.login}/${name}`;
const isReached = (repository: RepositoryRecord) =>
  ["ana", "acme"].includes(repository.owner.login) || repository.name === "shared-web";

function worldNames(wanted: (repository: RepositoryRecord) => boolean): readonly string[] {
  return fakeGitHub.world.allRepositories().filter(wanted).map(nameOf).toSorted();
}

async function search(args: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { list } = await ask<{ list: { nodes: readonly { nameWithOwner: string }[] } }>(
    gateway,
    `query($query: String!, $scope: RepositorySearchScope! = ACCESSIBLE, $orderBy: RepositorySearchOrder! = BEST_MATCH) {
      list: searchRepositories(query: $query, scope: $scope, orderBy: $orderBy, first: 100) { nodes { nameWithOwner } } }`,
    args,
  );
  return list.nodes.map(({ nameWithOwner }) => nameWithOwner);
}

describe("what the caller can reach", () => {
  test("is the own, that of organizations and that of others who share it, and nothing else", async () => {
    expect((await search({ query: "" })).toSorted()).toEqual(worldNames(isReached));
    expect((await search({ query: "web" })).toSorted()).toEqual(
      worldNames((repository) => isReached(repository) && repository.name.includes("web")),
    );
    expect(await search({ query: "web" })).toContain("ana/forked-web");
  });

  test("is found with two documents", async () => {
    await search({ query: "web" });
    expect(documentsOf(gateway).map(fieldsIn)).toEqual([
      [
        "Organization.login",
        "OrganizationConnection.nodes",
        "OrganizationConnection.pageInfo",
        "PageInfo.hasNextPage",
        "Query.viewer",
        "Repository.nameWithOwner",
        "RepositoryConnection.nodes",
        "RepositoryConnection.pageInfo",
        "User.login",
        "User.organizations",
        "User.repositories",
      ],
      [
        "PageInfo.endCursor",
        "PageInfo.hasNextPage",
        "Query.search",
        "Repository.id",
        "Repository.nameWithOwner",
        "SearchResultItemConnection.edges",
        "SearchResultItemConnection.nodes",
        "SearchResultItemConnection.pageInfo",
        "SearchResultItemEdge.cursor",
        "SearchResultItemEdge.node",
      ],
    ]);
  });

  test.for([
    "user:stranger",
    "USER:stranger web",
    "org:stranger user:ben",
    "repo:stranger/public-web",
    "repo:ben/own-web",
    "web OR user:stranger",
    "web) OR (user:stranger",
    "NOT nothing user:stranger",
    '"web user:stranger',
    'web" user:stranger "',
    'user:"stranger"',
    "user:@me user:stranger",
    "-user:ana web",
    "is:public",
    "in:name,description public",
    "'; drop table repositories --",
    "\\ \" ' ( ) : - @ * ? [ ] { } < >",
    "user:",
    ":",
    "🦑 web",
    "web\nuser:stranger\u0000",
    "secret",
  ])("is never left by the text %j", async (query) => {
    const names = await search({ query });
    expect(names.filter((name) => !worldNames(isReached).includes(name))).toEqual([]);
  });

  test.for([
    ["user:@me web", ["ana/forked-web", "ana/my-web"]],
    ["org:acme", ["acme/acme-api", "acme/acme-tool", "acme/acme-web"]],
    ["user:ACME web", ["acme/acme-web"]],
    ["user:ben", ["ben/shared-web"]],
    ["repo:ben/shared-web", ["ben/shared-web"]],
    ["repo:acme/acme-api", ["acme/acme-api"]],
    ["user:stranger", []],
    ["user:@me fork:only", ["ana/forked-web"]],
    ["NOT user:acme user:@me web", ["ana/forked-web", "ana/my-web"]],
  ] as const)("is narrowed by %j", async ([query, expected]) => {
    expect((await search({ query })).toSorted()).toEqual(expected);
  });

  test("without any of it is an empty list without a search", async () => {
    const data = await ask(
      gateway,
      '{ searchRepositories(query: "user:stranger") { nodes { id } totalCount pageInfo { hasNextPage } restrictions { reason } } }',
    );
    expect(data).toEqual({
      searchRepositories: { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false }, restrictions: [] },
    });
    expect(documentsOf(gateway)).toHaveLength(1);
  });

  test("with a token that may not list organizations is the rest, and the list says so", async () => {
    fakeGitHub.faults.setScopes("ana", ["repo"]);
    const { searchRepositories } = await ask<{
      searchRepositories: {
        nodes: readonly { nameWithOwner: string }[];
        restrictions: readonly { reason: string; nextStep: string }[];
      };
    }>(gateway, '{ searchRepositories(query: "web") { nodes { nameWithOwner } restrictions { reason nextStep } } }');
    fakeGitHub.faults.setScopes("ana", ["read:org", "read:user", "repo", "user:email", "workflow"]);
    expect(searchRepositories.nodes.map(({ nameWithOwner }) => nameWithOwner).toSorted()).toEqual([
      "ana/forked-web",
      "ana/my-web",
      "ben/shared-web",
    ]);
    expect(searchRepositories.restrictions).toEqual([{ reason: "TOKEN_SCOPE_MISSING", nextStep: "REPLACE_TOKEN" }]);
  });
});

describe("beyond that", () => {
  test("PUBLIC is what everyone sees, whatever the text says", async () => {
    const expected = worldNames((repository) => repository.visibility === "PUBLIC");
    for (const query of ["", "is:private", "web OR is:private", '"web is:private']) {
      const names = await search({ query, scope: "PUBLIC" });
      expect(names.filter((name) => !expected.includes(name))).toEqual([]);
    }
    expect((await search({ query: "", scope: "PUBLIC" })).toSorted()).toEqual(expected);
    expect(documentsOf(gateway)).toHaveLength(5);
  });

  test("ALL is both, with the qualifiers of the text", async () => {
    expect((await search({ query: "", scope: "ALL" })).toSorted()).toEqual(
      worldNames((repository) => isReached(repository) || repository.visibility === "PUBLIC"),
    );
    expect((await search({ query: "user:stranger web", scope: "ALL" })).toSorted()).toEqual(["stranger/public-web"]);
    await ask(gateway, '{ searchRepositories(query: "web", scope: ALL) { nodes { name } } }');
    expect(documentsOf(gateway).map(fieldsIn).at(-1)).toEqual([
      "Query.search",
      "Repository.name",
      "SearchResultItemConnection.nodes",
    ]);
  });

  test.for([
    ["STARS", "user:stranger", ["stranger/public-tool", "stranger/public-api", "stranger/public-web"]],
    ["STARS", "user:stranger sort:stars-asc", ["stranger/public-tool", "stranger/public-api", "stranger/public-web"]],
    [
      "BEST_MATCH",
      "user:stranger sort:stars-asc",
      ["stranger/public-web", "stranger/public-api", "stranger/public-tool"],
    ],
  ] as const)("the order %s with %j holds", async ([orderBy, query, expected]) => {
    expect(await search({ query, scope: "ALL", orderBy })).toEqual(expected);
  });

  test("a text that is too long for GitHub is refused with what to do, without a search", async () => {
    const answer = await gateway.graphql(
      "query($query: String!) { searchRepositories(query: $query) { nodes { id } } }",
      {
        query: "x".repeat(257),
      },
    );
    expect(answer.errors[0]?.message).toBe(
      "GitHub searches for at most 256 characters, and `query` has 257. Shorten it.",
    );
    expect(failuresOf(answer)).toEqual(["searchRepositories BAD_USER_INPUT"]);
    expect(fakeGitHub.journal.entries).toEqual([]);
  });
});

describe("more than GitHub shows", () => {
  test("1,000 of 1,204 are walked, each once, and the list says that there are more", async () => {
    const world = new World();
    const owner = world.addUser({ login: "many" });
    world.addToken({ name: "many", user: owner });
    for (let index = 0; index < 1_204; index += 1)
      world.addRepository({ owner, name: `repository-${index}`, branches: 1 });
    await using crowded = await startFakeGitHub({ world, secondaryLimits: false, pointsPerHour: 1_000_000 });
    await using started = await startGateway({ fakeGitHub: crowded, token: "many" });
    const field = 'searchRepositories(query: "repository", $page)';
    const found = await walkList<{ name: string }>(started, { field, first: 100, select: "{ name }" });
    expect(new Set(found.map(({ name }) => name)).size).toBe(1_000);
    expect(found).toHaveLength(1_000);
    const data = await ask(
      started,
      '{ searchRepositories(query: "repository", first: 1) { totalCount restrictions { reason message nextStep } } }',
    );
    expect(data).toEqual({
      searchRepositories: {
        totalCount: 1_204,
        restrictions: [
          {
            reason: "RESULT_TRUNCATED",
            message:
              "GitHub shows the first 1,000 of 1,204 results. Add a repository, an owner, a state or more words to see the rest.",
            nextStep: "FIX_INPUT",
          },
        ],
      },
    });
  });

  test("a cursor of another search is refused", async () => {
    const { list } = await ask<{ list: { pageInfo: { endCursor: string } } }>(
      gateway,
      '{ list: searchRepositories(query: "web", first: 1) { pageInfo { endCursor } } }',
    );
    const answer = await gateway.graphql(
      'query($after: String) { searchRepositories(query: "web", scope: ALL, after: $after) { nodes { id } } }',
      { after: list.pageInfo.endCursor },
    );
    expect(failuresOf(answer)).toEqual(["searchRepositories INVALID_CURSOR"]);
  });
});

test.skipIf(!hasRedis)(
  "through an App only what it is installed for is within reach, and the list says what is not",
  async () => {
    await using saas = await startSaaS();
    const headers = await signIn(saas.gateway, "octo-mock");
    const { world } = saas.fakeGitHub;
    const app = world.app("octogate-demo");
    const reached = world.allRepositories().filter((repository) => {
      const installation = app.installations.get(repository.owner.databaseId);
      if (installation === undefined || installation.suspendedAt !== null) return false;
      return installation.selection === "all" || installation.selection.has(repository.databaseId);
    });
    const field = (query: string) => `searchRepositories(query: ${JSON.stringify(query)}, first: 100) {
    nodes { nameWithOwner } pageInfo { hasNextPage endCursor } restrictions { reason owner } }`;
    for (const query of ["", "user:northwind", "user:sprocket", "user:octo-mock OR user:sprocket"]) {
      saas.fakeGitHub.journal.clear();
      const { data, errors } = await saas.gateway.graphql(`{ list: ${field(query)} }`, {}, headers);
      expect(errors).toEqual([]);
      const { list } = data as unknown as {
        list: {
          nodes: readonly { nameWithOwner: string }[];
          restrictions: readonly { reason: string; owner: string }[];
        };
      };
      const names = list.nodes.map(({ nameWithOwner }) => nameWithOwner);
      expect(names.filter((name) => !reached.map(nameOf).includes(name))).toEqual([]);
      if (query === "user:northwind") {
        const ofNorthwind = reached.map(nameOf).filter((name) => name.startsWith("northwind/"));
        expect(names.toSorted()).toEqual(ofNorthwind.toSorted());
        expect(ofNorthwind).toHaveLength(2);
        expect(saas.fakeGitHub.journal.graphql).toHaveLength(1);
      }
      const told = list.restrictions.map(({ reason, owner }) => `${owner} ${reason}`);
      const one = {
        "user:northwind": "northwind REPOSITORIES_NOT_SELECTED",
        "user:sprocket": "sprocket APP_SUSPENDED",
      };
      if (query in one) expect(told).toEqual([one[query as keyof typeof one]]);
      else expect(told).toEqual(expect.arrayContaining(Object.values(one)));
    }
  },
);
