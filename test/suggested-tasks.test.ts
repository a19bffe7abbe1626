import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Kind, parse } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  startFakeGitHub,
  World,
  type FakeGitHub,
  type IssueRecord,
  type PullRequestRecord,
  type UserRecord,
} from "../fake-github/index.js";
import { nodeId } from "../fake-github/world/node-id.js";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { documentsOf, fieldsIn } from "./upstream-journal.js";
import { walkList } from "./walk-list.js";

const OPERATIONS = fileURLToPath(new URL("../../shared/contract/operations.graphql", import.meta.url));
const KINDS = [
  "MERGE_CONFLICTS",
  "FAILING_CHECKS",
  "CHANGES_REQUESTED",
  "UNRESOLVED_COMMENTS",
  "REVIEW_REQUESTED",
  "OPEN_ISSUE",
  "OPEN_PR",
] as const;

interface Task {
  readonly id: string;
  readonly kind: (typeof KINDS)[number];
  readonly reason: string;
  readonly updatedAt: string;
  readonly subject: { readonly __typename: string; readonly id: string; readonly title: string };
  readonly repository: { readonly name: string };
}
const TASK = "{ id kind reason updatedAt subject { __typename id title } repository { name } }";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: { secondaryLimits: false, pointsPerHour: 1_000_000 } });
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  gateway.fakeGitHub.faults.clear();
  gateway.fakeGitHub.journal.clear();
  return () => expect([...gateway.fakeGitHub.journal.notModelled]).toEqual([]);
});

type Item = IssueRecord | PullRequestRecord;

/** The tasks of a user, worked out from the world alone: kind and id of the item, in order. */
function tasksOf(
  { world }: FakeGitHub,
  viewer: UserRecord,
  wanted: readonly string[] = KINDS,
): readonly (readonly [Task["kind"], string])[] {
  const items = world
    .allRepositories()
    .flatMap((repository) => (repository.isArchived ? [] : [...repository.items.values()]));
  return items
    .filter(({ state }) => state === "OPEN")
    .flatMap((item) => {
      const kind = kindsOf(item, viewer).find((each) => wanted.includes(each));
      return kind === undefined ? [] : [{ kind, item }];
    })
    .toSorted(
      (one, other) =>
        KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) || (one.item.updatedAt < other.item.updatedAt ? 1 : -1),
    )
    .map(({ kind, item }) => [kind, nodeId(item, "new")] as const);
}

/** Every reason for which an item waits, most urgent first. */
function kindsOf(item: Item, viewer: UserRecord): readonly Task["kind"][] {
  if (item.__typename === "Issue") return item.assigned.includes(viewer) ? ["OPEN_ISSUE"] : [];
  if (item.author !== viewer) return item.requested.includes(viewer) ? ["REVIEW_REQUESTED"] : [];
  const troubles: Task["kind"][] = [];
  if (item.mergeable === "CONFLICTING") troubles.push("MERGE_CONFLICTS");
  if (item.head.checks === "FAILURE" || item.head.checks === "ERROR") troubles.push("FAILING_CHECKS");
  if (item.reviewDecision === "CHANGES_REQUESTED") troubles.push("CHANGES_REQUESTED");
  if (item.threadList.some(({ isResolved }) => !isResolved)) troubles.push("UNRESOLVED_COMMENTS");
  return troubles.length > 0 ? troubles : ["OPEN_PR"];
}

const kindsAndSubjects = (tasks: readonly Task[]) => tasks.map(({ kind, subject }) => [kind, subject.id]);
const walk = (on: TestGateway, first: number, args = "") =>
  walkList<Task>(on, { field: `suggestedTasks(${args} $page)`, first, select: TASK });

