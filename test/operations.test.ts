import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Kind, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CAPABILITIES } from "../src/github/capabilities.js";
import { ERROR_CATALOGUE } from "../src/errors/error-catalogue.js";
import { callbackOf, visit } from "./browser.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { hasRedis, NO_REDIS } from "./redis-server.js";
import { startSaaS } from "./saas.js";

const OPERATIONS = fileURLToPath(new URL("../../shared/contract/operations.graphql", import.meta.url));

describe.skipIf(!existsSync(OPERATIONS))(`the operations of ${OPERATIONS}, as they stand (skipped without it)`, () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  async function run(name: string, variables: Readonly<Record<string, unknown>> = {}) {
    gateway.fakeGitHub.journal.clear();
    const { data, errors, status } = await gateway.graphql(operationNamed(name), variables);
    expect([status, errors]).toEqual([200, []]);
    expect([...gateway.fakeGitHub.journal.notModelled]).toEqual([]);
    return { data: data as unknown, calls: gateway.fakeGitHub.journal.entries.length };
  }

  test("1. the start of the app, without a call to GitHub", async () => {
    expect(await run("AppStart")).toEqual({
      calls: 0,
      data: {
        session: {
          status: "AUTHENTICATED",
          nextStep: "NONE",
          account: { login: "octo-mock", avatarUrl: expect.stringContaining("/avatars/u/") },
          credential: { status: "VALID", expiresAt: null },
          loginOptions: [{ provider: "TOKEN", label: "GitHub token", isAvailable: true }],
        },
        gateway: {
          version: expect.stringMatching(/^\d+\.\d+\.\d+/),
          edition: "OSS",
          features: expect.arrayContaining([{ name: "personal-token", enabled: true }]),
          links: { installApp: null, docs: expect.toSatisfy((link) => link === null || URL.canParse(String(link))) },
        },
      },
    });
  });

  test("2. the repository picker: what was used last, then what was pushed to last; one call", async () => {
    const { data, calls } = await run("RepositoryPicker");
    expect(calls).toBe(1);
    expect(data).toEqual({
      repositories: {
        nodes: expect.any(Array),
        pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
        restrictions: [],
      },
    });
    const { nodes } = (data as { repositories: { nodes: readonly { nameWithOwner: string }[] } }).repositories;
    expect(nodes).toHaveLength(20);
    expect(nodes[0]).toEqual({
      id: expect.stringMatching(/^R_/),
      nameWithOwner: "octo-mock/hello-world",
      isPrivate: expect.any(Boolean),
      lastUsedAt: null,
      defaultBranch: { name: expect.any(String) },
    });
    expect(new Set(nodes.map(({ nameWithOwner }) => nameWithOwner)).size).toBe(20);
  });

  test("2. the repository picker with a pasted link, and its second page", async () => {
    const found = await run("RepositoryPicker", {
      search: `${gateway.fakeGitHub.url}/octo-mock/many-branches/tree/main`,
    });
    expect(found.data).toMatchObject({ repositories: { nodes: [{ nameWithOwner: "octo-mock/many-branches" }] } });
    const { data: first } = await run("RepositoryPicker");
    const after = (first as { repositories: { pageInfo: { endCursor: string } } }).repositories.pageInfo.endCursor;
    const { data: second } = await run("RepositoryPicker", { after });
    const names = (page: unknown): readonly string[] => JSON.stringify(page).match(/"nameWithOwner":"[^"]+"/g) ?? [];
    expect(names(second)).toHaveLength(20);
    expect(names(second).filter((name) => names(first).includes(name))).toEqual([]);
  });

  test("3. the branch picker: the default branch first, one call", async () => {
    const { data, calls } = await run("BranchPicker", { owner: "octo-mock", name: "many-branches" });
    expect(calls).toBe(1);
    const { branches } = data as { branches: { nodes: readonly object[]; pageInfo: object } };
    expect(branches.pageInfo).toEqual({ hasNextPage: true, endCursor: expect.any(String) });
    expect(branches.nodes).toHaveLength(20);
    expect(branches.nodes[0]).toEqual({
      id: expect.stringMatching(/^REF_/),
      name: "main",
      isDefault: true,
      isProtected: expect.any(Boolean),
      commitSha: expect.stringMatching(/^[0-9a-f]{40}$/),
      committedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  });

  test("4. a token is examined, stored, and told of without being shown", async () => {
    const { text } = gateway.fakeGitHub.world.token("classic");
    const { data } = await run("SetToken", { token: text });
    expect(data).toMatchObject({
      setGitHubToken: {
        session: { status: "AUTHENTICATED", nextStep: "NONE" },
        credential: { id: expect.stringMatching(/^OG_/), hint: text.slice(-4), login: "octo-mock", expiresAt: null },
        check: { kind: "CLASSIC_PAT", restrictions: [], visibleRepositoryCount: 100 },
        userErrors: [],
      },
    });
    const { check } = (data as { setGitHubToken: { check: { capabilities: readonly object[] } } }).setGitHubToken;
    expect(check.capabilities).toHaveLength(CAPABILITIES.length);
    expect(JSON.stringify(data)).not.toContain(text);
  });

  test("4. a token that does not work is refused with what to do, and the stored one stays", async () => {
    const { data } = await run("SetToken", { token: gateway.fakeGitHub.world.token("revoked").text });
    expect(data).toMatchObject({
      setGitHubToken: {
        session: { status: "AUTHENTICATED" },
        credential: null,
        check: { kind: "CLASSIC_PAT", capabilities: [] },
        userErrors: [
          {
            code: "GITHUB_TOKEN_INVALID",
            path: ["input", "token"],
            nextStep: "FIX_INPUT",
            kind: "CLASSIC_PAT",
            createUrl: expect.stringContaining("/settings/tokens/new?"),
            missing: [],
          },
        ],
      },
    });
  });

  test("5. and 6. an edition that nobody signs in to says so, and what to do instead", async () => {
    const refused = {
      userErrors: [{ code: "FEATURE_NOT_AVAILABLE", message: expect.any(String), nextStep: "ADD_TOKEN" }],
    };
    const login = await run("Login");
    expect([login.calls, login.data]).toMatchObject([0, { startLogin: { authorizationUrl: null, ...refused } }]);
    const callback = await run("Callback", { code: "none", state: "none" });
    expect([callback.calls, callback.data]).toMatchObject([0, { completeLogin: { isNewUser: false, ...refused } }]);
  });

  test.skipIf(!hasRedis)(
    `5. and 6. signing in: to GitHub, back, and to the page it began at${hasRedis ? "" : ` (${NO_REDIS})`}`,
    async () => {
      await using saas = await startSaaS();
      const browser = saas.browser();
      const started = await browser.graphql(operationNamed("Login"));
      const { startLogin } = started.data as unknown as { startLogin: { authorizationUrl: string } };
      expect(startLogin).toEqual({
        authorizationUrl: expect.stringContaining("/login/oauth/authorize?"),
        expiresAt: expect.any(String),
        userErrors: [],
      });
      const back = callbackOf(await visit(startLogin.authorizationUrl, { _fake_approve: "octo-mock" }));
      const { data, errors } = await browser.graphql(operationNamed("Callback"), { ...back });
      expect([errors, data]).toEqual([
        [],
        {
          completeLogin: {
            session: { status: "AUTHENTICATED", account: { login: "octo-mock" } },
            isNewUser: true,
            returnTo: "/repos",
            continueUrl: null,
            userErrors: [],
          },
        },
      ]);
    },
  );

  test("7. the tasks: each with its reason and what it is about; one call", async () => {
    const { data, calls } = await run("Tasks");
    expect(calls).toBe(1);
    const { nodes } = (data as { suggestedTasks: { nodes: readonly Readonly<Record<string, unknown>>[] } })
      .suggestedTasks;
    expect(nodes).toHaveLength(10);
    for (const node of nodes) {
      expect(node).toMatchObject({
        kind: expect.stringMatching(/^[A-Z_]+$/),
        reason: expect.stringMatching(/\S/),
        subject: { __typename: expect.stringMatching(/^(Issue|PullRequest)$/), number: expect.any(Number) },
        repository: { nameWithOwner: expect.stringContaining("/") },
      });
    }
  });

  test("8. the gauge: what GitHub's headers told last, without a call", async () => {
    await gateway.graphql("{ viewer { login } }");
    const { data, calls } = await run("Gauge");
    expect(calls).toBe(0);
    const { rateLimits } = data as { rateLimits: readonly { limit: number; remaining: number; resetAt: string }[] };
    const graphql = rateLimits.find((each) => "resource" in each && each.resource === "GRAPHQL");
    expect(graphql).toEqual({
      resource: "GRAPHQL",
      limit: 5_000,
      remaining: expect.any(Number),
      resetAt: expect.any(String),
      pausedUntil: null,
      observedAt: expect.any(String),
    });
    expect(graphql?.remaining).toBeLessThan(5_000);
    expect(Date.parse(graphql?.resetAt ?? "")).toBeGreaterThan(Date.now());
  });

  test.for([
    ["octo-mock/many-branches", { __typename: "Repository", nameWithOwner: "octo-mock/many-branches" }],
    ["octo-mock/many-branches/tree/main", { __typename: "Branch", name: "main" }],
    ["northwind", { __typename: "Organization", login: "northwind", access: "FULL" }],
    ["other-mock", { __typename: "User", login: "other-mock" }],
  ] as const)("9. a pasted link, %s; one call", async ([path, resource]) => {
    const { data, calls } = await run("Paste", { url: `${gateway.fakeGitHub.url}/${path}` });
    expect([calls, data]).toMatchObject([1, { resource }]);
  });

  test("10. settings are saved, and a second writer with the old version is told the present one", async () => {
    const { settings } = (await gateway.graphql("{ settings { version } }")).data as unknown as {
      settings: { version: number };
    };
    const saved = { version: settings.version + 1, gitUserName: null, analyticsConsent: true };
    expect(await run("Save", { v: settings.version })).toEqual({
      calls: 0,
      data: { saveSettings: { settings: saved, userErrors: [] } },
    });
    const { data } = await run("Save", { v: settings.version });
    expect(data).toMatchObject({
      saveSettings: {
        settings: saved,
        userErrors: [{ code: "SETTINGS_CONFLICT", currentVersion: saved.version, message: expect.any(String) }],
      },
    });
  });

  test("11. the organizations: whether they can be used; one call", async () => {
    const { data, calls } = await run("Orgs");
    expect(calls).toBe(1);
    expect(data).toMatchObject({ organizations: { restrictions: [] } });
    const { nodes } = (data as { organizations: { nodes: readonly object[] } }).organizations;
    const usable = { id: expect.any(String), access: "FULL", restrictions: [], installation: null };
    expect(nodes).toContainEqual({ ...usable, login: "northwind" });
  });

  test("12. the registration of an App: not here, and how to do it by hand; without a call", async () => {
    expect(await run("Setup", { t: "whatever", org: "northwind" })).toEqual({
      calls: 0,
      data: {
        startAppRegistration: {
          postUrl: null,
          manifest: null,
          expiresAt: null,
          userErrors: [{ code: "FEATURE_NOT_AVAILABLE", message: expect.stringContaining("docs/operations.md") }],
        },
      },
    });
    const complete = `mutation { completeAppRegistration(input: { code: "none", state: "none", clientMutationId: "7" }) {
      app { slug } clientMutationId userErrors { code message path nextStep helpUrl } } }`;
    expect((await gateway.graphql(complete)).data).toEqual({
      completeAppRegistration: {
        app: null,
        clientMutationId: "7",
        userErrors: [
          {
            code: "FEATURE_NOT_AVAILABLE",
            message: expect.stringContaining("docs/operations.md"),
            path: [],
            nextStep: "CONTACT_ADMIN",
            helpUrl: expect.stringContaining("feature_not_available"),
          },
        ],
      },
    });
  });

  test("13. the catalogue: every code, the limits, and how to make a token", async () => {
    const { data, calls } = await run("Catalogue");
    expect(calls).toBe(0);
    const { gateway: described, tokenGuide } = data as {
      gateway: { errorCatalogue: readonly { code: string; helpUrl: string }[]; limits: object };
      tokenGuide: { classicUrl: string; capabilities: readonly object[] };
    };
    expect(described.errorCatalogue.map(({ code }) => code).toSorted()).toEqual(
      Object.keys(ERROR_CATALOGUE).toSorted(),
    );
    expect(described.errorCatalogue.filter(({ helpUrl }) => !URL.canParse(helpUrl))).toEqual([]);
    expect(described.limits).toMatchObject({ maxPageSize: 100, trustedDocumentsOnly: false });
    expect(tokenGuide).toMatchObject({ recommended: "CLASSIC_PAT", fineGrainedUrl: null });
    expect(new URL(tokenGuide.classicUrl).searchParams.get("scopes")).toContain("repo");
    expect(tokenGuide.capabilities).toHaveLength(CAPABILITIES.length);
  });
});

function operationNamed(name: string): string {
  const text = readFileSync(OPERATIONS, "utf8");
  const { definitions } = parse(text);
  const found = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION && each.name?.value === name);
  if (found?.loc === undefined) throw new Error(`There is no operation ${name} in ${OPERATIONS}.`);
  return text.slice(found.loc.start, found.loc.end);
}
