import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RefRecord, RepositoryRecord } from "../fake-github/index.js";
import { permissionOf } from "../fake-github/world/access.js";
import { nodeId } from "../fake-github/world/node-id.js";
import { ask } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const REPOSITORY = `id databaseId name nameWithOwner url cloneUrl sshUrl description visibility isPrivate isFork isArchived
  isEmpty stargazerCount primaryLanguage { name color } pushedAt updatedAt viewerPermission viewerCanPush lastUsedAt
  owner { login url } defaultBranch { name } `;

const BRANCH = `id name commitSha committedDate commitHeadline isDefault isProtected url repository { nameWithOwner } `;

const MAY_PUSH = new Set<unknown>(["WRITE", "MAINTAIN", "ADMIN"]);

function repositoryFacts(repository: RepositoryRecord) {
  const { fakeGitHub } = gateway;
  const { owner, name, languageSizes } = repository;
  const url = `${fakeGitHub.url}/${owner.login}/${name}`;
  const viewerPermission = permissionOf(fakeGitHub.world.token("classic").user, repository);
  const language = languageSizes[0]?.language;
  return {
    id: nodeId(repository, "new"),
    databaseId: String(repository.databaseId),
    name,
    nameWithOwner: `${owner.login}/${name}`,
    url,
    cloneUrl: `${url}.git`,
    sshUrl: `git@127.0.0.1:${owner.login}/${name}.git`,
    description: repository.description,
    visibility: repository.visibility,
    isPrivate: repository.visibility !== "PUBLIC",
    isFork: repository.isFork,
    isArchived: repository.isArchived,
    isEmpty: repository.defaultBranch === null,
    stargazerCount: repository.stargazerCount,
    primaryLanguage: language ? { name: language.name, color: language.color } : null,
    pushedAt: instant(repository.pushedAt),
    updatedAt: instant(repository.updatedAt),
    viewerPermission,
    viewerCanPush: MAY_PUSH.has(viewerPermission),
    lastUsedAt: null,
    owner: { login: owner.login, url: `${fakeGitHub.url}/${owner.login}` },
    defaultBranch: repository.defaultBranch === null ? null : { name: repository.defaultBranch },
  };
}

function branchFacts(ref: RefRecord) {
  const { repository, fullName, commit, protection, rules } = ref;
  const name = fullName.replace("refs/heads/", "");
  const permission = permissionOf(gateway.fakeGitHub.world.token("classic").user, repository);
  const path = name.split("/").map(encodeURIComponent).join("/");
  return {
    id: nodeId(ref, "new"),
    name,
    commitSha: commit.oid,
    committedDate: instant(commit.committedDate),
    commitHeadline: commit.message.split("\n")[0],
    isDefault: name === repository.defaultBranch,
    isProtected: protection !== null || rules.length > 0 ? true : MAY_PUSH.has(permission) ? false : null,
    url: `${gateway.fakeGitHub.url}/${repository.owner.login}/${repository.name}/tree/${path}`,
    repository: { nameWithOwner: `${repository.owner.login}/${repository.name}` },
  };
}