/** A user with so many items of each search, and a gateway for that user. */
async function startCrowd(count: number): Promise<TestGateway & { readonly viewer: UserRecord }> {
  const world = new World();
  const viewer = world.addUser({ login: "ana" });
  const other = world.addUser({ login: "ben" });
  world.addToken({ name: "ana", user: viewer });
  const repository = world.addRepository({ owner: viewer, name: "work" });
  for (let index = 0; index < count; index += 1) {
    const at = { createdAt: world.daysAgo(300 + index), updatedAt: world.daysAgo((index * 37) % 211) };
    world.addIssue(repository, { ...at, author: other, assignees: [viewer] });
    world.addPullRequest(repository, {
      ...at,
      author: viewer,
      mergeable: index % 5 === 0 ? "CONFLICTING" : "MERGEABLE",
      checks: index % 3 === 0 ? "FAILURE" : "SUCCESS",
      unresolvedThreads: index % 4 === 0 ? 1 : 0,
    });
    world.addPullRequest(repository, { ...at, author: other, reviewRequests: [viewer] });
  }
  const fakeGitHub = await startFakeGitHub({ world, secondaryLimits: false, pointsPerHour: 1_000_000 });
  const started = await startGateway({ fakeGitHub, token: "ana" });
  return {
    ...started,
    viewer,
    async [Symbol.asyncDispose]() {
      await started[Symbol.asyncDispose]();
      await fakeGitHub[Symbol.asyncDispose]();
    },
  };
}

describe("suggested tasks", () => {
  test.skipIf(!existsSync(OPERATIONS))(
    `come with operation 7 of ${OPERATIONS} as it stands (skipped without it)`,
    async () => {
      const { suggestedTasks } = await ask<{
        suggestedTasks: { nodes: readonly object[]; restrictions: readonly object[] };
      }>(gateway, operationNamed("Tasks"));
      expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
      expect(suggestedTasks.restrictions).toEqual([]);
      expect(suggestedTasks.nodes).toHaveLength(10);
      expect(suggestedTasks.nodes[0]).toEqual({
        id: expect.stringMatching(/^OG_task_/),
        kind: "MERGE_CONFLICTS",
        reason: "Your pull request has conflicts with the branch it goes to.",
        subject: {
          __typename: "PullRequest",
          number: expect.any(Number),
          title: "Rework the parser",
          url: expect.stringContaining("/pull/"),
          isDraft: false,
          checks: "SUCCESS",
          mergeable: "CONFLICTING",
        },
        repository: { nameWithOwner: expect.stringContaining("/") },
      });
    },
  );

  test.for([1, 7, 30, 100])(
    "are all that waits in the world, most urgent first, each once, in pages of %i",
    async (first) => {
      const { fakeGitHub } = gateway;
      const expected = tasksOf(fakeGitHub, fakeGitHub.world.token("classic").user);
      expect(new Set(expected.map(([kind]) => kind)).size).toBeGreaterThan(5);
      if (first === 1) {
        const data = await ask<{ suggestedTasks: { nodes: readonly Task[] } }>(
          gateway,
          `{ suggestedTasks(first: 1) { nodes ${TASK} } }`,
        );
        expect(kindsAndSubjects(data.suggestedTasks.nodes)).toEqual(expected.slice(0, 1));
      } else {
        expect(kindsAndSubjects(await walk(gateway, first))).toEqual(expected);
      }
    },
  );

  test("say how many threads are not resolved", async () => {
    const { world } = gateway.fakeGitHub;
    const viewer = world.token("classic").user;
    const repository = world.addRepository({ owner: viewer, name: "threads" });
    world.addPullRequest(repository, { author: viewer, unresolvedThreads: 1, resolvedThreads: 3 });
    world.addPullRequest(repository, { author: viewer, unresolvedThreads: 3 });
    const tasks = await walk(gateway, 100, 'repository: "octo-mock/threads",');
    expect(tasks.map(({ reason }) => reason).toSorted()).toEqual([
      "3 review threads of your pull request are not resolved.",
      "A review thread of your pull request is not resolved.",
    ]);
    for (const item of repository.items.values()) item.state = "CLOSED";
  });

  test("of one's own pull request that asks for one's own review come once", async () => {
    const { world } = gateway.fakeGitHub;
    const viewer = world.token("classic").user;
    const repository = world.addRepository({ owner: viewer, name: "mirror" });
    const pull = world.addPullRequest(repository, { author: viewer, reviewRequests: [viewer] });
    const tasks = await walk(gateway, 10, 'repository: "octo-mock/mirror",');
    expect(tasks.map(({ kind }) => kind)).toEqual(["OPEN_PR"]);
    pull.state = "CLOSED";
  });

  test("of an archived repository do not wait", async () => {
    const { world } = gateway.fakeGitHub;
    const viewer = world.token("classic").user;
    const repository = world.addRepository({ owner: viewer, name: "attic", isArchived: true });
    world.addIssue(repository, { assignees: [viewer] });
    expect(await walk(gateway, 10, 'repository: "octo-mock/attic",')).toEqual([]);
  });

  test.for([
    ["not a repository", "BAD_USER_INPUT"],
    ["octo-mock/nothing", "NOT_FOUND"],
  ])("of the repository %j are %s and no empty list", async ([repository, code]) => {
    const answer = await gateway.graphql(
      "query($repository: String) { suggestedTasks(repository: $repository) { nodes { id } } }",
      {
        repository,
      },
    );
    expect(failuresOf(answer)).toEqual([`suggestedTasks ${code}`]);
  });
});

