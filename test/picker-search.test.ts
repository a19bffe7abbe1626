import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  startFakeGitHub,
  World,
  type FakeGitHub,
  type OrganizationRecord,
  type RepositoryRecord,
  type UserRecord,
} from "../fake-github/index.js";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { walkList } from "./walk-list.js";

const OWN = 120;
const DAY = 86_400_000;

let fakeGitHub: FakeGitHub;
let gateway: TestGateway;
let ana: UserRecord;
let acme: OrganizationRecord;
beforeAll(async () => {
  fakeGitHub = await startFakeGitHub({ world: createWorld(), secondaryLimits: false, pointsPerHour: 1_000_000 });
  gateway = await startGateway({ fakeGitHub, token: "ana" });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await fakeGitHub[Symbol.asyncDispose]();
});
beforeEach(() => {
  fakeGitHub.journal.clear();
  return () => expect([...fakeGitHub.journal.notModelled]).toEqual([]);
});

/** A user whose own list is longer than GitHub's largest page, and who shares an old repository of another user. */
function createWorld(): World {
  const world = new World();
  ana = world.addUser({ login: "ana" });
  const ben = world.addUser({ login: "ben" });
  acme = world.addOrganization({ login: "acme" });
  world.addMember(acme, ana);
  for (let index = 0; index < OWN; index += 1) {
    const owner = index % 3 === 0 ? acme : ana;
    const repository = world.addRepository({
      owner,
      name: `own-${String(index).padStart(3, "0")}`,
      visibility: "PRIVATE",
    });
    push(repository, index);
  }
  const shared = world.addRepository({ owner: ben, name: "shared-gem", visibility: "PRIVATE" });
  world.addCollaborator(shared, ana, "WRITE");
  push(shared, 500);
  push(world.addRepository({ owner: acme, name: "unique-org-thing", visibility: "PRIVATE" }), 600);
  push(world.addRepository({ owner: ben, name: "public-thing", visibility: "PUBLIC" }), 1);
  const old = world.addRepository({ owner: ana, name: "archived-thing", visibility: "PRIVATE" });
  old.isArchived = true;
  push(old, 700);
  const fork = world.addRepository({ owner: ana, name: "forked-thing", visibility: "PRIVATE" });
  fork.isFork = true;
  push(fork, 701);
  world.addToken({ name: "ana", user: ana });
  return world;
}

function push(repository: RepositoryRecord, daysAgo: number): void {
  repository.pushedAt = new Date(Date.UTC(2026, 0, 1) - daysAgo * DAY).toISOString();
  repository.updatedAt = repository.pushedAt;
}

const here = (text: string) => text.replaceAll("HOST", new URL(fakeGitHub.url).host);

async function names(args: string, search: string): Promise<readonly string[]> {
  const { list } = await ask<{ list: { nodes: readonly { nameWithOwner: string }[] } }>(
    gateway,
    `query($search: String) { list: repositories(search: $search, ${args}) { nodes { nameWithOwner } } }`,
    { search: here(search) },
  );
  return list.nodes.map(({ nameWithOwner }) => nameWithOwner);
}

/** Everything that GitHub was sent. */
const sent = () => JSON.stringify(fakeGitHub.journal.entries);

describe("what the head of the own list does not hold", () => {
  test.for(["shared-gem", "ben/shared-gem", "HOST/ben/shared-gem"])(
    "is found when others share it: %s",
    async (search) => {
      expect(await names("first: 20", search)).toEqual(["ben/shared-gem"]);
      expect(fakeGitHub.journal.graphql.length).toBeLessThanOrEqual(2);
    },
  );

  test("is found in an organization", async () => {
    expect(await names("first: 20", "unique-org")).toEqual(["acme/unique-org-thing"]);
  });

  test("is left out where the list is of fewer relations", async () => {
    expect(await names("first: 20, affiliations: [OWNER]", "unique-org")).toEqual([]);
    expect(await names("first: 20, affiliations: [OWNER, ORGANIZATION_MEMBER]", "shared-gem")).toEqual([]);
    expect(await names("first: 20, affiliations: [COLLABORATOR]", "shared-gem")).toEqual(["ben/shared-gem"]);
    expect(await names('first: 20, owner: "ben"', "shared-gem")).toEqual(["ben/shared-gem"]);
    expect(await names('first: 20, owner: "ana"', "unique-org")).toEqual([]);
  });

  test.for([
    ["NAME", "ASC"],
    ["NAME", "DESC"],
    ["PUSHED_AT", "ASC"],
    ["PUSHED_AT", "DESC"],
    ["UPDATED_AT", "DESC"],
    ["STARGAZERS", "DESC"],
  ] as const)("is in the list's order, by %s %s, page by page", async ([field, direction]) => {
    const list = { field: `repositories(search: "own", orderBy: { field: ${field}, direction: ${direction} }, $page)` };
    const select = "{ name pushedAt stargazerCount }";
    const key = { NAME: "name", PUSHED_AT: "pushedAt", UPDATED_AT: "pushedAt", STARGAZERS: "stargazerCount" }[field];
    for (const first of [100, 17]) {
      const found = await walkList<Record<string, string | number>>(gateway, { ...list, first, select });
      expect(new Set(found.map(({ name }) => name)).size).toBe(OWN);
      expect(found).toHaveLength(OWN);
      const values = found.map((each) => each[key] ?? "");
      const sorted = values.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
      expect(values).toEqual(direction === "ASC" ? sorted : sorted.toReversed());
    }
  });
});

