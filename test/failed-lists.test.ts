import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startFakeGitHub, World, type FakeGitHub } from "../fake-github/index.js";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type GraphQLAnswer, type TestGateway } from "./gateway.js";

type Path = readonly (string | number)[];

let fakeGitHub: FakeGitHub;
let gateway: TestGateway;
beforeAll(async () => {
  fakeGitHub = await startFakeGitHub({ world: createWorld(), secondaryLimits: false });
  gateway = await startGateway({ fakeGitHub, token: "ana" });
  const { repository } = await ask<{ repository: { id: string } }>(
    gateway,
    '{ repository(owner: "ana", name: "used") { id } }',
  );
  await ask(
    gateway,
    "mutation($id: ID!) { recordRepositoryUse(input: { repositoryId: $id }) { userErrors { code } } }",
    repository,
  );
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await fakeGitHub[Symbol.asyncDispose]();
});
beforeEach(() => {
  fakeGitHub.faults.clear();
  return () => expect([...fakeGitHub.journal.notModelled]).toEqual([]);
});

/** A user who has something in every list. */
function createWorld(): World {
  const world = new World();
  const ana = world.addUser({ login: "ana" });
  const acme = world.addOrganization({ login: "acme" });
  world.addMember(acme, ana);
  const used = world.addRepository({ owner: ana, name: "used" });
  world.addRepository({ owner: ana, name: "other" });
  world.addRepository({ owner: acme, name: "team" });
  world.addIssue(used, { author: ana });
  world.addPullRequest(used, { author: ana });
  world.addToken({ name: "ana", user: ana });
  return world;
}

const LAST_USED = "orderBy: { field: LAST_USED, direction: DESC }";
const INVOLVED = "involvement: [AUTHORED], states: [OPEN]";

/** Each list: its field, where it stands in the document, and the lists that are asked for by these keys below. */
const LISTS: readonly (readonly [field: string, place: Path, keys?: readonly string[]])[] = [
  ["repositories(first: 7)", ["p0", "repositories"]],
  ['repositories(first: 7, owner: "ana")', ["p0", "repositories"]],
  ["repositories(first: 7, minimumPermission: WRITE)", ["p0", "repositories"], ["rows__", "page__"]],
  [`repositories(first: 1, ${LAST_USED})`, ["p0"]],
  ["organizations(first: 7)", ["p0", "organizations"]],
  [`issues(first: 7, ${INVOLVED})`, ["p0"]],
  [`pullRequests(first: 7, ${INVOLVED})`, ["p0"]],
  ['searchRepositories(first: 7, query: "used", scope: ALL)', ["p0"]],
  ["suggestedTasks(first: 7, kinds: [OPEN_PR])", ["p0"], ["rows__", "page__"]],
];

const ERRORS = {
  "with an error": (path: Path) => [
    { type: "RESOURCE_LIMITS_EXCEEDED", message: "Resource limits for this query exceeded.", path },
  ],
  "without a word": () => [],
};

/** A list that has failed is an error at its place; what the client sees of it must not look empty. */
function expectFailure(answer: GraphQLAnswer, code: string): void {
  expect({ data: answer.data, failures: failuresOf(answer) }).toEqual({
    data: { list: null, session: { status: "AUTHENTICATED" } },
    failures: [`list ${code}`],
  });
}

describe.each(Object.entries(ERRORS))("null in the place of a list, %s,", (name, errorsAt) => {
  const code = name === "with an error" ? "QUERY_TOO_EXPENSIVE" : "GITHUB_UNEXPECTED_RESPONSE";
  const askWith = async (field: string, path: Path, selection: string) => {
    fakeGitHub.faults.add({ nullAt: [path], addErrors: errorsAt(path), times: 100 });
    return gateway.graphql(`{ list: ${field} ${selection} session { status } }`);
  };
  const REST = "pageInfo { hasNextPage } restrictions { reason }";

  test.for(LISTS)("is no empty list: %s", async ([field, place, keys = []]) => {
    const isIds = field.includes("LAST_USED");
    const selections = field.startsWith("suggestedTasks") ? [] : isIds ? [] : ["nodes", "edges", "pageInfo"];
    for (const key of [...selections, ...keys]) {
      const selection = key === "edges" ? "edges { node { id } }" : "nodes { id }";
      expectFailure(await askWith(field, [...place, key], `{ ${selection} ${REST} }`), code);
      fakeGitHub.faults.clear();
    }
    // Of the list itself and of what has it.
    for (const path of place.length > 1 ? [place, place.slice(0, 1)] : [place]) {
      const answer = await askWith(field, path, `{ nodes { id } ${REST} }`);
      // GitHub says of an owner that there is none by null alone.
      const isOwner = path.length === 1 && field.includes("owner") && name === "without a word";
      expectFailure(answer, isOwner ? "NOT_FOUND" : code);
      fakeGitHub.faults.clear();
    }
  });

  test.for([
    ["branches__refs"],
    ["branches__refs", "nodes"],
    ["branches__refs", "rows__"],
    ["branches__refs", "page__"],
  ])("is no repository with one branch: %j", async (path) => {
    const answer = await askWith(
      'repository(owner: "ana", name: "used")',
      ["p0", ...path],
      "{ name branches { nodes { name } pageInfo { hasNextPage } } }",
    );
    expect(answer.data).toEqual({ list: { name: "used", branches: null }, session: { status: "AUTHENTICATED" } });
    expect(failuresOf(answer)).toEqual([`list.branches ${code}`]);
  });

  test.for([["issues__items"], ["issues__items", "nodes"], ["issues__items", "pageInfo"]])(
    "is no repository without issues: %j",
    async (path) => {
      const answer = await askWith(
        'repository(owner: "ana", name: "used")',
        ["p0", ...path],
        "{ name issues { nodes { id } pageInfo { hasNextPage } } }",
      );
      expect(answer.data).toEqual({ list: { name: "used", issues: null }, session: { status: "AUTHENTICATED" } });
      expect(failuresOf(answer)).toEqual([`list.issues ${code}`]);
    },
  );

  test.for([["p0"], ["p0", "rows__"], ["p0", "page__"]])(
    "is no search without tasks where others have some: %j",
    async (path) => {
      const answer = await askWith("suggestedTasks(first: 7)", path, "{ restrictions { message } }");
      expect(answer.errors).toEqual([]);
      expect(answer.data).toMatchObject({
        list: {
          restrictions: [{ message: expect.stringContaining("Your pull requests could not be looked through.") }],
        },
      });
    },
  );
});