function instant(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

describe("every field against the facts of the world", () => {
  test("of a repository, for each of the caller's", async () => {
    const { a, b } = await ask<
      Record<"a" | "b", { nodes: readonly { nameWithOwner: string; pushedAt: string; updatedAt: string }[] }>
    >(
      gateway,
      `{ a: repositories(first: 100, includeArchived: true, orderBy: { field: NAME, direction: ASC }) { nodes { ${REPOSITORY} } }
         b: repositories(first: 100, includeArchived: true, orderBy: { field: NAME, direction: DESC }) { nodes { ${REPOSITORY} } } }`,
    );
    const shownByName = new Map([...a.nodes, ...b.nodes].map((each) => [each.nameWithOwner, each]));
    expect(shownByName.size).toBe(131);
    for (const [nameWithOwner, shown] of shownByName) {
      const [owner = "", name = ""] = nameWithOwner.split("/");
      const facts = gateway.fakeGitHub.world.repository(owner, name);
      const times = { pushedAt: instant(shown.pushedAt), updatedAt: instant(shown.updatedAt) };
      expect({ ...shown, ...times }).toEqual(facts && repositoryFacts(facts));
    }
    const permissions = new Set(
      [...shownByName.values()].map((each) => JSON.stringify(each).match(/"viewerCanPush":(\w+)/)?.[1]),
    );
    expect(permissions).toEqual(new Set(["true", "false"]));
  });

  test("of a branch, for each of the branches of many repositories, also those that the caller may only read", async () => {
    const { world } = gateway.fakeGitHub;
    const all = world
      .allRepositories()
      .filter(({ owner }) => ["octo-mock", "sprocket", "northwind"].includes(owner.login));
    const found = new Set<boolean | null>();
    for (const { owner, name, refs } of all.filter((each) => each.refs().size <= 100)) {
      const { branches } = await ask<{
        branches: { nodes: readonly { name: string; committedDate: string; isProtected: boolean }[] };
      }>(
        gateway,
        `query($owner: String!, $name: String!) { branches(owner: $owner, name: $name, first: 100) { nodes { ${BRANCH} } } }`,
        { owner: owner.login, name },
      );
      const shown = branches.nodes.map((each) => ({ ...each, committedDate: instant(each.committedDate) }));
      const facts = [...refs().values()].map(branchFacts);
      expect(shown.toSorted(byName)).toEqual(facts.toSorted(byName));
      for (const { isProtected } of branches.nodes) found.add(isProtected);
    }
    expect(found).toEqual(new Set([true, false, null]));
  });

  test("of the viewer, of another user, and of an organization", async () => {
    const { world, url } = gateway.fakeGitHub;
    const viewer = world.user("octo-mock");
    const { nodes } = await ask<{ nodes: readonly object[] }>(
      gateway,
      `query($ids: [ID!]!) { nodes(ids: $ids) {
         ... on User { id databaseId login name company email isViewer url avatarUrl }
         ... on Organization { id databaseId login name url avatarUrl(size: 64) } } }`,
      {
        ids: ["octo-mock", "mona-mock", "northwind"].map((login) => nodeId(world.account(login) ?? fail(login), "new")),
      },
    );
    const [me, mona, northwind] = nodes;
    expect(me).toEqual({
      id: nodeId(viewer ?? fail("viewer"), "new"),
      databaseId: String(viewer?.databaseId),
      login: "octo-mock",
      name: "Octo Mock",
      company: "@northwind",
      email: "octo-mock@example.com",
      isViewer: true,
      url: `${url}/octo-mock`,
      avatarUrl: `${url}/avatars/u/${viewer?.databaseId}?v=4`,
    });
    expect(mona).toMatchObject({ login: "mona-mock", email: null, company: null, isViewer: false });
    expect(northwind).toMatchObject({
      login: "northwind",
      name: "Northwind",
      avatarUrl: expect.stringContaining("s=64"),
    });
  });

  test("`lastUsedAt` of what was used here, wherever it is shown", async () => {
    const id = nodeId(gateway.fakeGitHub.world.repository("octo-mock", "hello-world") ?? fail("hello-world"), "new");
    const before = Date.now();
    await ask(
      gateway,
      "mutation($id: ID!) { recordRepositoryUse(input: { repositoryId: $id }) { userErrors { code } } }",
      { id },
    );
    const data = await ask<{
      repository: { lastUsedAt: string };
      nodes: readonly { lastUsedAt: string | null }[];
      repositories: { nodes: readonly { name: string; lastUsedAt: string | null }[] };
    }>(
      gateway,
      `query($id: ID!) { repository(owner: "octo-mock", name: "hello-world") { lastUsedAt }
         nodes(ids: [$id]) { ... on Repository { lastUsedAt } } repositories { nodes { name lastUsedAt } } }`,
      { id },
    );
    const { lastUsedAt } = data.repository;
    expect(Date.parse(lastUsedAt)).toBeGreaterThanOrEqual(before - 1000);
    expect(data.nodes).toEqual([{ lastUsedAt }]);
    expect(data.repositories.nodes.filter((each) => each.lastUsedAt !== null)).toEqual([
      { name: "hello-world", lastUsedAt },
    ]);
  });

  test("a repository by a former name, and not by it when renames are not followed", async () => {
    const { world } = gateway.fakeGitHub;
    const repository = world.addRepository({ owner: "octo-mock", name: "old-name" });
    world.renameRepository(repository, "new-name");
    const answer = await gateway.graphql(
      `{ followed: repository(owner: "octo-mock", name: "old-name") { nameWithOwner }
         exact: repository(owner: "octo-mock", name: "old-name", followRenames: false) { nameWithOwner } }`,
    );
    expect(answer.data).toEqual({ followed: { nameWithOwner: "octo-mock/new-name" }, exact: null });
    expect(answer.errors).toMatchObject([
      { path: ["exact"], extensions: { code: "NOT_FOUND", nextStep: "FIX_INPUT" } },
    ]);
  });

  test("nothing of this lies outside the model of GitHub", () => {
    expect([...gateway.fakeGitHub.journal.notModelled]).toEqual([]);
  });
});

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}

function fail(what: string): never {
  throw new Error(`The world has no ${what}.`);
}
