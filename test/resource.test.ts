import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Kind, parse } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RepositoryRecord } from "../fake-github/index.js";
import { ask, failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { documentsOf, fieldsIn } from "./upstream-journal.js";

const OPERATIONS = fileURLToPath(new URL("../../shared/contract/operations.graphql", import.meta.url));
const WHAT = `{ resource(url: $url) { __typename
  ... on Repository { nameWithOwner }
  ... on Branch { name repository { nameWithOwner } }
  ... on Issue { number }
  ... on PullRequest { number }
  ... on User { login }
  ... on Organization { login }
} }`;

let gateway: TestGateway;
let hello: RepositoryRecord;
beforeAll(async () => {
  gateway = await startGateway({ world: { secondaryLimits: false } });
  const { world } = gateway.fakeGitHub;
  const found = world.repository("octo-mock", "hello-world");
  if (!found) throw new Error("The world has no hello-world.");
  hello = found;
  world.addBranches(hello, ["feature/login/google", "fix/#12 50%", "v1.2"]);
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  gateway.fakeGitHub.faults.clear();
  gateway.fakeGitHub.journal.clear();
  return () => expect([...gateway.fakeGitHub.journal.notModelled]).toEqual([]);
});

const numberOf = (type: "Issue" | "PullRequest") =>
  [...hello.items.values()].find((item) => item.__typename === type)?.number ?? 0;

async function resourceOf(url: string): Promise<unknown> {
  return (await ask<{ resource: unknown }>(gateway, `query($url: String!) ${WHAT}`, { url })).resource;
}

const HELLO = { __typename: "Repository", nameWithOwner: "octo-mock/hello-world" };
const branch = (name: string) => ({
  __typename: "Branch",
  name,
  repository: { nameWithOwner: "octo-mock/hello-world" },
});

/** The links of the host's pages, `HOST` for its address without the scheme. */
const here = (link: string) => link.replaceAll("HOST", new URL(gateway.fakeGitHub.url).host);

describe("a link to a repository", () => {
  test.for([
    "http://HOST/octo-mock/hello-world",
    "https://HOST/octo-mock/hello-world/",
    "https://HOST/octo-mock/hello-world.git",
    "https://HOST/octo-mock/hello-world?tab=readme-ov-file#usage",
    "https://x-access-token:secret@HOST/octo-mock/hello-world.git",
    "HOST/octo-mock/hello-world",
    "git@127.0.0.1:octo-mock/hello-world.git",
    "127.0.0.1:octo-mock/hello-world.git",
    "ssh://git@127.0.0.1/octo-mock/hello-world.git",
    "git://127.0.0.1/octo-mock/hello-world.git",
    "origin\tgit@127.0.0.1:octo-mock/hello-world.git (fetch)",
    "  octo-mock/hello-world ",
    "OCTO-MOCK/Hello-World",
    "https://HOST/octo-mock/hello-world/issues",
    "https://HOST/octo-mock/hello-world/pulls",
    "https://HOST/octo-mock/hello-world/pull/new/feature/login",
    "https://HOST/octo-mock/hello-world/settings/actions",
    "https://HOST/octo-mock/hello-world/compare/main...v1.2",
    "https://HOST/octo-mock/hello-world/tree",
    "https://HOST/octo-mock/hello-world/tree/no-such-branch/src",
    "https://HOST/octo-mock/hello-world/blob/0123456789abcdef0123456789abcdef01234567/README.md",
  ])("%s leads to it", async (link) => {
    expect(await resourceOf(here(link))).toEqual(HELLO);
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
  });

  test("that was renamed leads to what it is called now", async () => {
    const { world } = gateway.fakeGitHub;
    const repository = world.addRepository({ owner: hello.owner, name: "old-name" });
    world.renameRepository(repository, "new-name");
    expect(await resourceOf("octo-mock/old-name")).toEqual({
      __typename: "Repository",
      nameWithOwner: "octo-mock/new-name",
    });
  });
});

describe("a link to a branch", () => {
  test.for([
    ["https://HOST/octo-mock/hello-world/tree/main", "main"],
    ["https://HOST/octo-mock/hello-world/tree/main/src/deep/down", "main"],
    ["https://HOST/octo-mock/hello-world/blob/main/README.md#L10-L20", "main"],
    ["https://HOST/octo-mock/hello-world/commits/main/", "main"],
    ["https://HOST/octo-mock/hello-world/tree/feature/login/google", "feature/login/google"],
    ["https://HOST/octo-mock/hello-world/blob/feature/login/google/src/a.ts", "feature/login/google"],
    ["https://HOST/octo-mock/hello-world/tree/feature%2Flogin%2Fgoogle/src", "feature/login/google"],
    ["https://HOST/octo-mock/hello-world/tree/fix/%2312%2050%25", "fix/#12 50%"],
    ["https://HOST/octo-mock/hello-world/blame/v1.2/src/main.ts", "v1.2"],
  ] as const)("%s leads to it, in one document", async ([link, name]) => {
    expect(await resourceOf(here(link))).toEqual(branch(name));
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
  });

  test("is what the branch says of itself", async () => {
    const { repository } = await ask<{ repository: { branch: { url: string } } }>(
      gateway,
      '{ repository(owner: "octo-mock", name: "hello-world") { branch(name: "fix/#12 50%") { url } } }',
    );
    expect(await resourceOf(repository.branch.url)).toEqual(branch("fix/#12 50%"));
  });
});

describe("a link to an issue or a pull request", () => {
  test("leads to what has the number, whichever of the two the link says", async () => {
    const [issue, pull] = [numberOf("Issue"), numberOf("PullRequest")];
    for (const page of ["issues", "pull"]) {
      expect(await resourceOf(here(`https://HOST/octo-mock/hello-world/${page}/${issue}#issuecomment-1`))).toEqual({
        __typename: "Issue",
        number: issue,
      });
      expect(await resourceOf(here(`https://HOST/octo-mock/hello-world/${page}/${pull}/files`))).toEqual({
        __typename: "PullRequest",
        number: pull,
      });
    }
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(4);
  });

  test.skipIf(!existsSync(OPERATIONS))(
    `is answered to operation 9 of ${OPERATIONS} as it stands (skipped without it)`,
    async () => {
      const pull = numberOf("PullRequest");
      const operation = operationNamed("Paste");
      const found = async (link: string) =>
        (await ask<{ resource: unknown }>(gateway, operation, { url: here(link) })).resource;
      expect(await found(`https://HOST/octo-mock/hello-world/pull/${pull}`)).toEqual({
        __typename: "PullRequest",
        number: pull,
        headRefName: `change-${pull}`,
      });
      expect(await found("https://HOST/octo-mock/hello-world/tree/main")).toEqual({
        __typename: "Branch",
        name: "main",
        repository: { nameWithOwner: "octo-mock/hello-world" },
      });
      expect(await found("octo-mock/hello-world")).toEqual({
        __typename: "Repository",
        id: expect.stringMatching(/^R_/),
        nameWithOwner: "octo-mock/hello-world",
      });
      expect(await found("https://HOST/northwind")).toEqual({
        __typename: "Organization",
        login: "northwind",
        access: "FULL",
      });
      expect(gateway.fakeGitHub.journal.entries).toHaveLength(4);
    },
  );
});

describe("a link to an account", () => {
  test.for([
    ["https://HOST/octo-mock", { __typename: "User", login: "octo-mock" }],
    ["HOST/northwind/", { __typename: "Organization", login: "northwind" }],
    ["https://HOST/orgs/northwind/repositories", { __typename: "Organization", login: "northwind" }],
    ["https://HOST/northwind?tab=repositories", { __typename: "Organization", login: "northwind" }],
  ] as const)("%s leads to it", async ([link, expected]) => {
    expect(await resourceOf(here(link))).toEqual(expected);
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
  });
});

describe("a link to nothing", () => {
  test.for([
    ["https://HOST/octo-mock/no-such-repository", "NOT_FOUND"],
    ["https://HOST/octo-mock/no-such-repository/tree/main", "NOT_FOUND"],
    ["https://HOST/octo-mock/hello-world/issues/99999", "NOT_FOUND"],
    ["https://HOST/no-such-account", "NOT_FOUND"],
    ["other-mock/secret", "NOT_FOUND"],
    ["https://gitlab.example/octo-mock/hello-world", "BAD_USER_INPUT"],
    ["git@gitlab.example:octo-mock/hello-world.git", "BAD_USER_INPUT"],
    ["https://HOST.evil.example/octo-mock/hello-world", "BAD_USER_INPUT"],
    ["https://HOST@evil.example/octo-mock/hello-world", "BAD_USER_INPUT"],
    ["https://HOST/", "BAD_USER_INPUT"],
    ["javascript:alert(1)", "BAD_USER_INPUT"],
    ["file:///etc/passwd", "BAD_USER_INPUT"],
    ["hello world", "BAD_USER_INPUT"],
    ["", "BAD_USER_INPUT"],
    ["https://", "BAD_USER_INPUT"],
    ["https://HOST/octo-mock/hello-world/tree/%E0%A4%A", "OK"],
    ['https://HOST/octo-mock/hello-world/tree/"){ viewer { login } }', "OK"],
  ] as const)("%s is %s, and the rest of the answer stays", async ([link, code]) => {
    const answer = await gateway.graphql(
      `query($url: String!) { resource(url: $url) { __typename } viewer { login } }`,
      {
        url: here(link),
      },
    );
    expect(answer.data).toEqual({
      resource: code === "OK" ? { __typename: "Repository" } : null,
      viewer: { login: "octo-mock" },
    });
    expect(failuresOf(answer)).toEqual(code === "OK" ? [] : [`resource ${code}`]);
  });

  test("on another host says which host this gateway serves", async () => {
    const answer = await gateway.graphql(`query($url: String!) ${WHAT}`, { url: "https://gitlab.example/a/b" });
    const host = here("HOST");
    expect(answer.errors[0]?.message).toBe(
      `The link leads to gitlab.example, and this gateway serves ${host}. Paste a link to ${host}.`,
    );
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test("asks for nothing but what the client wants of what it can be", async () => {
    await ask(
      gateway,
      "query($url: String!) { resource(url: $url) { ... on Branch { name } ... on Issue { title } ... on User { login } } }",
      {
        url: "octo-mock/hello-world",
      },
    );
    await ask(gateway, "query($url: String!) { resource(url: $url) { ... on Node { id } ... on Branch { name } } }", {
      url: here("https://HOST/octo-mock/hello-world/tree/main"),
    });
    expect(documentsOf(gateway).map(fieldsIn)).toEqual([
      ["Query.repository", "Repository.__typename"],
      ["Query.repository", "Ref.id", "Ref.name", "Repository.id", "Repository.ref"],
    ]);
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
