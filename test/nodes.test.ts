import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { NodeRecord } from "../fake-github/index.js";
import { nodeId } from "../fake-github/world/node-id.js";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";

const ANY = `__typename id ... on Actor { login } ... on Repository { nameWithOwner defaultBranch { name } }
  ... on Branch { name isDefault repository { name } } ... on Settings { version } ... on GitHubCredential { hint }`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.fakeGitHub.journal.clear());

function idOf(record: NodeRecord | undefined, form: "new" | "old" = "new"): string {
  if (record === undefined) throw new Error("The world has no such object.");
  return nodeId(record, form);
}

function worldIds() {
  const { world } = gateway.fakeGitHub;
  const repository = world.repository("octo-mock", "hello-world");
  const [branch] = repository?.refs().values() ?? [];
  const [item] = repository?.items.values() ?? [];
  const secret = world
    .allRepositories()
    .find(({ owner, visibility }) => owner.login === "other-mock" && visibility === "PRIVATE");
  return {
    user: idOf(world.user("octo-mock")),
    colleague: idOf(world.user("mona-mock")),
    organization: idOf(world.organization("northwind")),
    repository: idOf(repository),
    branch: idOf(branch),
    issue: idOf(item),
    commit: idOf(branch?.commit),
    unseen: idOf(secret),
  };
}

async function ownIds() {
  const { settings, credential } = await ask<Record<"settings" | "credential", { id: string }>>(
    gateway,
    "{ settings { id } credential { id } }",
  );
  return { settings: settings.id, credential: credential.id };
}

async function nodesOf(ids: readonly string[]) {
  const { nodes } = await ask<{ nodes: readonly unknown[] }>(
    gateway,
    `query($ids: [ID!]!) { nodes(ids: $ids) { ${ANY} } }`,
    { ids },
  );
  return nodes;
}

describe("every type that has an id", () => {
  test("is found by it, alone and among others, under the same id", async () => {
    const { user, organization, repository, branch } = worldIds();
    const { settings, credential } = await ownIds();
    const expected: Readonly<Record<string, unknown>> = {
      [user]: { __typename: "User", id: user, login: "octo-mock" },
      [organization]: { __typename: "Organization", id: organization, login: "northwind" },
      [repository]: {
        __typename: "Repository",
        id: repository,
        nameWithOwner: "octo-mock/hello-world",
        defaultBranch: { name: "main" },
      },
      [branch]: {
        __typename: "Branch",
        id: branch,
        name: "main",
        isDefault: true,
        repository: { name: "hello-world" },
      },
      [settings]: { __typename: "Settings", id: settings, version: expect.any(Number) },
      [credential]: { __typename: "GitHubCredential", id: credential, hint: expect.stringMatching(/^.{4}$/) },
    };
    for (const [id, object] of Object.entries(expected)) {
      expect(await ask(gateway, `query($id: ID!) { node(id: $id) { ${ANY} } }`, { id })).toEqual({ node: object });
    }
    expect(await nodesOf(Object.keys(expected))).toEqual(Object.values(expected));
    expect(await nodesOf(Object.keys(expected).toReversed())).toEqual(Object.values(expected).toReversed());
  });

  test("has the id in the new format, also when it is asked for by the old one", async () => {
    const { world } = gateway.fakeGitHub;
    const repository = world.repository("octo-mock", "hello-world");
    const data = await ask(gateway, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
      ids: [idOf(repository, "old"), idOf(world.user("octo-mock"), "old")],
    });
    expect(data).toEqual({ nodes: [{ id: idOf(repository) }, { id: idOf(world.user("octo-mock")) }] });
    expect(gateway.fakeGitHub.journal.graphql[0]?.headers).toMatchObject({ "x-github-next-global-id": "1" });
  });

  test("can be asked for several times in one list", async () => {
    const { user, repository } = worldIds();
    const nodes = await nodesOf([user, repository, user]);
    expect(nodes[0]).toEqual(nodes[2]);
    expect(nodes).toHaveLength(3);
  });
});

