import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Kind, parse } from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../fake-github/index.js";
import { Browser } from "./browser.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { hasRedis, NO_REDIS } from "./redis-server.js";
import { startSaaS } from "./saas.js";

const OPERATIONS = fileURLToPath(new URL("../../shared/contract/operations.graphql", import.meta.url));
const DOCUMENT = "docs/upstream-calls.md";
const [OWNER, NAME] = ["octo-mock", "many-branches"];

type Edition = "OSS" | "SaaS";

/** The gateway that has been running for a while, and the browser at it. */
interface Setting {
  readonly fakeGitHub: FakeGitHub;
  readonly browser: Browser;
}

/** An operation of the contract, with what it is run with. */
interface Operation {
  readonly name: string;
  readonly note?: string;
  /** Every other edition refuses it. */
  readonly only?: Edition | "neither";
  /** Run by somebody who has never signed in. */
  readonly isAnonymous?: true;
  /** A piece of the answer, so that nothing is counted for an answer that is not the one meant. */
  readonly shows: string;
  variables?(setting: Setting): Promise<object> | object;
}

interface Calls {
  readonly documents: number;
  readonly rest: number;
  readonly points: number;
}

interface Row {
  readonly title: string;
  readonly cold: Calls;
  readonly warm: Calls;
}

// As a gateway is started without a word about it.
const CACHE = { OCTOGATE_CACHE: "on" };
const NONE: Calls = { documents: 0, rest: 0, points: 0 };
// For an operation that is refused whatever it is given.
const ANYTHING = { token: "none", code: "none", state: "none", t: "none" };
const BRANCHES = { owner: OWNER, name: NAME };
const FULL_NAME = `"nameWithOwner":"${OWNER}/${NAME}"`;
const ROWS: readonly Operation[] = [
  { name: "AppStart", shows: OWNER },
  { name: "RepositoryPicker", shows: FULL_NAME },
  { name: "RepositoryPicker", note: "search", shows: "hello-world", variables: () => ({ search: "hello" }) },
  { name: "RepositoryPicker", note: "search in vain", shows: '"nodes":[]', variables: () => ({ search: "zzz" }) },
  {
    name: "RepositoryPicker",
    note: "pasted link",
    shows: FULL_NAME,
    variables: (at) => ({ search: link("tree/main", at) }),
  },
  { name: "RepositoryPicker", note: "after a use", shows: '"lastUsedAt":"2', variables: useRepository },
  { name: "BranchPicker", shows: '"isDefault":true', variables: () => BRANCHES },
  { name: "BranchPicker", note: "search", shows: "oak", variables: () => ({ ...BRANCHES, search: "oak" }) },
  { name: "SetToken", only: "OSS", shows: '"kind":"CLASSIC_PAT"', variables: classicToken },
  { name: "Login", only: "SaaS", isAnonymous: true, shows: "/login/oauth/authorize" },
  { name: "Callback", only: "SaaS", isAnonymous: true, shows: "mona-mock", variables: consent },
  { name: "Tasks", shows: '"kind":"' },
  { name: "Gauge", shows: "rateLimits" },
  { name: "Paste", note: "repository", shows: FULL_NAME, variables: (at) => ({ url: link("", at) }) },
  { name: "Paste", note: "branch", shows: '"name":"main"', variables: (at) => ({ url: link("tree/main", at) }) },
  {
    name: "Paste",
    note: "organization",
    shows: '"access":"',
    variables: (at) => ({ url: `${at.fakeGitHub.url}/northwind` }),
  },
  { name: "Save", shows: '"analyticsConsent":true' },
  { name: "Orgs", shows: '"login":"northwind"' },
  { name: "Setup", only: "neither", shows: "" },
  { name: "Catalogue", shows: '"GITHUB_TOKEN_INVALID"' },
];

