import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startGateway, type TestGateway } from "./gateway.js";
import { post, type GraphQLAnswer } from "./http-requests.js";
import { octogate } from "./octogate-process.js";
import { temporaryFolder } from "./storage-temporary-folder.js";

const SET_TOKEN =
  "mutation SetToken($token: Secret!) { setGitHubToken(input: { token: $token }) { credential { id } userErrors { code message } } }";
const ME = "query Me { viewer { login } }";
const LIMITS = "query Limits { gateway { limits { trustedDocumentsOnly } } }";
const ECHO = "query Echo($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { nameWithOwner } }";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const MAP = { me: `\n  ${ME}\n`, limits: LIMITS, echo: ECHO, token: SET_TOKEN };

/** As `generate-persisted-query-manifest` writes it. */
const OF_APOLLO = {
  format: "apollo-persisted-query-manifest",
  version: 1,
  operations: Object.entries(MAP).map(([id, body]) => ({ id, name: id, type: "query", body })),
};

async function manifest(content: unknown): Promise<string> {
  const path = join(await temporaryFolder(), "manifest.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

interface Options {
  readonly content?: unknown;
  readonly config?: Readonly<Record<string, string>>;
}

async function start({ content = MAP, config = {} }: Options = {}): Promise<TestGateway> {
  const path = await manifest(content);
  const gateway = await startGateway({ token: null, config: { OCTOGATE_TRUSTED_DOCUMENTS: path, ...config } });
  const token = gateway.fakeGitHub.world.token("classic").text;
  expect((await gateway.graphql(SET_TOKEN, { token })).data).toMatchObject({ setGitHubToken: { userErrors: [] } });
  return gateway;
}

async function codeOf(gateway: TestGateway, body: unknown): Promise<readonly [number, string | undefined]> {
  const response = await post(gateway.url, body);
  const { errors } = (await response.json()) as GraphQLAnswer;
  return [response.status, errors?.[0]?.extensions.code];
}

const persistedQuery = (sha256Hash: unknown) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

describe("with trusted documents", () => {
  test.each([
    ["a map, as graphql-codegen and Relay write it", MAP],
    ["Apollo's manifest", OF_APOLLO],
  ])("runs those of %s, and says that it runs no others", async (_what, content) => {
    await using gateway = await start({ content });
    expect((await gateway.graphql(LIMITS)).data).toEqual({ gateway: { limits: { trustedDocumentsOnly: true } } });
    // Known by its bytes the third time, and run the short way.
    for (let time = 0; time < 3; time += 1) {
      expect((await gateway.graphql(ME)).data).toEqual({ viewer: { login: "octo-mock" } });
    }
  });

  test.each([
    ["documentId", { documentId: "me" }],
    ["documentId, a hash", { documentId: `sha256:${sha256(ME)}` }],
    ["Apollo's extension", persistedQuery("me")],
    ["Apollo's extension, a hash", persistedQuery(sha256(ME))],
    ["both, with the text", { query: ME, ...persistedQuery(sha256(ME)) }],
  ])("runs one without its text, by %s", async (_what, body) => {
    await using gateway = await start();
    for (let time = 0; time < 3; time += 1) {
      const answer = (await (await post(gateway.url, body)).json()) as GraphQLAnswer;
      expect(answer).toEqual({ data: { viewer: { login: "octo-mock" } } });
    }
  });

  test("takes operation name, variables and GET with an id as with a text", async () => {
    await using gateway = await start();
    const variables = { owner: "octo-mock", name: "hello-world" };
    const sent = await gateway.graphql(ECHO, variables);
    const body = { documentId: "echo", operationName: "Echo", variables };
    expect(await (await post(gateway.url, body)).json()).toEqual(JSON.parse(sent.text));
    const byAddress = await gateway.fetch(`/graphql?documentId=me`, { headers: { accept: "application/json" } });
    expect(await byAddress.json()).toEqual({ data: { viewer: { login: "octo-mock" } } });
    const byExtension = new URLSearchParams({ extensions: JSON.stringify(persistedQuery("me").extensions) });
    expect((await gateway.fetch(`/graphql?${byExtension.toString()}`)).status).toBe(200);
    const mutation = await gateway.fetch(`/graphql?documentId=token&variables={"token":"x"}`);
    expect(mutation.status).toBe(405);
  });

  test("refuses every other document before it is read, and asks nothing of GitHub", async () => {
    await using gateway = await start();
    gateway.fakeGitHub.journal.clear();
    const others = [
      "{ viewer { login } }",
      "query Me { viewer { login name } }",
      "query Me { viewer {  login } }",
      `${ME} # more`,
      "{ __schema { types { name } } }",
      "{ no document",
      "{".repeat(5_000),
      SET_TOKEN.replace("mutation SetToken", "mutation Other"),
    ];
    for (const query of others) {
      expect([query, ...(await codeOf(gateway, { query }))]).toEqual([query, 403, "DOCUMENT_NOT_TRUSTED"]);
      const withId = { query, ...persistedQuery("me") };
      expect(await codeOf(gateway, withId)).toEqual([403, "DOCUMENT_NOT_TRUSTED"]);
    }
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    const { errors } = await gateway.graphql("{ viewer { login } }");
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining("Ask the operator to add it to the manifest."),
      extensions: { nextStep: "CONTACT_ADMIN" },
    });
  });

  test("says that an id is not known, as clients expect it that then send the text", async () => {
    await using gateway = await start();
    for (const id of ["unknown", sha256("{ viewer { login } }"), "__proto__", "constructor"]) {
      expect(await codeOf(gateway, { documentId: id })).toEqual([400, "PERSISTED_QUERY_NOT_FOUND"]);
      expect(await codeOf(gateway, persistedQuery(id))).toEqual([400, "PERSISTED_QUERY_NOT_FOUND"]);
    }
    for (const body of [{}, { query: "" }, { documentId: 1 }, { documentId: "" }, persistedQuery(1)]) {
      expect([body, ...(await codeOf(gateway, body))]).toEqual([body, 400, "BAD_REQUEST"]);
    }
  });

  test("has an explorer only where one is asked for, which then runs nothing else either", async () => {
    const accept = { headers: { accept: "text/html" } };
    await using gateway = await start();
    expect((await gateway.fetch("/graphql", accept)).status).toBe(404);
    await using explored = await start({ config: { OCTOGATE_EXPLORER: "on" } });
    expect((await explored.fetch("/graphql", accept)).status).toBe(200);
    expect(await codeOf(explored, { query: "{ __typename }" })).toEqual([403, "DOCUMENT_NOT_TRUSTED"]);
  });
});