test("that organizations cannot be listed is told where it matters", async () => {
  fakeGitHub.faults.setScopes("ana", ["repo"]);
  const { all, owned, own } = await ask<Record<string, { restrictions: readonly { reason: string }[] }>>(
    gateway,
    `{ all: repositories(search: "own") { restrictions { reason } }
       owned: repositories(search: "own", owner: "ana") { restrictions { reason } }
       own: repositories(search: "own", affiliations: [OWNER]) { restrictions { reason } } }`,
  ).finally(() => fakeGitHub.faults.setScopes("ana", ["read:org", "read:user", "repo", "user:email", "workflow"]));
  expect([all, owned, own]).toEqual([
    { restrictions: [{ reason: "TOKEN_SCOPE_MISSING" }] },
    { restrictions: [] },
    { restrictions: [] },
  ]);
});

describe("a search that GitHub cuts off", () => {
  test("says so on the first page, which the own list fills", async () => {
    const world = createWorld();
    for (let index = 0; index < 1_001; index += 1) world.addRepository({ owner: ana, name: `many-${index}` });
    await using many = await startFakeGitHub({ world, secondaryLimits: false, pointsPerHour: 1_000_000 });
    await using own = await startGateway({ fakeGitHub: many, token: "ana" });
    const { repositories } = await ask<{ repositories: { nodes: readonly object[]; restrictions: readonly object[] } }>(
      own,
      '{ repositories(first: 5, search: "many") { nodes { name } restrictions { reason nextStep } } }',
    );
    expect(repositories.nodes).toHaveLength(5);
    expect(repositories.restrictions).toEqual([{ reason: "RESULT_TRUNCATED", nextStep: "FIX_INPUT" }]);
    expect(many.journal.graphql).toHaveLength(2);
  });
});

describe("a repository that is named whole", () => {
  test.for([
    ["", ["ben/public-thing"]],
    ['owner: "acme"', []],
    ['owner: "ben"', ["ben/public-thing"]],
    ["minimumPermission: ADMIN", []],
    ["minimumPermission: READ", ["ben/public-thing"]],
    ["visibility: PRIVATE", []],
    ["visibility: PUBLIC", ["ben/public-thing"]],
    ["affiliations: [OWNER]", []],
    ["affiliations: [COLLABORATOR, ORGANIZATION_MEMBER]", []],
    ["affiliations: []", []],
  ] as const)("is shown only where the other arguments admit it: %s", async ([args, expected]) => {
    expect(await names(`first: 5 ${args}`, "ben/public-thing")).toEqual(expected);
    expect(await names(`first: 5 ${args}`, "https://HOST/ben/public-thing")).toEqual(expected);
  });

  test.for([
    ["ana/archived-thing", "", []],
    ["ana/archived-thing", "includeArchived: true", ["ana/archived-thing"]],
    ["ana/forked-thing", "includeForks: false", []],
    ["ana/forked-thing", "", ["ana/forked-thing"]],
    ["ana/own-001", "affiliations: [OWNER]", ["ana/own-001"]],
    ["ana/own-001", "affiliations: [COLLABORATOR]", []],
    ["acme/own-000", "affiliations: [ORGANIZATION_MEMBER]", ["acme/own-000"]],
    ["acme/own-000", "affiliations: [OWNER, COLLABORATOR]", []],
    ["ben/shared-gem", "affiliations: [COLLABORATOR]", ["ben/shared-gem"]],
  ] as const)("%s with %s", async ([search, args, expected]) => {
    expect(await names(`first: 5 ${args}`, search)).toEqual(expected);
  });

  test("is of one organization only", async () => {
    const data = await ask(
      gateway,
      '{ organizations { nodes { login repositories(search: "ana/own-001") { nodes { nameWithOwner } } } } }',
    );
    expect(data).toEqual({ organizations: { nodes: [{ login: "acme", repositories: { nodes: [] } }] } });
  });
});