describe.skipIf(!existsSync(OPERATIONS))(`what GitHub is asked for ${OPERATIONS} (skipped without it)`, () => {
  let oss: readonly Row[];
  let saas: readonly Row[];
  beforeAll(async () => {
    oss = await measureOss();
    saas = hasRedis ? await measureSaas() : [];
  }, 120_000);

  test("OSS: picker, branches, tasks and organizations take one document each, and none at once after it", () => {
    for (const name of ["RepositoryPicker", "RepositoryPicker, after a use", "BranchPicker", "Tasks", "Orgs"]) {
      const { cold, warm } = rowOf(oss, name);
      expect([name, cold.documents, cold.rest, warm.documents, warm.rest]).toEqual([name, 1, 0, 0, 0]);
    }
  });

  test.skipIf(!hasRedis)(
    `SaaS: the same, and the pages of what the App reaches once${hasRedis ? "" : ` (${NO_REDIS})`}`,
    () => {
      // One page of installations, and for a list of repositories one for each of the three that are not suspended.
      const pages = { RepositoryPicker: 4, "RepositoryPicker, after a use": 4, BranchPicker: 0, Tasks: 1, Orgs: 1 };
      for (const [name, rest] of Object.entries(pages)) {
        const { cold, warm } = rowOf(saas, name);
        expect([name, cold.documents, cold.rest, warm.documents, warm.rest]).toEqual([name, 1, rest, 0, 0]);
      }
      expect(saas.filter(({ warm }) => warm.rest > 0)).toEqual([]);
    },
  );

  test("no operation takes more than two documents", () => {
    expect([...oss, ...saas].filter(({ cold, warm }) => Math.max(cold.documents, warm.documents) > 2)).toEqual([]);
  });

  test.skipIf(!hasRedis)(`${DOCUMENT} says what was counted${hasRedis ? "" : ` (${NO_REDIS})`}`, async () => {
    const text = documentFrom(oss, saas);
    if (process.env["UPDATE_DOCS"] === "1") await writeFile(DOCUMENT, text);
    expect(await readFile(DOCUMENT, "utf8"), "Run UPDATE_DOCS=1 npx vitest run test/upstream-calls.test.ts.").toBe(
      text,
    );
  });
});

async function measureOss(): Promise<readonly Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "octogate-calls-"));
  try {
    await using fakeGitHub = await startFakeGitHub();
    await using running = await startGateway({ fakeGitHub, dataDir, config: CACHE });
    const rows: Row[] = [];
    for (const operation of ROWS) {
      await using fresh = await startGateway({ fakeGitHub, dataDir, token: null, config: CACHE });
      rows.push(await measure("OSS", operation, fresh, { fakeGitHub, browser: new Browser(running) }));
    }
    return rows;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measureSaas(): Promise<readonly Row[]> {
  await using saas = await startSaaS({ config: CACHE });
  const { fakeGitHub } = saas;
  const rows: Row[] = [];
  for (const operation of ROWS) {
    const browser = saas.browser();
    if (operation.isAnonymous !== true) await browser.signIn(OWNER);
    rows.push(await measure("SaaS", operation, await saas.addReplica(), { fakeGitHub, browser }));
  }
  return rows;
}

/** Runs an operation twice on a gateway that has done nothing yet. */
async function measure(edition: Edition, operation: Operation, fresh: TestGateway, setting: Setting): Promise<Row> {
  const { name, note, only, shows } = operation;
  const title = note === undefined ? name : `${name}, ${note}`;
  const { browser, fakeGitHub } = setting;
  const { journal } = fakeGitHub;
  const isRefused = only !== undefined && only !== edition;
  const variables = isRefused ? ANYTHING : { ...(await operation.variables?.(setting)) };
  async function run(): Promise<Calls> {
    journal.clear();
    const { errors, text } = await browser.graphql(operationNamed(name), variables, { on: fresh });
    const { entries, graphql, notModelled } = journal;
    const points = entries.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
    const calls = { documents: graphql.length, rest: entries.length - graphql.length, points };
    if (isRefused) {
      expect([title, calls, text]).toEqual([title, NONE, expect.stringContaining("FEATURE_NOT_AVAILABLE")]);
    } else {
      expect([title, errors, [...notModelled]]).toEqual([title, [], []]);
      expect(text).not.toContain('"userErrors":[{');
      expect(text).toContain(shows);
    }
    return calls;
  }
  return { title: isRefused ? `${title} (refused)` : title, cold: await run(), warm: await run() };
}

function classicToken({ fakeGitHub }: Setting): object {
  return { token: fakeGitHub.world.token("classic").text };
}

function link(path: string, { fakeGitHub }: Setting): string {
  return `${fakeGitHub.url}/${OWNER}/${NAME}/${path}`;
}

async function useRepository({ browser }: Setting): Promise<object> {
  const { data } = await browser.graphql(`{ repository(owner: "${OWNER}", name: "${NAME}") { id } }`);
  const { id } = data?.["repository"] as unknown as { id: string };
  const use = "mutation ($id: ID!) { recordRepositoryUse(input: { repositoryId: $id }) { userErrors { code } } }";
  const { text } = await browser.graphql(use, { id });
  expect(text).toContain('"userErrors":[]');
  return {};
}

/** Comes back from GitHub as a user who has not signed in before. */
function consent({ browser }: Setting): Promise<object> {
  return browser.consent("mona-mock");
}

function rowOf(rows: readonly Row[], name: string): Row {
  const row = rows.find(({ title }) => title === name);
  if (row === undefined) throw new Error(`Nothing was counted for ${name}.`);
  return row;
}

function operationNamed(name: string): string {
  const text = readFileSync(OPERATIONS, "utf8");
  const { definitions } = parse(text);
  const found = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION && each.name?.value === name);
  if (found?.loc === undefined) throw new Error(`There is no operation ${name} in ${OPERATIONS}.`);
  return text.slice(found.loc.start, found.loc.end);
}

