import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { startGateway, type TestGateway } from "./gateway.js";

const FIELDS = "id version language gitUserName gitUserEmail analyticsConsent preferences updatedAt";
const ERRORS = "userErrors { __typename code message path nextStep helpUrl ... on ConflictError { currentVersion } }";
const SAVE = `mutation Save($input: SaveSettingsInput!) {
  saveSettings(input: $input) { settings { ${FIELDS} } clientMutationId ${ERRORS} }
}`;
const READ = `{ settings { ${FIELDS} } }`;
const RESET = `mutation { resetSettings(input: {}) { settings { ${FIELDS} } ${ERRORS} } }`;
const USE = `mutation Use($input: RecordRepositoryUseInput!) {
  recordRepositoryUse(input: $input) { settings { version } clientMutationId ${ERRORS} }
}`;
const RECENT = "{ settings { recentRepositories(first: 20) { nameWithOwner } } }";

interface Settings {
  readonly id: string;
  readonly version: number;
  readonly language: string;
  readonly gitUserName: string | null;
  readonly gitUserEmail: string | null;
  readonly analyticsConsent: boolean | null;
  readonly preferences: Readonly<Record<string, unknown>>;
  readonly updatedAt: string | null;
}

interface Payload {
  readonly settings: Settings;
  readonly clientMutationId: string | null;
  readonly userErrors: readonly Readonly<Record<string, unknown>>[];
}

type Input = Readonly<Record<string, unknown>>;

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(async () => {
  await ask(RESET);
  gateway.fakeGitHub.journal.clear();
});

async function ask(query: string, variables: Input = {}, to: TestGateway = gateway): Promise<unknown> {
  const { data, errors } = await to.graphql(query, variables);
  expect(errors).toEqual([]);
  return Object.values(data ?? {})[0];
}

async function save(input: Input, to: TestGateway = gateway): Promise<Payload> {
  return (await ask(SAVE, { input }, to)) as Payload;
}

async function read(to: TestGateway = gateway): Promise<Settings> {
  return (await ask(READ, {}, to)) as Settings;
}

async function recent(): Promise<readonly string[]> {
  const { recentRepositories } = (await ask(RECENT)) as {
    readonly recentRepositories: readonly { readonly nameWithOwner: string }[];
  };
  return recentRepositories.map(({ nameWithOwner }) => nameWithOwner);
}

async function idOf(name: string): Promise<string> {
  const repository = await ask(`{ repository(owner: "octo-mock", name: "${name}") { id } }`);
  return (repository as { readonly id: string }).id;
}

async function use(repositoryId: string): Promise<void> {
  await ask(USE, { input: { repositoryId } });
}

