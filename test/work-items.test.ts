import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BotRecord, IssueRecord, PullRequestRecord, RepositoryRecord } from "../fake-github/index.js";
import { nodeId } from "../fake-github/world/node-id.js";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { documentsOf, fieldsIn } from "./upstream-journal.js";
import { walkList } from "./walk-list.js";

type Item = IssueRecord | PullRequestRecord;

const HELLO = 'repository(owner: "octo-mock", name: "hello-world")';

let gateway: TestGateway;
let hello: RepositoryRecord;
beforeAll(async () => {
  gateway = await startGateway({ world: { secondaryLimits: false, pointsPerHour: 1_000_000 } });
  const found = gateway.fakeGitHub.world.repository("octo-mock", "hello-world");
  if (!found) throw new Error("The world has no hello-world.");
  hello = found;
  const { world } = gateway.fakeGitHub;
  const closed = world.addRepository({ owner: viewer(), name: "closed" });
  for (let index = 0; index < 9; index += 1) {
    world.addIssue(closed, { author: null, mentions: [viewer()], state: "CLOSED" });
    world.addPullRequest(closed, { author: viewer(), state: "CLOSED" });
  }
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  gateway.fakeGitHub.faults.clear();
  gateway.fakeGitHub.journal.clear();
  return () => expect([...gateway.fakeGitHub.journal.notModelled]).toEqual([]);
});

const idOf = (item: Item) => nodeId(item, "new");
const viewer = () => gateway.fakeGitHub.world.token("classic").user;
const isOf = (item: Item) => ({
  AUTHORED: item.author === viewer(),
  ASSIGNED: item.assigned.includes(viewer()),
  MENTIONED: item.mentioned.includes(viewer()),
  REVIEW_REQUESTED: item.__typename === "PullRequest" && item.requested.includes(viewer()),
});
type Involvement = keyof ReturnType<typeof isOf>;

/** Every issue or pull request of the world, newest first. */
function worldItems(type: Item["__typename"]): readonly Item[] {
  return gateway.fakeGitHub.world
    .allRepositories()
    .flatMap(({ items }) => [...items.values()])
    .filter((item) => item.__typename === type)
    .toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : one.createdAt > other.createdAt ? -1 : 0));
}

function involving(type: Item["__typename"], involvement: readonly Involvement[], states: readonly string[]) {
  return worldItems(type).filter((item) => states.includes(item.state) && involvement.some((each) => isOf(item)[each]));
}

describe("an issue and a pull request", () => {
  test("have what the world says of them, each by its number", async () => {
    const issue = [...hello.items.values()].find((item) => item.__typename === "Issue");
    const pull = [...hello.items.values()].find((item) => item.title === "Say what to do next");
    const data = await ask(
      gateway,
      `query($issue: Int!, $pull: Int!) { ${HELLO} {
        issue(number: $issue) {
          id number title url state createdAt updatedAt labels commentCount author { login } repository { name }
        }
        pullRequest(number: $pull) {
          id number title state isDraft headRefName baseRefName mergeable checks reviewDecision unresolvedThreadCount
        }
      } }`,
      { issue: issue?.number, pull: pull?.number },
    );
    expect(data).toEqual({
      repository: {
        issue: {
          id: issue && idOf(issue),
          number: issue?.number,
          title: issue?.title,
          url: `${gateway.fakeGitHub.url}/octo-mock/hello-world/issues/${issue?.number}`,
          state: issue?.state,
          createdAt: issue?.createdAt,
          updatedAt: issue?.updatedAt,
          labels: issue?.labelled.map(({ name }) => name),
          commentCount: issue?.commentCount,
          author: { login: issue?.author?.login },
          repository: { name: "hello-world" },
        },
        pullRequest: {
          id: pull && idOf(pull),
          number: pull?.number,
          title: "Say what to do next",
          state: "OPEN",
          isDraft: false,
          headRefName: `change-${pull?.number}`,
          baseRefName: hello.defaultBranch,
          mergeable: "MERGEABLE",
          checks: "SUCCESS",
          reviewDecision: "CHANGES_REQUESTED",
          unresolvedThreadCount: 2,
        },
      },
    });
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
  });

  test("are found by their ids, as what they have in common and as what they are", async () => {
    const issue = [...hello.items.values()].find((item) => item.__typename === "Issue");
    const pull = [...hello.items.values()].find((item) => item.__typename === "PullRequest");
    const ids = [issue, pull].map((item) => item && idOf(item));
    const data = await ask(
      gateway,
      `query($ids: [ID!]!) { nodes(ids: $ids) {
        __typename
        ... on WorkItem { number again: title author { login ... on User { name } } }
        ... on Issue { issueState: state }
        ... on PullRequest { title }
      } }`,
      { ids },
    );
    const author = { login: "octo-mock", name: "Octo Mock" };
    expect(data).toEqual({
      nodes: [
        { __typename: "Issue", number: issue?.number, again: issue?.title, author, issueState: issue?.state },
        { __typename: "PullRequest", number: pull?.number, again: pull?.title, author, title: pull?.title },
      ],
    });
  });

  test("that are not there are not found, and the other fields stay", async () => {
    const answer = await gateway.graphql(
      `{ ${HELLO} { name issue(number: 99999) { title } pullRequest(number: 1) { title } } }`,
    );
    expect(answer.data).toEqual({ repository: { name: "hello-world", issue: null, pullRequest: null } });
    expect(failuresOf(answer)).toEqual(["repository.issue NOT_FOUND", "repository.pullRequest NOT_FOUND"]);
  });
});