describe("of some kinds", () => {
  test.for(KINDS)("%s: those alone", async (kind) => {
    const { fakeGitHub } = gateway;
    const viewer = fakeGitHub.world.token("classic").user;
    const repository = fakeGitHub.world.addRepository({ owner: viewer, name: `only-${KINDS.indexOf(kind)}` });
    fakeGitHub.world.addPullRequest(repository, {
      author: viewer,
      mergeable: "CONFLICTING",
      checks: "ERROR",
      unresolvedThreads: 1,
    });
    const tasks = await walk(gateway, 20, `kinds: [${kind}],`);
    const expected = tasksOf(fakeGitHub, viewer, [kind]);
    expect(expected.length).toBeGreaterThan(0);
    expect(kindsAndSubjects(tasks)).toEqual(expected);
  });

  test("ask only the searches that can bring them, and only for the facts that tell", async () => {
    await ask(gateway, "{ suggestedTasks(kinds: [OPEN_ISSUE]) { nodes { kind } } }");
    await ask(gateway, "{ suggestedTasks(kinds: [FAILING_CHECKS]) { nodes { subject { title } } } }");
    const PAGE = ["PageInfo.endCursor", "PageInfo.hasNextPage", "Query.search"];
    const EDGES = [
      "SearchResultItemConnection.edges",
      "SearchResultItemConnection.pageInfo",
      "SearchResultItemEdge.node",
    ];
    const [issues, checks] = documentsOf(gateway).map(fieldsIn);
    expect(issues).toEqual(["Issue.id", "Issue.updatedAt", ...PAGE, ...EDGES]);
    expect(checks).toEqual([
      "Issue.title",
      "PageInfo.endCursor",
      "PageInfo.hasNextPage",
      "PullRequest.id",
      "PullRequest.statusCheckRollup",
      "PullRequest.title",
      "PullRequest.updatedAt",
      "Query.search",
      "SearchResultItem.__typename",
      ...EDGES,
      "StatusCheckRollup.state",
    ]);
  });

  test("none are an empty list without a call", async () => {
    const data = await ask(
      gateway,
      "{ suggestedTasks(kinds: []) { nodes { id } totalCount restrictions { reason } pageInfo { hasNextPage } } }",
    );
    expect(data).toEqual({
      suggestedTasks: { nodes: [], totalCount: 0, restrictions: [], pageInfo: { hasNextPage: false } },
    });
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });
});

describe("a selection of tasks", () => {
  test("can show the same subject under several names with several contents", async () => {
    const { suggestedTasks } = await ask<{
      suggestedTasks: { nodes: readonly Record<string, never>[]; edges: readonly { node: Record<string, never> }[] };
    }>(
      gateway,
      `query($title: Boolean = true) { suggestedTasks(first: 3, kinds: [MERGE_CONFLICTS]) {
        nodes {
          kind: id id: kind updatedAt: reason
          a: subject { x: number ... on PullRequest { y: mergeable } }
          b: subject { x: url title @include(if: $title) ...More }
          repository { x: name } again: repository { x: url }
        }
        edges { cursor node { kind subject { x: title } } }
      } }
      fragment More on WorkItem { repository { isPrivate } author { login } }`,
    );
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
    expect(suggestedTasks.nodes[0]).toEqual({
      kind: expect.stringMatching(/^OG_task_/),
      id: "MERGE_CONFLICTS",
      updatedAt: expect.stringContaining("conflicts"),
      a: { x: expect.any(Number), y: "CONFLICTING" },
      b: {
        x: expect.stringContaining("/pull/"),
        title: expect.any(String),
        repository: { isPrivate: expect.any(Boolean) },
        author: { login: "octo-mock" },
      },
      repository: { x: expect.any(String) },
      again: { x: expect.stringContaining("http") },
    });
    expect(suggestedTasks.edges.map(({ node }) => node)).toEqual(
      Array.from({ length: 3 }, () => ({ kind: "MERGE_CONFLICTS", subject: { x: expect.any(String) } })),
    );
  });

  test("counts them where all are known", async () => {
    const { fakeGitHub } = gateway;
    const count = tasksOf(fakeGitHub, fakeGitHub.world.token("classic").user).filter(
      ([kind]) => kind === "REVIEW_REQUESTED",
    ).length;
    const data = await ask(gateway, "{ suggestedTasks(first: 1, kinds: [REVIEW_REQUESTED]) { totalCount } }");
    expect(data).toEqual({ suggestedTasks: { totalCount: count } });
  });
});

