import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../index.js";
import { ask } from "./ask.js";

const EVERYTHING =
  "affiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER], ownerAffiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]";

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly { readonly name: string }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub({ repositories: 1_000, branches: 5_000 });
});
afterAll(() => github[Symbol.asyncDispose]());

async function repositories(bounds: string): Promise<Page> {
  const fields =
    "totalCount nodes { name } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
  const query = `{ viewer { repositories(${EVERYTHING}, orderBy: {field: NAME, direction: ASC}, ${bounds}) { ${fields} } } }`;
  const { data, errors } = await ask(github, query);
  expect(errors).toEqual([]);
  return (data as unknown as { viewer: { repositories: Page } }).viewer.repositories;
}

async function walk(
  next: (cursor: string | null) => Promise<Page>,
  direction: "forward" | "backward",
): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page = await next(cursor);
    const found = page.nodes.map(({ name }) => name);
    if (direction === "forward") names.push(...found);
    else names.unshift(...found);
    cursor = direction === "forward" ? page.pageInfo.endCursor : page.pageInfo.startCursor;
    if (!(direction === "forward" ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage)) return names;
  }
}

describe("1,000 repositories", () => {
  test("are walked forward and backward: each once, in the order that was asked for", async () => {
    const forward = await walk((after) => repositories(`first: 77${after ? `, after: "${after}"` : ""}`), "forward");
    expect(forward).toHaveLength(1_000);
    expect(new Set(forward).size).toBe(1_000);
    expect(forward).toEqual(forward.toSorted());
    const backward = await walk(
      (before) => repositories(`last: 64${before ? `, before: "${before}"` : ""}`),
      "backward",
    );
    expect(backward).toEqual(forward);
  });

  test("say on each page whether there is more on either side", async () => {
    const first = await repositories("first: 10");
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(first.pageInfo.endCursor).toBe(first.edges[9]?.cursor);
    const second = await repositories(`first: 10, after: "${first.pageInfo.endCursor}"`);
    expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(await repositories("first: 0")).toMatchObject({
      nodes: [],
      totalCount: 1_000,
      pageInfo: { endCursor: null },
    });
  });

  test("go on after the same repository when another comes in before it", async () => {
    const { pageInfo } = await repositories("first: 5");
    const next = `first: 5, after: "${pageInfo.endCursor}"`;
    const before = await repositories(next);
    github.world.addRepository({ owner: "octo-mock", name: "a-newcomer" });
    const after = await repositories(next);
    github.world.repositories.delete("octo-mock/a-newcomer");
    expect(after.totalCount).toBe(1_001);
    expect(after.nodes).toEqual(before.nodes);
  });

  test.each(["nonsense", "Y3Vyc29yOnYyOpHOAAAAAQ==", "Ng"])("refuse the foreign cursor %s", async (cursor) => {
    const query = `{ viewer { repositories(first: 5, after: "${cursor}") { nodes { name } } } }`;
    const { errors } = await ask(github, query);
    const message = `\`${cursor}\` does not appear to be a valid cursor.`;
    expect(errors).toMatchObject([{ type: "INVALID_CURSOR_ARGUMENTS", message, path: ["viewer", "repositories"] }]);
  });
});

describe("5,000 branches", () => {
  async function branches(rest: string): Promise<Page> {
    const fields =
      "totalCount nodes { name target { oid } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
    const query = `{ repository(owner: "octo-mock", name: "many-branches") { refs(refPrefix: "refs/heads/", ${rest}) { ${fields} } } }`;
    const { data } = await ask(github, query);
    return (data as unknown as { repository: { refs: Page } }).repository.refs;
  }

  test("are walked to the end in the order of the alphabet", async () => {
    const names = await walk((after) => branches(`first: 100${after ? `, after: "${after}"` : ""}`), "forward");
    expect(new Set(names).size).toBe(5_000);
    expect(names).toContain("main");
    expect(names).toEqual(names.toSorted());
  });

  test("are found by a part of the name", async () => {
    const found = await branches('first: 100, query: "lantern"');
    expect(found.nodes.length).toBeGreaterThan(0);
    expect(found.nodes.every(({ name }) => name.includes("lantern"))).toBe(true);
    expect(found.totalCount).toBeLessThan(5_000);
  });

  test("come newest first when asked by date, and last page first when asked backward", async () => {
    const newest = await branches("first: 2, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}");
    const oldest = await branches("last: 1, orderBy: {field: TAG_COMMIT_DATE, direction: ASC}");
    expect(oldest.nodes[0]?.name).toBe(newest.nodes[0]?.name);
  });
});