describe("whoever opened it", () => {
  const MANNEQUIN = {
    __typename: "Mannequin",
    databaseId: 4_711,
    login: "old-ana",
    avatarUrl: "https://example.com/old-ana.png",
    url: "https://example.com/old-ana",
  };
  const BOT: BotRecord = {
    __typename: "Bot",
    databaseId: 4_712,
    login: "renovate",
    createdAt: "2020-01-01T00:00:00Z",
    updatedAt: "2020-01-01T00:00:00Z",
  };

  test.for([
    ["a bot", BOT, { __typename: "Bot", login: "renovate", id: expect.any(String) }],
    [
      "someone of an import, shown with name and picture",
      MANNEQUIN,
      { __typename: "Bot", login: "old-ana", id: expect.any(String) },
    ],
    ["a deleted account", null, null],
  ] as const)("is %s", async ([_who, author, expected]) => {
    const { number } = gateway.fakeGitHub.world.addPullRequest(hello, {
      author: author as BotRecord | null,
      state: "CLOSED",
    });
    const data = await ask(
      gateway,
      `query($number: Int!) { ${HELLO} { pullRequest(number: $number) {
        author { __typename login ... on User { company } ... on Bot { id } }
      } } }`,
      { number },
    );
    expect(data).toEqual({ repository: { pullRequest: { author: expected } } });
  });
});

describe("what GitHub withholds of a pull request", () => {
  const QUERY = `query($number: Int!) { ${HELLO} { pullRequest(number: $number) { title checks unresolvedThreadCount } } }`;
  const numberOf = () => [...hello.items.values()].find((item) => item.title === "Say what to do next")?.number;

  test("leaves the checks null with an error, since null alone says that there are none", async () => {
    const path = ["p0", "pullRequest", "checks__statusCheckRollup"];
    gateway.fakeGitHub.faults.add({
      nullAt: [path],
      addErrors: [{ type: "FORBIDDEN", path, message: "Resource not accessible by personal access token" }],
    });
    const answer = await gateway.graphql(QUERY, { number: numberOf() });
    expect(answer.data).toEqual({
      repository: { pullRequest: { title: "Say what to do next", checks: null, unresolvedThreadCount: 2 } },
    });
    expect(failuresOf(answer)).toEqual(["repository.pullRequest.checks GITHUB_SCOPE_MISSING"]);
  });

  test("leaves the number of threads null without one", async () => {
    const path = ["p0", "pullRequest", "unresolvedThreadCount__reviewThreads"];
    gateway.fakeGitHub.faults.add({
      nullAt: [path],
      addErrors: [{ type: "FORBIDDEN", path, message: "Resource not accessible by personal access token" }],
    });
    const answer = await gateway.graphql(QUERY, { number: numberOf() });
    expect(answer.data).toEqual({
      repository: { pullRequest: { title: "Say what to do next", checks: "SUCCESS", unresolvedThreadCount: null } },
    });
    expect(answer.errors).toEqual([]);
  });
});