test("no affiliation admits nothing, with a search and without one", async () => {
  const data = await ask(
    gateway,
    "{ repositories(affiliations: []) { nodes { id } totalCount restrictions { reason } } }",
  );
  expect(data).toEqual({ repositories: { nodes: [], totalCount: 0, restrictions: [] } });
  expect(await names("affiliations: [], orderBy: { field: LAST_USED, direction: DESC }", "")).toEqual([]);
});

describe("a pasted link", () => {
  test.for(["https://x-access-token:s3cr3t@HOST/ana/own-001.git", "x-access-token:s3cr3t@HOST/ana/own-001"])(
    "with a password in it leads there, and nobody learns the password: %s",
    async (search) => {
      expect(await names("first: 5", search)).toEqual(["ana/own-001"]);
      expect(sent()).not.toContain("s3cr3t");
    },
  );

  test.for(["https://ana:s3cr3t@", "s3cr3t@", "foo://ana:s3cr3t@host/x", "token s3cr3t@nowhere own"])(
    "that is none lets nobody learn the password either: %s",
    async (search) => {
      const answer = await gateway.graphql(
        "query($search: String) { repositories(search: $search) { nodes { id } } }",
        { search },
      );
      expect(sent()).not.toContain("s3cr3t");
      expect(answer.text).not.toContain("s3cr3t");
      expect(gateway.logLines.join("\n")).not.toContain("s3cr3t");
    },
  );

  test.for(["https://HOST/acme", "HOST/acme/", "https://HOST/orgs/acme/repositories"])(
    "to an account is its list: %s",
    async (search) => {
      const found = await names("first: 100, orderBy: { field: NAME, direction: ASC }", search);
      expect(found).toEqual([
        ...Array.from({ length: OWN / 3 }, (_, index) => `acme/own-${String(3 * index).padStart(3, "0")}`),
        "acme/unique-org-thing",
      ]);
      expect(await names('first: 100, owner: "ana"', search)).toEqual([]);
    },
  );

  test.for([
    "https://gitlab.com/ana/own-001",
    "git@gitlab.com:ana/own-001.git",
    "gitlab.com/ana/own-001",
    "https://api.github.com/repos/ana/own-001",
  ])("to elsewhere is refused and goes nowhere: %s", async (search) => {
    const answer = await gateway.graphql(
      "query($search: String) { repositories(search: $search) { nodes { id } } session { status } }",
      { search },
    );
    expect(answer.data).toEqual({ repositories: null, session: { status: "AUTHENTICATED" } });
    expect(failuresOf(answer)).toEqual(["repositories BAD_USER_INPUT"]);
    expect(answer.errors[0]?.message).toContain(
      `this gateway serves ${here("HOST")}. Paste a link to ${here("HOST")}.`,
    );
    expect(fakeGitHub.journal.entries).toEqual([]);
  });

  test.for(["acme/", "ac/own", "own:", "is:private own", "own-001: a note", "@acme/own"])(
    "is no such text: %s",
    async (search) => {
      const answer = await gateway.graphql(
        "query($search: String) { repositories(search: $search) { nodes { id } } }",
        { search },
      );
      expect(answer.errors).toEqual([]);
    },
  );

  test("is one at GitHub's API as well", async () => {
    const host = { kind: "DOTCOM", host: "github.com", webUrl: "https://github.com" } as const;
    await using dotcom = await startGateway({ fakeGitHub, token: "ana", host });
    for (const search of [
      "https://api.github.com/repos/ana/own-001",
      "HTTPS://GitHub.com/ana/own-001/",
      "git@ssh.github.com:ana/own-001.git",
    ]) {
      const { repositories } = await ask<{ repositories: { nodes: readonly object[] } }>(
        dotcom,
        "query($search: String) { repositories(search: $search) { nodes { nameWithOwner } } }",
        { search },
      );
      expect(repositories.nodes).toEqual([{ nameWithOwner: "ana/own-001" }]);
    }
  });
});

test("a text that is too long for GitHub is refused", async () => {
  const answer = await gateway.graphql("query($search: String) { repositories(search: $search) { nodes { id } } }", {
    search: "x".repeat(300),
  });
  expect(failuresOf(answer)).toEqual(["repositories BAD_USER_INPUT"]);
  expect(answer.errors[0]?.message).toBe(
    "GitHub searches for at most 256 characters, and `search` has 300. Shorten it.",
  );
  expect(fakeGitHub.journal.entries).toEqual([]);
});

test("lists of one operation that search ask together where to", async () => {
  await ask(
    gateway,
    `{ organizations { nodes { login repositories(search: "unique") { nodes { id } } } }
       one: repositories(search: "own") { nodes { id } } other: repositories(search: "gem") { nodes { id } } }`,
  );
  const asked = fakeGitHub.journal.graphql.map(({ query }) => query ?? "").join();
  expect(asked.split("affiliations: [COLLABORATOR]")).toHaveLength(2);
});