describe("saveSettings", () => {
  test("keeps what is absent, clears what is null, and asks GitHub nothing", async () => {
    const { version } = await read();
    await save({ language: "de", gitUserName: "Ana", gitUserEmail: "ana@example.com", analyticsConsent: false });
    const { settings, userErrors, clientMutationId } = await save({ gitUserName: null, clientMutationId: "mine" });
    expect(settings).toMatchObject({
      version: version + 2,
      language: "de",
      gitUserName: null,
      gitUserEmail: "ana@example.com",
      analyticsConsent: false,
    });
    expect({ userErrors, clientMutationId }).toEqual({ userErrors: [], clientMutationId: "mine" });
    expect(await read()).toEqual(settings);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test("goes back to the default language when it is cleared", async () => {
    await save({ language: "pt-BR" });
    expect((await save({ language: null })).settings.language).toBe("en");
  });

  test("takes literals in the document as it takes variables", async () => {
    const query = `mutation { saveSettings(input: { gitUserName: "Ana", preferences: { a: [1, { b: null }] } }) { settings { ${FIELDS} } ${ERRORS} } }`;
    const { settings } = (await ask(query)) as Payload;
    expect(settings).toMatchObject({ gitUserName: "Ana", preferences: { a: [1, { b: null }] } });
    const cleared = `mutation { saveSettings(input: { gitUserName: null }) { settings { ${FIELDS} } ${ERRORS} } }`;
    expect(((await ask(cleared)) as Payload).settings).toMatchObject({
      gitUserName: null,
      preferences: { a: [1, { b: null }] },
    });
  });

  test("changes nothing, and the version neither, when the values are there already", async () => {
    const before = (await save({ language: "de" })).settings;
    expect((await save({ language: "de" })).settings).toEqual(before);
    expect((await save({})).settings).toEqual(before);
  });

  test("refuses a change that was made on another version, and says which one is stored", async () => {
    const { version } = (await save({ language: "de" })).settings;
    const { settings, userErrors } = await save({ language: "fr", expectedVersion: version - 1 });
    expect(settings).toMatchObject({ language: "de", version });
    expect(userErrors).toEqual([
      {
        __typename: "ConflictError",
        code: "SETTINGS_CONFLICT",
        message: expect.stringMatching(/^[^.]+\. .+\.$/) as string,
        path: ["input", "expectedVersion"],
        nextStep: "RELOAD",
        helpUrl: expect.stringMatching(/#settings_conflict$/) as string,
        currentVersion: version,
      },
    ]);
    expect((await save({ language: "fr", expectedVersion: version })).settings).toMatchObject({
      language: "fr",
      version: version + 1,
    });
  });

  test("merges preferences key by key, removes a key with null, and all of them with null in their place", async () => {
    await save({ preferences: { theme: "dark", list: { rows: 20 } } });
    const merged = await save({ preferences: { list: { columns: ["name"] }, theme: null, beta: false } });
    expect(merged.settings.preferences).toEqual({ list: { columns: ["name"] }, beta: false });
    expect((await save({ preferences: {} })).settings.preferences).toEqual(merged.settings.preferences);
    expect((await save({ preferences: null })).settings.preferences).toEqual({});
  });

  test("takes names of the prototype for preferences like any other, but for __proto__", async () => {
    const preferences = { constructor: 1, toString: { prototype: 2 }, hasOwnProperty: null };
    expect((await save({ preferences })).settings.preferences).toEqual({ constructor: 1, toString: { prototype: 2 } });
    const { userErrors } = await save({ preferences: JSON.parse('{"a":{"__proto__":{"polluted":1}}}') as object });
    expect(userErrors).toMatchObject([{ path: ["input", "preferences"], code: "BAD_USER_INPUT" }]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test.each<[string, Input]>([
    ["language", { language: "not a language" }],
    ["gitUserName", { gitUserName: "Ana <ana@example.com>" }],
    ["gitUserName", { gitUserName: "Ana\nCo-authored-by: Eve <eve@example.com>" }],
    ["gitUserEmail", { gitUserEmail: "ana" }],
    ["defaultRepositoryId", { defaultRepositoryId: "" }],
    ["preferences", { preferences: { a: "x".repeat(40_000) } }],
  ])("refuses a bad %s, says where and what to do, and stores nothing of the whole input", async (field, bad) => {
    const before = await read();
    const { settings, userErrors } = await save({ analyticsConsent: true, ...bad });
    expect(userErrors).toHaveLength(1);
    expect(userErrors[0]).toMatchObject({
      __typename: "InputError",
      code: "BAD_USER_INPUT",
      message: expect.stringMatching(/^[^.]+\. .+\.$/) as string,
      path: ["input", field],
      nextStep: "FIX_INPUT",
    });
    expect(settings).toEqual(before);
  });

  test("names every bad value at once", async () => {
    const { userErrors } = await save({ language: "?", gitUserEmail: "?", gitUserName: " " });
    expect(userErrors.map(({ path }) => path)).toEqual([
      ["input", "language"],
      ["input", "gitUserName"],
      ["input", "gitUserEmail"],
    ]);
  });

  test("refuses preferences that outgrow their limit together, at their place, and keeps the ones before", async () => {
    const before = (await save({ preferences: { a: "x".repeat(20_000) } })).settings;
    const { settings, userErrors } = await save({ preferences: { b: "x".repeat(20_000) } });
    expect(userErrors).toMatchObject([
      {
        __typename: "InputError",
        code: "BAD_USER_INPUT",
        message: expect.stringMatching(/^[^.]+\. .+\.$/) as string,
        path: ["input", "preferences"],
      },
    ]);
    expect(settings).toEqual(before);
  });
});

describe("resetSettings", () => {
  test("puts everything back to the defaults, with a higher version, and leaves the token alone", async () => {
    await use(await idOf("hello-world"));
    const { version } = (await save({ language: "de", preferences: { a: 1 }, gitUserName: "Ana" })).settings;
    const credential = await ask("{ credential { id login hint status } }");
    const { settings, userErrors } = (await ask(RESET)) as Payload;
    expect(userErrors).toEqual([]);
    expect(settings).toMatchObject({ version: version + 1, language: "en", preferences: {}, gitUserName: null });
    expect(await recent()).toEqual([]);
    expect(await ask("{ credential { id login hint status } }")).toEqual(credential);
    expect(await ask("{ viewer { login } }")).toEqual({ login: "octo-mock" });
  });

  test("setting and removing a token leaves the settings alone", async () => {
    const other = await startGateway();
    onTestFinished(() => other[Symbol.asyncDispose]());
    const { settings } = await save({ language: "de", preferences: { a: 1 } }, other);
    await ask("mutation { removeGitHubToken(input: {}) { session { status } } }", {}, other);
    expect(await read(other)).toEqual(settings);
    const token = other.fakeGitHub.world.token("other").text;
    const set = "mutation Set($t: Secret!) { setGitHubToken(input: { token: $t }) { credential { login } } }";
    expect(await ask(set, { t: token }, other)).toEqual({ credential: { login: "other-mock" } });
    expect(await read(other)).toEqual(settings);
  });
});

describe("repositories in the settings", () => {
  test("those used last come newest first, each once, with the time on the repository itself", async () => {
    const ids = {
      hello: await idOf("hello-world"),
      many: await idOf("many-branches"),
      empty: await idOf("empty-room"),
    };
    for (const id of [ids.hello, ids.many, ids.empty, ids.hello]) await use(id);
    expect(await recent()).toEqual(["octo-mock/hello-world", "octo-mock/empty-room", "octo-mock/many-branches"]);
    const [first] = (
      (await ask("{ settings { recentRepositories(first: 1) { id lastUsedAt } } }")) as {
        readonly recentRepositories: readonly { readonly id: string; readonly lastUsedAt: string }[];
      }
    ).recentRepositories;
    expect(first?.id).toBe(ids.hello);
    expect(Date.now() - Date.parse(first?.lastUsedAt ?? "")).toBeLessThan(60_000);
    const node = "query Node($id: ID!) { node(id: $id) { ... on Repository { lastUsedAt } } }";
    expect(await ask(node, { id: ids.hello })).toEqual({ lastUsedAt: first?.lastUsedAt });
    expect(await ask('{ repository(owner: "octo-mock", name: "many-branches") { lastUsedAt } }')).not.toEqual({
      lastUsedAt: first?.lastUsedAt,
    });
  });

  test("using one does not refuse the settings form that is open in another tab", async () => {
    const { version } = await read();
    await use(await idOf("hello-world"));
    expect((await save({ language: "de", expectedVersion: version })).userErrors).toEqual([]);
  });

  test("one that can no longer be seen is left out, and no error", async () => {
    await use(await idOf("hello-world"));
    await use("R_kgDOnosuchrepository");
    expect(await recent()).toEqual(["octo-mock/hello-world"]);
  });

  test.each([
    ["repositoryId", { repositoryId: "" }],
    ["repositoryId", { repositoryId: "two words" }],
    ["repositoryId", { repositoryId: "x".repeat(300) }],
    ["branchName", { repositoryId: "R_kgDOA", branchName: "" }],
    ["branchName", { repositoryId: "R_kgDOA", branchName: "main\n" }],
    ["branchName", { repositoryId: "R_kgDOA", branchName: "x".repeat(300) }],
  ])("what cannot be a %s is refused where it stands and not remembered, case %#", async (field, input) => {
    const payload = (await ask(USE, { input })) as Payload;
    expect(payload.userErrors).toMatchObject([
      { code: "BAD_USER_INPUT", path: ["input", field], message: expect.stringMatching(/^[^.]+\. .+\.$/) as string },
    ]);
    expect(await recent()).toEqual([]);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test("a branch is remembered until another one or null is said", async () => {
    const id = await idOf("hello-world");
    const branches: unknown[] = [];
    for (const branch of [{ branchName: "main" }, {}, { branchName: null }]) {
      await ask(USE, { input: { repositoryId: id, ...branch } });
      const file = JSON.parse(await readFile(join(gateway.dataDir, "settings.json"), "utf8")) as {
        readonly subjects: readonly { readonly settings: { readonly recentRepositories: readonly Input[] } }[];
      };
      branches.push(file.subjects[0]?.settings.recentRepositories[0]?.["branchName"]);
    }
    expect(branches).toEqual(["main", "main", null]);
  });

  test("the default one is shown, cleared, and null when it can no longer be seen", async () => {
    const query = "{ settings { defaultRepository { nameWithOwner defaultBranch { name } } } }";
    const id = await idOf("hello-world");
    await save({ defaultRepositoryId: id });
    expect(await ask(query)).toMatchObject({ defaultRepository: { nameWithOwner: "octo-mock/hello-world" } });
    await save({ defaultRepositoryId: "R_kgDOnosuchrepository" });
    expect(await ask(query)).toEqual({ defaultRepository: null });
    await save({ defaultRepositoryId: null });
    gateway.fakeGitHub.journal.clear();
    expect(await ask(query)).toEqual({ defaultRepository: null });
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test("an outage of GitHub is an error in their place, and the rest of the settings stays", async () => {
    const id = await idOf("hello-world");
    await use(id);
    await save({ defaultRepositoryId: id, language: "de" });
    gateway.fakeGitHub.faults.add({ match: { path: "/graphql" }, times: 9, form: "nginx-html" });
    onTestFinished(() => gateway.fakeGitHub.faults.clear());
    const { data, errors } = await gateway.graphql(
      "{ settings { language defaultRepository { name } recentRepositories { name } } }",
    );
    expect(data).toEqual({ settings: { language: "de", defaultRepository: null, recentRepositories: null } });
    expect(errors.map(({ path, extensions }) => `${path?.join(".") ?? ""} ${extensions.code}`).toSorted()).toEqual([
      "settings.defaultRepository GITHUB_UNAVAILABLE",
      "settings.recentRepositories GITHUB_UNAVAILABLE",
    ]);
  });
});

describe("ids of one's own", () => {
  test("settings and credential are found by their ids, without a call to GitHub", async () => {
    const { id } = (await save({ language: "de" })).settings;
    const credential = (await ask("{ credential { id } }")) as { readonly id: string };
    const query = `query Own($ids: [ID!]!) { nodes(ids: $ids) {
      __typename id ... on Settings { language } ... on GitHubCredential { login }
    } }`;
    expect(await ask(query, { ids: [credential.id, id] })).toEqual([
      { __typename: "GitHubCredential", id: credential.id, login: "octo-mock" },
      { __typename: "Settings", id, language: "de" },
    ]);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test("one that is nobody's is not found, and not asked of GitHub", async () => {
    const { data, errors } = await gateway.graphql('{ node(id: "OG_settings_0123456789abcdef") { id } }');
    expect(data).toEqual({ node: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["NOT_FOUND"]);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });
});

test("two gateways on one folder that save at the same time lose nothing of each other", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "octogate-test-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const { fakeGitHub } = gateway;
  const writers = [
    await startGateway({ dataDir, fakeGitHub }),
    await startGateway({ dataDir, fakeGitHub, token: null }),
  ] as const;
  onTestFinished(async () => {
    for (const writer of writers) await writer[Symbol.asyncDispose]();
  });
  const keys = Array.from({ length: 20 }, (_, index) => `key${index}`);
  await Promise.all(
    keys.map((key, index) => save({ preferences: { [key]: index } }, writers[index % 2 === 0 ? 0 : 1])),
  );
  const [one, other] = [await read(writers[0]), await read(writers[1])];
  expect(one).toEqual(other);
  expect(one.version).toBe(20);
  expect(one.preferences).toEqual(Object.fromEntries(keys.map((key, index) => [key, index])));

  const rivals = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      save({ gitUserName: `Writer ${index}`, expectedVersion: 20 }, writers[index % 2 === 0 ? 0 : 1]),
    ),
  );
  expect(rivals.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
  expect((await read(writers[0])).version).toBe(21);
});

test("settings can be read and saved while no token is stored and nobody can reach GitHub", async () => {
  const offline = await startGateway({ token: null, config: { OCTOGATE_GITHUB_URL: "http://127.0.0.1:9" } });
  onTestFinished(() => offline[Symbol.asyncDispose]());
  expect((await save({ language: "de" }, offline)).settings.language).toBe("de");
  expect(offline.fakeGitHub.journal.entries).toEqual([]);
});
