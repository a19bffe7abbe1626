import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { failuresOf } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { expectSilence } from "./silence.js";

describe("what GitHub withholds of an answer", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());
  beforeEach(() => gateway.fakeGitHub.faults.clear());

  const SAML = {
    type: "FORBIDDEN",
    extensions: { saml_failure: true },
    message:
      "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.",
  };

  test("not found: the field is null with its error, the rest stays", async () => {
    const answer = await gateway.graphql('{ repository(owner: "octo-mock", name: "gone") { name } viewer { login } }');
    expect(answer.data).toEqual({ repository: null, viewer: { login: "octo-mock" } });
    expect(answer.errors).toMatchObject([
      { path: ["repository"], extensions: { code: "NOT_FOUND", nextStep: "FIX_INPUT" } },
    ]);
    expectSilence(gateway, answer, ["Could not resolve"]);
  });

  test("single sign-on at one item of a list: the others stay, and the list says what is missing", async () => {
    gateway.fakeGitHub.faults.add({
      addErrors: [
        { ...SAML, path: ["p0", "repositories", "nodes", 1] },
        { ...SAML, path: ["p0", "repositories", "nodes", 3] },
      ],
      nullAt: [
        ["p0", "repositories", "nodes", 1],
        ["p0", "repositories", "nodes", 3],
      ],
    });
    const answer = await gateway.graphql(
      "{ repositories(first: 5) { nodes { name } restrictions { reason nextStep message } } }",
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      repositories: {
        nodes: [{ name: expect.any(String) }, { name: expect.any(String) }, { name: expect.any(String) }],
        restrictions: [
          { reason: "SSO_REQUIRED", nextStep: "AUTHORIZE_SSO", message: expect.stringContaining("single sign-on") },
        ],
      },
    });
    expectSilence(gateway, answer, ["Resource protected"]);
  });

  test("single sign-on below several items: each of those fields has the error at its own path, the items stay", async () => {
    const places = [0, 2, 4].map((index) => ["p0", "repositories", "nodes", index, "defaultBranch"]);
    gateway.fakeGitHub.faults.add({ addErrors: places.map((path) => ({ ...SAML, path })), nullAt: places });
    const answer = await gateway.graphql("{ repositories(first: 5) { nodes { name defaultBranch { name } } } }");
    expect(failuresOf(answer)).toEqual(
      [0, 2, 4].map((index) => `repositories.nodes.${index}.defaultBranch GITHUB_SSO_REQUIRED`),
    );
    const { repositories } = answer.data as unknown as {
      repositories: { nodes: readonly { defaultBranch: object | null }[] };
    };
    expect(repositories.nodes.map(({ defaultBranch }) => defaultBranch === null)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  test("the error's path reaches deeper than what is null", async () => {
    gateway.fakeGitHub.faults.add({
      addErrors: [
        {
          type: "RESOURCE_LIMITS_EXCEEDED",
          path: ["p0", "defaultBranch", "committedDate__target", "oid"],
          message: "Resource limits for this query exceeded.",
        },
      ],
      nullAt: [["p0", "defaultBranch"]],
    });
    const answer = await gateway.graphql(
      '{ repository(owner: "octo-mock", name: "hello-world") { name defaultBranch { name committedDate } } session { status } }',
    );
    expect(answer.data).toEqual({
      repository: { name: "hello-world", defaultBranch: null },
      session: { status: "AUTHENTICATED" },
    });
    expect(answer.errors).toMatchObject([
      {
        path: ["repository", "defaultBranch"],
        extensions: { code: "QUERY_TOO_EXPENSIVE", nextStep: "FIX_INPUT", upstream: { status: 200 } },
      },
    ]);
  });

  test("a list that has no place for restrictions does not look complete when something is missing", async () => {
    gateway.fakeGitHub.faults.add({
      addErrors: [
        {
          type: "FORBIDDEN",
          message: "Resource not accessible by personal access token",
          path: ["p0", "branches__refs", "nodes", 1],
        },
      ],
      nullAt: [["p0", "branches__refs", "nodes", 1]],
    });
    const answer = await gateway.graphql(
      '{ repository(owner: "octo-mock", name: "many-branches") { name branches { nodes { name } } } }',
    );
    expect(answer.data).toEqual({ repository: { name: "many-branches", branches: null } });
    expect(failuresOf(answer)).toEqual(["repository.branches GITHUB_SCOPE_MISSING"]);
  });

  test("protection that the credential may not see is unknown, and no error", async () => {
    const path = ["p0", "defaultBranch", "isProtected__branchProtectionRule"];
    const rules = ["p0", "defaultBranch", "isProtected__rules"];
    const message = "Resource not accessible by personal access token";
    gateway.fakeGitHub.faults.add({
      addErrors: [path, rules].map((each) => ({ type: "FORBIDDEN", path: each, message })),
      nullAt: [path, rules, ["p0", "defaultBranch", "isProtected__refUpdateRule"]],
    });
    const answer = await gateway.graphql(
      '{ repository(owner: "octo-mock", name: "many-branches") { defaultBranch { name isProtected } } }',
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({ repository: { defaultBranch: { name: "main", isProtected: null } } });
  });

  test.for<[object, string, string]>([
    [
      { type: "FORBIDDEN", message: "Resource not accessible by integration" },
      "GITHUB_SCOPE_MISSING",
      "APPROVE_PERMISSIONS",
    ],
    [
      { type: "FORBIDDEN", message: "Resource not accessible by personal access token" },
      "GITHUB_SCOPE_MISSING",
      "REPLACE_TOKEN",
    ],
    [
      {
        type: "FORBIDDEN",
        message: "`acme` forbids access via a personal access token (classic). Please use a GitHub App.",
      },
      "GITHUB_FORBIDDEN",
      "CONTACT_ADMIN",
    ],
    [
      { type: "FORBIDDEN", message: "the `acme` organization has an IP allow list enabled" },
      "GITHUB_IP_NOT_ALLOWED",
      "CONTACT_ADMIN",
    ],
    [SAML, "GITHUB_SSO_REQUIRED", "AUTHORIZE_SSO"],
    [{ type: "NOT_FOUND", message: "Could not resolve" }, "NOT_FOUND", "FIX_INPUT"],
    [{ message: "Something went wrong while executing your query." }, "GITHUB_TIMEOUT", "RETRY"],
    [{ type: "SOMETHING_NEW", message: "A new kind of error" }, "GITHUB_UNEXPECTED_RESPONSE", "RETRY"],
  ])("%j at one field is %s", async ([error, code, nextStep]) => {
    const path = ["p0", "owner", "name"];
    gateway.fakeGitHub.faults.add({ addErrors: [{ message: "", ...error, path }], nullAt: [path] });
    const answer = await gateway.graphql(
      '{ repository(owner: "octo-mock", name: "hello-world") { name owner { login ... on User { name } } } }',
    );
    expect(answer.data).toEqual({ repository: { name: "hello-world", owner: { login: "octo-mock", name: null } } });
    expect(answer.errors).toMatchObject([{ path: ["repository", "owner", "name"], extensions: { code, nextStep } }]);
    expectSilence(gateway, answer, ["integration", "forbids access", "`acme`", "A new kind"]);
  });

  test("a real organization with single sign-on: lists say so, its repositories are an error of their own", async () => {
    await using unauthorized = await startGateway({ token: "classic-without-sso" });
    const restricted = { reason: "SSO_REQUIRED", nextStep: "AUTHORIZE_SSO", message: expect.any(String) };
    const select = "restrictions { reason nextStep message }";
    const answer = await unauthorized.graphql(
      `{ some: repositories(first: 100) { nodes { owner { login } } ${select} }
         only: repositories(first: 100) { ${select} }
         counted: repositories(first: 100) { edges { cursor } ${select} }
         used: repositories(first: 100, orderBy: { field: LAST_USED, direction: DESC }) { nodes { id } ${select} }
         of: repositories(owner: "northwind") { nodes { id } ${select} } viewer { login } }`,
    );
    expect(answer.errors).toEqual([]);
    const data = answer.data as unknown as Record<
      string,
      { nodes: readonly { owner: { login: string } }[]; restrictions: readonly object[] }
    >;
    for (const name of ["some", "only", "counted", "used"])
      expect([name, data[name]?.restrictions]).toEqual([name, [restricted]]);
    expect(data["of"]?.restrictions).toEqual([]);
    expect(data["some"]?.nodes.length).toBeGreaterThan(50);
    expect(data["some"]?.nodes.filter(({ owner }) => owner.login === "acme")).toEqual([]);
    const acme = unauthorized.fakeGitHub.world.allRepositories().find(({ owner }) => owner.login === "acme");
    const one = await unauthorized.graphql(
      `{ repository(owner: "acme", name: "${acme?.name}") { name } viewer { login } }`,
    );
    expect(one.data).toEqual({ repository: null, viewer: { login: "octo-mock" } });
    expect(one.errors).toMatchObject([
      { path: ["repository"], extensions: { code: "GITHUB_SSO_REQUIRED", nextStep: "AUTHORIZE_SSO" } },
    ]);
    expectSilence(unauthorized, one, []);
  });
});
