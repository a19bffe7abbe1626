import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startFakeGitHub, World, type FakeGitHub, type RepositoryRecord } from "../fake-github/index.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { walkList } from "./walk-list.js";

const BRANCHES = 5_000;
const RESULTS = 1_000;
/** Printed with a failure; the same seed makes the same changes. */
const seed = process.env["WALK_SEED"] ?? randomBytes(4).toString("hex");

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Numbers that depend on the seed alone (mulberry32). */
function randomFrom(text: string): (below: number) => number {
  let state = Buffer.from(text.padEnd(4)).readUInt32LE();
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function repeated(ids: readonly string[]): readonly string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

describe(`walks of long lists, seed ${seed}`, () => {
  let fakeGitHub: FakeGitHub;
  let gateway: TestGateway;
  let world: World;
  let wide: RepositoryRecord;
  beforeAll(async () => {
    world = new World({ seed: "walks" });
    const owner = world.addUser({ login: "ana" });
    world.addToken({ name: "ana", user: owner });
    wide = world.addRepository({ owner, name: "wide", branches: BRANCHES, defaultBranch: "main" });
    for (let index = 0; index < 400; index += 1)
      world.addRepository({ owner, name: `repository-${index}`, branches: 1, pushedAt: world.daysAgo(400 - index) });
    for (let index = 0; index < RESULTS; index += 1)
      world.addIssue(wide, { author: owner, createdAt: world.daysAgo(RESULTS - index) });
    fakeGitHub = await startFakeGitHub({ world, secondaryLimits: false, pointsPerHour: 1e9 });
    gateway = await startGateway({ fakeGitHub, token: "ana", bothWays: false });
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await fakeGitHub[Symbol.asyncDispose]();
  });

  const namesOf = () => [...wide.refs().keys()].map((name) => name.replace("refs/heads/", ""));
  const branches = (afterPage?: () => void) =>
    walkList<Named>(gateway, {
      field: 'branches(owner: "ana", name: "wide", $page)',
      first: 100,
      select: "{ id name }",
      ...(afterPage && { afterPage: async () => afterPage() }),
    });

  test(`${BRANCHES} branches: each once, the default branch first`, async () => {
    const walked = (await branches()).map(({ name }) => name);
    expect(walked).toHaveLength(BRANCHES);
    expect(walked[0]).toBe("main");
    expect(walked.toSorted()).toEqual(namesOf().toSorted());
  });

  test(`${RESULTS} results of a search: each once`, async () => {
    for (const field of [
      "issues(involvement: [AUTHORED], $page)",
      "issues(involvement: [AUTHORED, MENTIONED], $page)",
    ]) {
      const walked = await walkList<Named>(gateway, { field, first: 100, select: "{ id }" });
      expect(new Set(walked.map(({ id }) => id)).size).toBe(RESULTS);
      expect(walked).toHaveLength(RESULTS);
    }
  });

  test("branches that are made, renamed, deleted and pushed to between pages: none is shown twice", async () => {
    const random = randomFrom(seed);
    const gone = new Set<string>();
    const made = new Set<string>();
    const refs = wide.refs();
    const remove = (name: string) => {
      refs.delete(`refs/heads/${name}`);
      gone.add(name);
    };
    const add = (name: string) => {
      world.addBranches(wide, [name]);
      made.add(name);
    };
    const before = namesOf();
    const walked = await branches(() => {
      for (let change = random(6); change >= 0; change -= 1) {
        const names = namesOf().filter((name) => name !== "main");
        const name = names[random(names.length)] ?? "";
        const other = `${"abcdefghijklmnopqrstuvwxyz"[random(26)]}-${made.size}`;
        switch (random(4)) {
          case 0:
            add(other);
            break;
          case 1:
            remove(name);
            break;
          case 2:
            remove(name);
            add(other);
            break;
          default:
            world.addBranches(wide, [name]);
        }
      }
      wide.defaultBranch = namesOf()[random(50)] ?? "main";
    });
    wide.defaultBranch = "main";
    expect(repeated(walked.map(({ name }) => name))).toEqual([]);
    // What comes in and goes away pushes others over a cursor that counts; the rest is there.
    const stayed = before.filter((name) => !gone.has(name));
    const seen = new Set(walked.map(({ name }) => name));
    expect(stayed.filter((name) => !seen.has(name)).length).toBeLessThanOrEqual(gone.size);
  });

  test("issues that are opened and closed between pages of a search: none is shown twice", async () => {
    const random = randomFrom(seed);
    for (const field of [
      "issues(involvement: [AUTHORED], $page)",
      "issues(involvement: [AUTHORED, MENTIONED], $page)",
      "suggestedTasks($page)",
    ]) {
      const walked = await walkList<{ id: string }>(gateway, {
        field,
        first: 50,
        select: "{ id }",
        afterPage: async () => {
          for (let change = random(5); change > 0; change -= 1) {
            const open = [...wide.items.values()].filter(({ state }) => state === "OPEN");
            const item = open[random(open.length)];
            if (item !== undefined && random(2) === 0) item.state = "CLOSED";
            else world.addIssue(wide, { author: world.user("ana") ?? null, createdAt: new Date().toISOString() });
          }
        },
      });
      expect([field, repeated(walked.map(({ id }) => id))]).toEqual([field, []]);
    }
  });

  test.each([
    "repositories($page)",
    "repositories(orderBy: { field: LAST_USED, direction: DESC }, $page)",
    'repositories(search: "repository", $page)',
    'searchRepositories(query: "repository", orderBy: UPDATED, $page)',
    'searchRepositories(query: "repository", scope: ALL, $page)',
  ])(
    "repositories that are made, renamed, deleted and pushed to between pages of %s: none is shown twice",
    async (field) => {
      const random = randomFrom(seed);
      let made = 0;
      const walked = await walkList<Named>(gateway, {
        field,
        first: 30,
        select: "{ id name }",
        afterPage: async () => {
          for (let change = random(4); change >= 0; change -= 1) {
            const all = world.allRepositories().filter((repository) => repository !== wide);
            const repository = all[random(all.length)];
            const name = `repository-${field.length}-${(made += 1)}`;
            if (repository === undefined || random(4) === 0) {
              world.addRepository({ owner: "ana", name, branches: 1, pushedAt: new Date().toISOString() });
            } else if (random(3) === 0) {
              world.renameRepository(repository, name);
            } else if (random(2) === 0) {
              for (const [key, each] of world.repositories) if (each === repository) world.repositories.delete(key);
            } else {
              repository.pushedAt = new Date().toISOString();
            }
          }
        },
      });
      expect(walked.length).toBeGreaterThan(100);
      expect(repeated(walked.map(({ id }) => id))).toEqual([]);
    },
  );
});