function documentFrom(oss: readonly Row[], saas: readonly Row[]): string {
  return `# Calls to GitHub

<!-- Written by test/upstream-calls.test.ts. To write it anew, run that test with UPDATE_DOCS=1. -->

What the gateway asks of GitHub for each operation of a frontend, counted on the fake GitHub and its demo world.

- **Cold** is the first time, in a process that has just been started, by a caller whom it has not seen. **Warm** is the
  same once more, at once, with nothing changed in between: what GitHub answered is given again, for five seconds to a
  minute, depending on what it is. With \`OCTOGATE_CACHE=off\` the calls of warm are those of cold, and REST costs
  nothing where nothing has changed.
- **Documents** are GraphQL requests. Fields of one operation share them wherever GitHub lets them.
- **REST** counts all other requests: pages of REST, and GitHub's token endpoint.
- **Points** are what GitHub takes from the caller's hourly budget for the documents. REST has a budget of its own.

A search in the OSS edition can take two documents. The first asks for the head of the caller's own list, the
organizations and shared repositories to search among, and the repository if the text names one whole. When the own
list is longer than a hundred and its matches do not fill the page, GitHub's search fills it; a first page that is full
asks it whether it finds more than GitHub shows, if the client wants to know of \`restrictions\`. That is a second
document, because its text names what the first has brought. There are never more than two, however many organizations there are, and one
where a pasted link leads to a repository.

In the SaaS edition lists go through the App's installations. REST tells which repositories they reach: a page for
every 100 installations, and for each installation that is not suspended a page for every 100 repositories. The demo
world has four installations, one of them suspended. Lists of work and of organizations say what the App does not
reach; the pages of installations are enough for that. What was read is good for a minute; after that GitHub is asked
with ETags whether it still holds, and what is unchanged costs nothing. A search finds names in what is known, so that
it takes one document for the details, and none where no name fits.

An organization that demands single sign-on is named in a list's \`restrictions\` by one more call of REST, whose answer
is remembered for half an hour.

An edition refuses what it has no use for, and does not ask GitHub then.

## OSS

${tableOf(oss)}

## SaaS

${tableOf(saas)}
`;
}

function tableOf(rows: readonly Row[]): string {
  const columns = ["documents", "REST", "points"];
  const head = ["operation", ...columns.map((each) => `cold: ${each}`), ...columns.map((each) => `warm: ${each}`)];
  const cells = rows.map(({ title, cold, warm }) => [title, ...numbersOf(cold), ...numbersOf(warm)]);
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((line) => line[column]?.length ?? 0)));
  const lineOf = (line: readonly string[]) =>
    `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [lineOf(head), rule, ...cells.map(lineOf)].join("\n");
}

function numbersOf({ documents, rest, points }: Calls): readonly string[] {
  return [documents, rest, points].map(String);
}