test("without trusted documents an id is refused, and every text runs", async () => {
  await using gateway = await startGateway();
  expect((await gateway.graphql(LIMITS)).data).toEqual({ gateway: { limits: { trustedDocumentsOnly: false } } });
  expect(await codeOf(gateway, { documentId: "me" })).toEqual([400, "PERSISTED_QUERY_NOT_SUPPORTED"]);
  expect(await codeOf(gateway, { query: ME, ...persistedQuery("me") })).toEqual([400, "PERSISTED_QUERY_NOT_SUPPORTED"]);
  expect(await codeOf(gateway, { query: ME, documentId: "me" })).toEqual([200, undefined]);
});

describe("a manifest that cannot be used ends the start with 78 and all that is wrong", () => {
  async function endOf(path: string) {
    const env = { OCTOGATE_TRUSTED_DOCUMENTS: path, OCTOGATE_DATA_DIR: await temporaryFolder() };
    const { code, stdout, stderr } = await octogate(["start"], { env }).ended;
    expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
    expect(stderr).toContain(`OCTOGATE_TRUSTED_DOCUMENTS: ${path} has `);
    return stderr;
  }

  test.each([
    ["no JSON", "{", "It is not JSON."],
    ["a list", [], "It is neither a manifest of Apollo's nor a map from ids to documents."],
    ["nothing", {}, "There is no document in it."],
    ["another version", { ...OF_APOLLO, version: 2 }, "apollo-persisted-query-manifest in version 1"],
  ])("that is %s", async (_what, content, sentence) => {
    expect(await endOf(await manifest(content))).toContain(sentence);
  });

  test("that is not there", async () => {
    const stderr = await endOf(join(await temporaryFolder(), "missing.json"));
    expect(stderr).toContain("It cannot be read (ENOENT). Check that the path is right");
  });

  test("whose documents do not fit, each by name and place", async () => {
    const operation = (id: string, body: unknown) => ({ id, name: `Name${id}`, type: "query", body });
    const operations = [
      operation("a", ME),
      operation("b", "query B { viewer {"),
      operation("c", "query C {\n  viewer { shoeSize }\n  weather\n}"),
      operation("d", 1),
      operation("e", `query E { ${"viewer { organizations(first: 1) { nodes { ".repeat(30)}`),
      operation("a", "query A { viewer { id } }"),
    ];
    const stderr = await endOf(await manifest({ ...OF_APOLLO, operations }));
    expect(stderr).toContain(" has 6 problems; nothing was started.");
    expect(stderr).toContain("Entry 4 is not an id with the text of a document.");
    expect(stderr).toContain("a is the id of two documents.");
    expect(stderr).toMatch(/Nameb \(b\), line 1, column 19: Syntax Error/);
    expect(stderr).toContain('Namec (c), line 2, column 12: Cannot query field "shoeSize" on type "User".');
    expect(stderr).toContain('Namec (c), line 3, column 3: Cannot query field "weather" on type "Query".');
    expect(stderr).toContain("Namee (e)");
  });
});