describe("one search of three", () => {
  // In the order in which they stand in the document.
  test.for([
    ["p0", "Your pull requests could not be looked through.", ["REVIEW_REQUESTED", "OPEN_ISSUE"]],
    [
      "p1",
      "Pull requests that wait for your review could not be looked for.",
      KINDS.filter((kind) => kind !== "REVIEW_REQUESTED"),
    ],
    ["p2", "Issues that are assigned to you could not be looked for.", KINDS.filter((kind) => kind !== "OPEN_ISSUE")],
  ] as const)("%s fails alone: the others stay, and the list says what is missing", async ([place, missing, kinds]) => {
    gateway.fakeGitHub.faults.add({
      nullAt: [[place]],
      addErrors: [{ type: "SERVICE_UNAVAILABLE", path: [place], message: "Something went wrong." }],
    });
    const { suggestedTasks } = await ask<{
      suggestedTasks: {
        nodes: readonly Task[];
        totalCount: number | null;
        restrictions: readonly { reason: string; message: string; nextStep: string }[];
      };
    }>(gateway, `{ suggestedTasks(first: 100) { nodes ${TASK} totalCount restrictions { reason message nextStep } } }`);
    const { fakeGitHub } = gateway;
    const expected = tasksOf(fakeGitHub, fakeGitHub.world.token("classic").user).filter(([kind]) =>
      (kinds as readonly string[]).includes(kind),
    );
    expect(kindsAndSubjects(suggestedTasks.nodes)).toEqual(expected.slice(0, 100));
    expect(suggestedTasks.totalCount).toBeNull();
    expect(suggestedTasks.restrictions).toEqual([
      {
        reason: "UNKNOWN",
        message: `${missing} GitHub has a problem of its own. Try again in a moment.`,
        nextStep: "RETRY",
      },
    ]);
  });

  test("and the others as well are an error and no empty list", async () => {
    gateway.fakeGitHub.faults.add({ form: "json", times: 100 });
    const answer = await gateway.graphql("{ suggestedTasks { nodes { id } } }");
    gateway.fakeGitHub.faults.clear();
    expect(answer.data).toEqual({ suggestedTasks: null });
    expect(answer.errors).toHaveLength(1);
  });

  test("may withhold the checks: the task stays, less urgent, and the list says why", async () => {
    const { fakeGitHub } = gateway;
    const viewer = fakeGitHub.world.token("classic").user;
    const repository = fakeGitHub.world.addRepository({ owner: viewer, name: "unchecked" });
    const pull = fakeGitHub.world.addPullRequest(repository, { author: viewer, checks: "FAILURE" });
    const path = ["p0", "rows__", 0, "node", "statusCheckRollup"];
    fakeGitHub.faults.add({
      nullAt: [path],
      addErrors: [{ type: "FORBIDDEN", path, message: "Resource not accessible by personal access token" }],
    });
    const { suggestedTasks } = await ask<{
      suggestedTasks: { nodes: readonly Task[]; restrictions: readonly { reason: string }[] };
    }>(gateway, `{ suggestedTasks(repository: "octo-mock/unchecked") { nodes ${TASK} restrictions { reason } } }`);
    expect(suggestedTasks.nodes.map(({ kind }) => kind)).toEqual(["OPEN_PR"]);
    expect(suggestedTasks.restrictions).toEqual([{ reason: "TOKEN_SCOPE_MISSING" }]);
    pull.state = "CLOSED";
  });
});