interface RepositoryList {
  readonly repository: {
    readonly list: {
      readonly nodes: readonly { readonly number: number }[];
      readonly totalCount: number;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}

describe("the lists of a repository", () => {
  const ofHello = (type: Item["__typename"], states: readonly string[]) =>
    worldItems(type)
      .filter((item) => item.repository === hello && states.includes(item.state))
      .map(({ number }) => number);

  test.for([
    ["issues", "Issue", ["OPEN"]],
    ["issues", "Issue", ["CLOSED"]],
    ["issues", "Issue", ["OPEN", "CLOSED"]],
    ["pullRequests", "PullRequest", ["OPEN"]],
    ["pullRequests", "PullRequest", ["MERGED"]],
    ["pullRequests", "PullRequest", ["CLOSED", "MERGED"]],
  ] as const)("%s in the states %j, newest first, each once", async ([list, type, states]) => {
    const numbers: number[] = [];
    for (let after: string | null = null; ;) {
      const data: RepositoryList = await ask(
        gateway,
        `query($after: String, $states: [${type}State!]!) { ${HELLO} {
          list: ${list}(first: 3, after: $after, states: $states) { nodes { number } totalCount pageInfo { hasNextPage endCursor } }
        } }`,
        { after, states },
      );
      const { nodes, totalCount, pageInfo } = data.repository.list;
      expect(totalCount).toBe(ofHello(type, states).length);
      numbers.push(...nodes.map(({ number }) => number));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(numbers).toEqual(ofHello(type, states));
  });

  test("have 30 open ones unless told otherwise", async () => {
    const { repository } = await ask<{ repository: { issues: { nodes: readonly { state: string }[] } } }>(
      gateway,
      `{ ${HELLO} { issues { nodes { state } } } }`,
    );
    expect(repository.issues.nodes).toHaveLength(Math.min(30, ofHello("Issue", ["OPEN"]).length));
    expect(new Set(repository.issues.nodes.map(({ state }) => state))).toEqual(new Set(["OPEN"]));
  });

  test("refuse the cursors of each other, of other states and of other repositories", async () => {
    const { repository } = await ask<{ repository: { issues: { pageInfo: { endCursor: string } } } }>(
      gateway,
      `{ ${HELLO} { issues(first: 2) { pageInfo { endCursor } } } }`,
    );
    const after = repository.issues.pageInfo.endCursor;
    const answer = await gateway.graphql(
      `query($after: String) {
        ${HELLO} {
          name
          issues(after: $after, states: [CLOSED]) { nodes { id } }
          pullRequests(after: $after) { nodes { id } }
        }
        other: repository(owner: "octo-mock", name: "many-branches") { issues(after: $after) { nodes { id } } }
        issues(after: $after) { nodes { id } }
      }`,
      { after },
    );
    expect(answer.data).toMatchObject({ repository: { name: "hello-world", issues: null, pullRequests: null } });
    expect(failuresOf(answer)).toEqual([
      "issues INVALID_CURSOR",
      // GitHub itself refuses this one, and with it the repository.
      "other INVALID_CURSOR",
      "repository.issues INVALID_CURSOR",
      "repository.pullRequests INVALID_CURSOR",
    ]);
  });

  test("ask GitHub for nothing beside", async () => {
    await ask(gateway, `{ ${HELLO} { issues(first: 2) { nodes { title } } } }`);
    const [document] = documentsOf(gateway);
    expect(document && fieldsIn(document)).toEqual([
      "Issue.title",
      "IssueConnection.nodes",
      "Query.repository",
      // A cursor is bound to the repository.
      "Repository.id",
      "Repository.issues",
    ]);
  });
});

describe("what involves the caller", () => {
  const cases: readonly (readonly ["issues" | "pullRequests", readonly Involvement[], readonly string[]])[] = [
    ["issues", ["ASSIGNED"], ["OPEN"]],
    ["issues", ["AUTHORED"], ["OPEN", "CLOSED"]],
    ["issues", ["MENTIONED"], ["CLOSED"]],
    ["issues", ["ASSIGNED", "AUTHORED", "MENTIONED"], ["OPEN", "CLOSED"]],
    ["issues", ["REVIEW_REQUESTED", "MENTIONED", "MENTIONED"], ["OPEN"]],
    ["issues", ["REVIEW_REQUESTED"], ["OPEN"]],
    ["pullRequests", ["AUTHORED"], ["OPEN"]],
    ["pullRequests", ["AUTHORED"], ["CLOSED"]],
    ["pullRequests", ["AUTHORED"], ["MERGED"]],
    ["pullRequests", ["AUTHORED"], ["OPEN", "CLOSED"]],
    ["pullRequests", ["AUTHORED"], ["CLOSED", "MERGED"]],
    ["pullRequests", ["AUTHORED"], ["OPEN", "MERGED"]],
    ["pullRequests", ["AUTHORED", "REVIEW_REQUESTED"], ["OPEN", "CLOSED", "MERGED"]],
    ["pullRequests", ["AUTHORED", "REVIEW_REQUESTED", "ASSIGNED"], ["OPEN", "MERGED"]],
  ];

  test.for(cases.flatMap((each) => [[...each, 4] as const, [...each, 100] as const]))(
    "%s %j %j in pages of %i: each once, newest first",
    async ([list, involvement, states, first]) => {
      const type = list === "issues" ? "Issue" : "PullRequest";
      const field = `${list}(involvement: [${involvement.join(", ")}], states: [${states.join(", ")}], $page)`;
      const found = await walkList<{ id: string; createdAt: string }>(gateway, {
        field,
        first,
        select: "{ id createdAt }",
      });
      const expected = involving(type, involvement, states);
      expect(found.map(({ id }) => id).toSorted()).toEqual(expected.map(idOf).toSorted());
      const dates = found.map(({ createdAt }) => createdAt);
      expect(dates).toEqual(dates.toSorted().toReversed());
      if (!involvement.every((each) => each === "REVIEW_REQUESTED")) expect(found.length).toBeGreaterThan(5);
    },
  );

  test("opened in the same second is neither lost nor shown twice", async () => {
    const { world } = gateway.fakeGitHub;
    const crowd = world.addRepository({ owner: viewer(), name: "crowd" });
    for (let index = 0; index < 23; index += 1) {
      world.addIssue(crowd, {
        author: viewer(),
        assignees: index % 2 === 0 ? [viewer()] : [],
        mentions: index % 3 === 0 ? [viewer()] : [],
        createdAt: "2020-02-02T02:02:02Z",
      });
    }
    for (const first of [1, 2, 5, 7, 23]) {
      const field = `issues(involvement: [ASSIGNED, MENTIONED, AUTHORED], repository: "octo-mock/crowd", $page)`;
      const found = await walkList<{ number: number }>(gateway, { field, first, select: "{ number }" });
      expect(found.map(({ number }) => number).toSorted((one, other) => one - other)).toEqual(
        Array.from({ length: 23 }, (_, index) => index + 1),
      );
    }
  });

  test("is not shown twice when something new comes in during a walk", async () => {
    const { world } = gateway.fakeGitHub;
    const found = await walkList<{ id: string }>(gateway, {
      field: "issues(involvement: [ASSIGNED, AUTHORED], $page)",
      first: 5,
      select: "{ id }",
      afterPage() {
        const createdAt = new Date().toISOString().replace(/\.\d+/, "");
        world.addIssue(hello, { author: viewer(), assignees: [viewer()], createdAt });
        return Promise.resolve();
      },
    });
    const ids = found.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(15);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("is not lost when more than a page of something new comes in to one of the searches", async () => {
    const { world } = gateway.fakeGitHub;
    const mona = world.user("mona-mock") ?? null;
    const before = involving("Issue", ["ASSIGNED", "AUTHORED"], ["OPEN"]).map(idOf);
    let isFirst = true;
    const found = await walkList<{ id: string }>(gateway, {
      field: "issues(involvement: [ASSIGNED, AUTHORED], $page)",
      first: 3,
      select: "{ id }",
      afterPage() {
        const createdAt = world.daysAgo(-9);
        for (let count = 0; isFirst && count < 7; count += 1) {
          world.addIssue(hello, { author: mona, assignees: [viewer()], createdAt });
        }
        isFirst = false;
        return Promise.resolve();
      },
    });
    expect(found.map(({ id }) => id).toSorted()).toEqual(before.toSorted());
  });

  test("is one document, whatever the involvement, and holds nothing beside what merging needs", async () => {
    await ask(gateway, "{ issues(first: 3) { nodes { title } } }");
    await ask(gateway, "{ issues(first: 3, involvement: [ASSIGNED, MENTIONED]) { nodes { title } } }");
    expect(documentsOf(gateway).map(fieldsIn)).toEqual([
      ["Issue.title", "Query.search", "SearchResultItemConnection.nodes"],
      [
        "Issue.createdAt",
        "Issue.id",
        "Issue.title",
        "PageInfo.endCursor",
        "PageInfo.hasNextPage",
        "Query.search",
        "SearchResultItemConnection.edges",
        "SearchResultItemConnection.nodes",
        "SearchResultItemConnection.pageInfo",
        "SearchResultItemEdge.cursor",
        "SearchResultItemEdge.node",
      ],
    ]);
  });

  test("counts what one search finds, and says nothing where several are merged", async () => {
    const data = await ask(
      gateway,
      "{ one: issues(first: 1) { totalCount } two: issues(first: 1, involvement: [ASSIGNED, AUTHORED]) { totalCount } }",
    );
    expect(data).toEqual({
      one: { totalCount: involving("Issue", ["ASSIGNED"], ["OPEN"]).length },
      two: { totalCount: null },
    });
  });

  test("in one repository is found there alone", async () => {
    const { issues } = await ask<{ issues: { nodes: readonly { repository: { nameWithOwner: string } }[] } }>(
      gateway,
      '{ issues(repository: "octo-mock/hello-world") { nodes { repository { nameWithOwner } } } }',
    );
    expect(issues.nodes.length).toBeGreaterThan(1);
    expect(new Set(issues.nodes.map(({ repository }) => repository.nameWithOwner))).toEqual(
      new Set(["octo-mock/hello-world"]),
    );
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
  });

  test.for([
    ["octo-mock/nothing", "NOT_FOUND"],
    ["other-mock/secret", "NOT_FOUND"],
    ["hello-world", "BAD_USER_INPUT"],
    ['a/b" repo:torvalds/linux', "BAD_USER_INPUT"],
    ["", "BAD_USER_INPUT"],
  ])("in the repository %j is no empty list but %s", async ([repository, code]) => {
    const answer = await gateway.graphql(
      "query($repository: String) { issues(repository: $repository) { nodes { id } } viewer { login } }",
      {
        repository,
      },
    );
    expect(answer.data).toEqual({ issues: null, viewer: { login: "octo-mock" } });
    expect(failuresOf(answer)).toEqual([`issues ${code}`]);
  });

  test("in a renamed repository says its new name", async () => {
    const { world } = gateway.fakeGitHub;
    const repository = world.addRepository({ owner: viewer(), name: "before" });
    world.renameRepository(repository, "afterwards");
    const answer = await gateway.graphql('{ issues(repository: "octo-mock/before") { nodes { id } } }');
    expect(answer.errors[0]?.message).toBe(
      "The repository octo-mock/before is called octo-mock/afterwards now. Ask for that name.",
    );
  });

  test("stays where one of the searches fails, with the reason", async () => {
    gateway.fakeGitHub.faults.add({
      nullAt: [["p1"]],
      addErrors: [{ type: "SERVICE_UNAVAILABLE", path: ["p1"], message: "Try later." }],
    });
    const { issues } = await ask<{ issues: { nodes: readonly object[]; restrictions: readonly object[] } }>(
      gateway,
      "{ issues(first: 100, involvement: [ASSIGNED, AUTHORED]) { nodes { id } restrictions { reason message nextStep } } }",
    );
    expect(issues.nodes).toHaveLength(involving("Issue", ["ASSIGNED"], ["OPEN"]).length);
    expect(issues.restrictions).toEqual([
      { reason: "UNKNOWN", message: "GitHub has a problem of its own. Try again in a moment.", nextStep: "RETRY" },
    ]);
  });

  test("is an error and no empty list where all of them fail", async () => {
    gateway.fakeGitHub.faults.add({ form: "unicorn-html", times: 100 });
    const answer = await gateway.graphql("{ issues(involvement: [ASSIGNED, AUTHORED]) { nodes { id } } }");
    gateway.fakeGitHub.faults.clear();
    expect(answer.data).toEqual({ issues: null });
    expect(failuresOf(answer)).toEqual(["issues GITHUB_UNAVAILABLE"]);
  });
});
