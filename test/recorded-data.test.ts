import { afterAll, beforeAll, expect, test } from "vitest";
import {
  loadRecordings,
  startFakeGitHub,
  worldFromRecordings,
  type FakeGitHub,
  type World,
} from "../fake-github/index.js";
import { describeRecorded, RECORDINGS } from "../fake-github/test/recorded.js";
import { nodeId } from "../fake-github/world/node-id.js";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { walkList } from "./walk-list.js";

interface RecordedRepository {
  readonly databaseId: number;
  readonly name: string;
  readonly description: string | null;
  readonly isArchived: boolean;
  readonly isFork: boolean;
  readonly isPrivate: boolean;
  readonly stargazerCount: number;
  readonly primaryLanguage: { readonly name: string } | null;
  readonly defaultBranchRef: { readonly name: string } | null;
  readonly pushedAt: string;
  readonly updatedAt: string;
}

interface RecordedData {
  readonly user: Readonly<Record<string, unknown>> & {
    readonly repositories: { readonly nodes: readonly RecordedRepository[] };
  };
  readonly organization: { readonly repositories: { readonly nodes: readonly RecordedRepository[] } };
  readonly repository: RecordedRepository & {
    readonly refs: { readonly nodes: readonly { readonly name: string; readonly target: { readonly oid: string } }[] };
  };
}

const REPOSITORY = `{ databaseId name description isArchived isFork isPrivate stargazerCount primaryLanguage { name }
  defaultBranch { name } pushedAt updatedAt }`;

describeRecorded("the gateway on what was recorded at the real GitHub", () => {
  const recordings = new Map(loadRecordings(RECORDINGS, "graphql").map((recording) => [recording.id, recording]));
  let world: World;
  let fakeGitHub: FakeGitHub;
  let gateway: TestGateway;
  beforeAll(async () => {
    world = worldFromRecordings(RECORDINGS);
    fakeGitHub = await startFakeGitHub({ world, webUrl: "https://github.com" });
    gateway = await startGateway({ fakeGitHub, token: "recorded" });
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await fakeGitHub[Symbol.asyncDispose]();
  });

  function recorded(id: string): RecordedData {
    const found = recordings.get(id);
    if (found === undefined) throw new Error(`There is no recording ${id}.`);
    return (found.response.body as { data: RecordedData }).data;
  }

  /** As the gateway shows a recorded repository. */
  function asShown({
    databaseId,
    name,
    description,
    isArchived,
    isFork,
    isPrivate,
    stargazerCount,
    ...rest
  }: RecordedRepository) {
    return {
      databaseId: String(databaseId),
      name,
      description,
      isArchived,
      isFork,
      isPrivate,
      stargazerCount,
      primaryLanguage: rest.primaryLanguage,
      defaultBranch: rest.defaultBranchRef && { name: rest.defaultBranchRef.name },
      pushedAt: new Date(rest.pushedAt).toISOString(),
      updatedAt: new Date(rest.updatedAt).toISOString(),
    };
  }

  async function walk(owner: string, first: number) {
    const field = `repositories(owner: "${owner}", includeArchived: true, $page)`;
    const shown = await walkList<RecordedRepository>(gateway, { field, first, select: REPOSITORY });
    return shown.map((each) => ({ ...each, ...times(each) }));
  }

  function times({ pushedAt, updatedAt }: RecordedRepository) {
    return { pushedAt: new Date(pushedAt).toISOString(), updatedAt: new Date(updatedAt).toISOString() };
  }

  function newestFirst(repositories: readonly RecordedRepository[]) {
    return repositories.toSorted((left, right) => Date.parse(right.pushedAt) - Date.parse(left.pushedAt)).map(asShown);
  }

  test("the repositories of a user, over four pages", async () => {
    const { nodes } = recorded("mergestat-testuserrepos").user.repositories;
    expect(nodes).toHaveLength(23);
    expect(await walk("josephjacks", 7)).toEqual(newestFirst(nodes));
  });

  test("the repositories of an organization, over three pages", async () => {
    const { nodes } = recorded("mergestat-testorgrepos").organization.repositories;
    expect(nodes).toHaveLength(50);
    const facebook = world.organization("facebook");
    const viewer = world.user("josephjacks");
    if (facebook && viewer) world.addMember(facebook, viewer);
    expect(await walk("facebook", 20)).toEqual(newestFirst(nodes));
  });

  test("the branches of a repository, over several pages, also by the name that it had before", async () => {
    for (const [id, owner, name] of [
      ["mergestat-testbranches-1", "mergestat", "mergestat"],
      ["mergestat-testbranches-2", "askgitdev", "askgit"],
    ] as const) {
      const { nodes } = recorded(id).repository.refs;
      const field = `branches(owner: "${owner}", name: "${name}", pinDefault: false, $page)`;
      const shown = await walkList(gateway, {
        field,
        first: 2,
        select: "{ name commitSha isDefault repository { nameWithOwner } }",
      });
      expect(nodes).toHaveLength(6);
      expect(shown).toEqual(
        nodes.map((each) => ({
          name: each.name,
          commitSha: each.target.oid,
          isDefault: each.name === "main",
          repository: { nameWithOwner: "mergestat/mergestat" },
        })),
      );
    }
  });

  test("a repository by its name", async () => {
    const data = await ask<{ repository: RecordedRepository }>(
      gateway,
      `{ repository(owner: "mergestat", name: "mergestat") ${REPOSITORY} }`,
    );
    const shown = { ...data.repository, ...times(data.repository) };
    expect(shown).toEqual(asShown({ ...recorded("mergestat-testrepoinfo").repository, databaseId: shown.databaseId }));
  });

  test("a user", async () => {
    const { name, company, email, avatarUrl } = recorded("mergestat-testuserinfo").user;
    const user = world.user("patrickdevivo");
    expect(user).toBeDefined();
    const { node } = await ask<{ node: object }>(
      gateway,
      "query($id: ID!) { node(id: $id) { ... on User { login name company email avatarUrl isViewer } } }",
      { id: user && nodeId(user, "new") },
    );
    expect(node).toEqual({ login: "patrickdevivo", name, company, email, avatarUrl, isViewer: false });
  });

  test("the viewer, and what is not there", async () => {
    const answer = await gateway.graphql(
      '{ viewer { login isViewer } repository(owner: "mergestat", name: "gone") { name } }',
    );
    expect(answer.data).toEqual({ viewer: { login: "josephjacks", isViewer: true }, repository: null });
    expect(failuresOf(answer)).toEqual(["repository NOT_FOUND"]);
    expect([...fakeGitHub.journal.notModelled]).toEqual([]);
  });
});