describe("with hundreds of items in each search", () => {
  test.for([100, 30])("a walk in pages of %i shows each once", async (first) => {
    await using crowd = await startCrowd(230);
    const tasks = await walk(crowd, first);
    const expected = tasksOf(crowd.fakeGitHub, crowd.viewer);
    expect(expected).toHaveLength(690);
    expect(new Map(tasks.map(({ kind, subject }) => [subject.id, kind]))).toEqual(
      new Map(expected.map(([kind, id]) => [id, kind])),
    );
    expect(tasks).toHaveLength(690);
  });

  test("nothing is shown twice while the world changes under the cursor", async () => {
    await using crowd = await startCrowd(130);
    const { world } = crowd.fakeGitHub;
    const repository = world.repository("ana", "work");
    let round = 0;
    const tasks = await walkList<Task>(crowd, {
      field: "suggestedTasks($page)",
      first: 40,
      select: TASK,
      afterPage() {
        // Some that were shown become less urgent and move, one goes, one comes.
        const items = [...(repository?.items.values() ?? [])];
        for (const item of items.slice(round * 5, round * 5 + 5)) {
          item.updatedAt = world.daysAgo(0);
          if (item.__typename === "PullRequest") item.mergeable = "MERGEABLE";
        }
        const gone = items.at(-1 - round);
        if (gone) gone.state = "CLOSED";
        if (repository) world.addIssue(repository, { assignees: [crowd.viewer], updatedAt: world.daysAgo(0) });
        round += 1;
        return Promise.resolve();
      },
    });
    const seen = tasks.map(({ subject }) => subject.id);
    expect(seen.length).toBeGreaterThan(350);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test.for(["", "nonsense", Buffer.from('["x"]').toString("base64url")])("the cursor %j is refused", async (after) => {
    const answer = await gateway.graphql("query($after: String) { suggestedTasks(after: $after) { nodes { id } } }", {
      after,
    });
    expect(failuresOf(answer)).toEqual(["suggestedTasks INVALID_CURSOR"]);
  });
});

describe("a task by its id", () => {
  test.for(KINDS)("of the kind %s is the same object", async (kind) => {
    const { fakeGitHub } = gateway;
    const { world } = fakeGitHub;
    const viewer = world.token("classic").user;
    const repository = world.addRepository({ owner: viewer, name: `by-id-${kind.toLowerCase().replaceAll("_", "-")}` });
    if (kind === "UNRESOLVED_COMMENTS") world.addPullRequest(repository, { author: viewer, unresolvedThreads: 4 });
    const { list } = await ask<{ list: { nodes: readonly Task[] } }>(
      gateway,
      `{ list: suggestedTasks(first: 1, kinds: [${kind}]) { nodes ${TASK} } }`,
    );
    const [task] = list.nodes;
    expect(task?.kind).toBe(kind);
    gateway.fakeGitHub.journal.clear();
    const data = await ask(
      gateway,
      `query($id: ID!) { node(id: $id) { __typename id ... on SuggestedTask ${TASK} } nodes(ids: [$id, $id]) { ... on SuggestedTask { kind } } viewer { login } }`,
      { id: task?.id },
    );
    expect(data).toEqual({
      node: { __typename: "SuggestedTask", ...task },
      nodes: [{ kind }, { kind }],
      viewer: { login: "octo-mock" },
    });
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
  });

  test("is not found any more when it is done, nor when it is another one's", async () => {
    const { world } = gateway.fakeGitHub;
    const viewer = world.token("classic").user;
    const repository = world.addRepository({ owner: viewer, name: "done" });
    const pull = world.addPullRequest(repository, { author: viewer, mergeable: "CONFLICTING" });
    const issue = world.addIssue(repository, { assignees: [viewer] });
    const tasks = await walk(gateway, 10, 'repository: "octo-mock/done",');
    const ids = tasks.map(({ id }) => id);
    pull.mergeable = "MERGEABLE";
    issue.assigned = [world.user("mona-mock")].filter((user) => user !== undefined);
    const answer = await gateway.graphql("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
      ids: [...ids, "OG_task_", "OG_task_x"],
    });
    expect(answer.data).toEqual({ nodes: [null, null, null, null] });
    expect(failuresOf(answer)).toEqual([0, 1, 2, 3].map((index) => `nodes.${index} NOT_FOUND`));
    pull.state = "CLOSED";
  });
});

function operationNamed(name: string): string {
  const text = readFileSync(OPERATIONS, "utf8");
  const found = parse(text).definitions.find(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.name?.value === name,
  );
  if (found?.loc === undefined) throw new Error(`There is no operation ${name} in ${OPERATIONS}.`);
  return text.slice(found.loc.start, found.loc.end);
}