describe("ids of nothing", () => {
  test("are null in a list, each with an error at its own place, and the others stay", async () => {
    const { user, unseen, repository } = worldIds();
    const { settings } = await ownIds();
    const ids = [
      user,
      "R_kgDOnonsense",
      unseen,
      settings,
      "",
      "OG_settings_unknown",
      "OG_credential_x",
      repository,
      "MDEwOlJlcG8=",
    ];
    const answer = await gateway.graphql(
      `query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } viewer { login } }`,
      { ids },
    );
    expect(answer.data).toEqual({
      nodes: [
        { __typename: "User", id: user },
        null,
        null,
        { __typename: "Settings", id: settings },
        null,
        null,
        null,
        { __typename: "Repository", id: repository },
        null,
      ],
      viewer: { login: "octo-mock" },
    });
    expect(failuresOf(answer)).toEqual([1, 2, 4, 5, 6, 8].map((index) => `nodes.${index} NOT_FOUND`));
    expect(answer.text).not.toContain("Could not resolve");
  });

  test.for(["R_kgDOnonsense", "", "OG_settings_unknown", "constructor"])("%j alone is not found", async (id) => {
    const answer = await gateway.graphql("query($id: ID!) { node(id: $id) { id } viewer { login } }", { id });
    expect(answer.data).toEqual({ node: null, viewer: { login: "octo-mock" } });
    expect(failuresOf(answer)).toEqual(["node NOT_FOUND"]);
  });

  test("an id of another user's settings is not found", async () => {
    const { settings } = await ownIds();
    const other = `${settings.slice(0, -1)}${settings.endsWith("A") ? "B" : "A"}`;
    expect(failuresOf(await gateway.graphql("query($id: ID!) { node(id: $id) { id } }", { id: other }))).toEqual([
      "node NOT_FOUND",
    ]);
  });

  test("what GitHub has and this schema has not is an invalid id, and null in a list", async () => {
    const { commit } = worldIds();
    const answer = await gateway.graphql(
      "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } viewer { login } }",
      { id: commit },
    );
    expect(answer.data).toEqual({ node: null, nodes: [null], viewer: { login: "octo-mock" } });
    expect(failuresOf(answer)).toEqual(["node INVALID_ID"]);
  });
});

describe("how many", () => {
  test("none is an empty list, without a call to GitHub", async () => {
    expect(await nodesOf([])).toEqual([]);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test("100 are one request, 101 are refused with what to do", async () => {
    const { world } = gateway.fakeGitHub;
    const seen = world
      .allRepositories()
      .filter(({ owner }) => owner.login !== "other-mock" && owner.login !== "elsewhere");
    const ids = seen.slice(0, 101).map((repository) => idOf(repository));
    const nodes = await nodesOf(ids.slice(0, 100));
    expect(nodes.map((node) => (node as { id: string }).id)).toEqual(ids.slice(0, 100));
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
    gateway.fakeGitHub.journal.clear();
    const answer = await gateway.graphql("query($ids: [ID!]!) { session { status } nodes(ids: $ids) { id } }", { ids });
    // The list may not be null, and an error of its own would take its neighbours with it.
    expect(answer.data).toEqual({ session: { status: "AUTHENTICATED" }, nodes: ids.map(() => null) });
    expect(answer.errors).toHaveLength(100);
    expect(answer.errors[0]).toMatchObject({
      message: "`ids` has 101 ids, and at most 100 are allowed. Ask for them in several requests.",
      path: ["nodes", 0],
      extensions: { code: "BAD_USER_INPUT", nextStep: "FIX_INPUT" },
    });
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });
});

describe("while GitHub fails", () => {
  test("own objects are still answered, and each other place has the error", async () => {
    const { user, repository } = worldIds();
    const { settings } = await ownIds();
    gateway.fakeGitHub.faults.add({ form: "nginx-html", times: 10 });
    const answer = await gateway.graphql("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
      ids: [user, settings, repository],
    });
    gateway.fakeGitHub.faults.clear();
    expect(answer.data).toEqual({ nodes: [null, { id: settings }, null] });
    expect(failuresOf(answer)).toEqual(["nodes.0 GITHUB_UNAVAILABLE", "nodes.2 GITHUB_UNAVAILABLE"]);
  });
});
