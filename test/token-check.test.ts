import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../fake-github/index.js";
import { ask } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";

interface TokenAnswer {
  readonly check: {
    readonly isUsable: boolean;
    readonly kind: string;
    readonly login: string | null;
    readonly scopes: readonly string[];
    readonly expiresAt: string | null;
    readonly visibleRepositoryCount: number | null;
    readonly capabilities: readonly {
      readonly capability: string;
      readonly status: string;
      readonly evidence: string;
      readonly fix: string | null;
    }[];
    readonly restrictions: readonly object[];
    readonly rateLimit: { readonly remaining: number } | null;
  } | null;
  readonly credential: {
    readonly id: string;
    readonly login: string | null;
    readonly hint: string;
    readonly status: string;
  } | null;
  readonly session: { readonly status: string; readonly nextStep: string };
  readonly userErrors: readonly {
    readonly code: string;
    readonly message: string;
    readonly nextStep: string;
    readonly path: readonly string[];
    readonly kind: string;
    readonly createUrl: string | null;
  }[];
}

const CHECK = `check { isUsable kind login scopes expiresAt visibleRepositoryCount capabilities { capability status evidence fix }
  restrictions { reason nextStep message actionUrl } rateLimit { remaining } }`;
const ERRORS = "userErrors { code message nextStep path ... on TokenError { kind createUrl missing { capability } } }";

const GRANTED = {
  READ_PROFILE: "GRANTED",
  READ_PUBLIC_REPOSITORIES: "GRANTED",
  READ_PRIVATE_REPOSITORIES: "GRANTED",
  READ_ORGANIZATIONS: "GRANTED",
  READ_ISSUES: "GRANTED",
  WRITE_CODE: "GRANTED",
  WRITE_WORKFLOWS: "GRANTED",
};
const UNREPORTED = {
  ...GRANTED,
  READ_ORGANIZATIONS: "UNKNOWN",
  READ_ISSUES: "UNKNOWN",
  WRITE_CODE: "UNKNOWN",
  WRITE_WORKFLOWS: "UNKNOWN",
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ token: null });
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  gateway.fakeGitHub.faults.clear();
  gateway.fakeGitHub.journal.clear();
});

function textOf(name: string): string {
  return gateway.fakeGitHub.world.token(name).text;
}

async function check(token: string, at = gateway): Promise<TokenAnswer> {
  const { answer } = await ask<{ answer: TokenAnswer }>(
    at,
    `mutation($token: Secret!) { answer: checkGitHubToken(input: { token: $token }) { ${CHECK} ${ERRORS} } }`,
    { token },
  );
  return answer;
}

async function set(
  token: string,
  { force, at = gateway }: { readonly force?: boolean; readonly at?: TestGateway } = {},
): Promise<TokenAnswer> {
  const { answer } = await ask<{ answer: TokenAnswer }>(
    at,
    `mutation($token: Secret!, $force: Boolean) { answer: setGitHubToken(input: { token: $token, force: $force }) {
       credential { id login hint status } session { status nextStep } ${CHECK} ${ERRORS} } }`,
    { token, ...(force !== undefined && { force }) },
  );
  return answer;
}

async function remove(at = gateway) {
  const { removeGitHubToken } = await ask<{ removeGitHubToken: object }>(
    at,
    "mutation { removeGitHubToken(input: {}) { removedCredentialId session { status nextStep } userErrors { code } } }",
  );
  return removeGitHubToken;
}

describe("a token that GitHub accepts", () => {
  test.for<[string, Partial<NonNullable<TokenAnswer["check"]>>, Readonly<Record<string, string>>]>([
    [
      "classic",
      {
        kind: "CLASSIC_PAT",
        scopes: ["read:org", "read:user", "repo", "user:email", "workflow"],
        expiresAt: null,
        visibleRepositoryCount: 100,
      },
      GRANTED,
    ],
    [
      "classic-without-repo",
      { kind: "CLASSIC_PAT", scopes: ["public_repo", "read:org", "read:user"] },
      { ...GRANTED, READ_PRIVATE_REPOSITORIES: "MISSING", READ_ISSUES: "MISSING", WRITE_WORKFLOWS: "MISSING" },
    ],
    [
      "classic-without-read-org",
      { kind: "CLASSIC_PAT", scopes: ["repo"] },
      { ...GRANTED, READ_ORGANIZATIONS: "MISSING", WRITE_WORKFLOWS: "MISSING" },
    ],
    [
      "classic-without-scopes",
      { kind: "CLASSIC_PAT", scopes: [] },
      {
        ...GRANTED,
        READ_PRIVATE_REPOSITORIES: "MISSING",
        READ_ORGANIZATIONS: "MISSING",
        READ_ISSUES: "MISSING",
        WRITE_CODE: "MISSING",
        WRITE_WORKFLOWS: "MISSING",
      },
    ],
    ["classic-expiring", { kind: "CLASSIC_PAT" }, GRANTED],
    ["fine-grained", { kind: "FINE_GRAINED_PAT", scopes: [] }, UNREPORTED],
    ["fine-grained-of-acme", { kind: "FINE_GRAINED_PAT", scopes: [] }, UNREPORTED],
    ["oauth-app", { kind: "OAUTH_APP", scopes: ["read:org", "repo"] }, { ...GRANTED, WRITE_WORKFLOWS: "MISSING" }],
    ["app-user", { kind: "GITHUB_APP_USER", scopes: [] }, UNREPORTED],
    ["other", { kind: "CLASSIC_PAT", login: "other-mock", visibleRepositoryCount: 12 }, GRANTED],
  ])(
    "%s: kind, owner, expiry, scopes, and each capability with evidence and how to get it",
    async ([name, facts, capabilities]) => {
      const { expiresAt } = gateway.fakeGitHub.world.token(name);
      const { check: found, userErrors } = await check(textOf(name));
      expect(userErrors).toEqual([]);
      expect(found).toMatchObject({
        isUsable: true,
        login: "octo-mock",
        expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
        rateLimit: { remaining: expect.any(Number) },
        ...facts,
      });
      expect(found?.visibleRepositoryCount).toBeGreaterThan(0);
      expect(found?.visibleRepositoryCount).toBeLessThanOrEqual(100);
      const all = found?.capabilities ?? [];
      expect(Object.fromEntries(all.map(({ capability, status }) => [capability, status]))).toEqual(capabilities);
      for (const { capability, status, evidence, fix } of all) {
        expect([capability, evidence]).toEqual([capability, expect.stringMatching(/^(The token|GitHub) .+\.$/)]);
        if (status === "GRANTED") expect([capability, fix]).toEqual([capability, null]);
        else expect([capability, fix]).toEqual([capability, expect.stringMatching(/^(Create|Give) .+`.+`.*\.$/)]);
      }
      expect([...gateway.fakeGitHub.journal.notModelled]).toEqual([]);
    },
  );

  test("without single sign-on: the check says that something is out of reach, and where to put it right", async () => {
    const { check: found } = await check(textOf("classic-without-sso"));
    expect(found?.restrictions).toEqual([
      {
        reason: "SSO_REQUIRED",
        nextStep: "AUTHORIZE_SSO",
        message: expect.stringContaining("single sign-on"),
        actionUrl: `${gateway.fakeGitHub.url}/orgs/acme/sso?authorization_request=FAKE`,
      },
    ]);
    expect((await check(textOf("classic"))).check?.restrictions).toEqual([]);
  });

  test("is examined in one round of requests, and stored by none of them", async () => {
    await check(textOf("classic"));
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(2);
    expect(await ask(gateway, "{ session { status } credential { id } }")).toEqual({
      session: { status: "GITHUB_NOT_CONNECTED" },
      credential: null,
    });
  });

  test("may have blanks and line ends around it", async () => {
    expect((await check(`  ${textOf("classic")}\r\n`)).check?.login).toBe("octo-mock");
  });
});

describe("what is wrong is told apart", () => {
  const madeUp = `ghp_${randomBytes(18).toString("hex")}`;

  test.for([["revoked"], ["expired"], [madeUp]])("a token that GitHub refuses: %s", async ([name = ""]) => {
    const { check: found, userErrors } = await check(name === madeUp ? madeUp : textOf(name));
    expect(found).toMatchObject({ isUsable: false, kind: "CLASSIC_PAT", login: null, capabilities: [] });
    expect(userErrors).toMatchObject([
      {
        code: "GITHUB_TOKEN_INVALID",
        nextStep: "FIX_INPUT",
        path: ["input", "token"],
        kind: "CLASSIC_PAT",
        createUrl: expect.stringContaining("/settings/tokens/new?"),
      },
    ]);
    expect(userErrors[0]?.message).toContain(new URL(gateway.fakeGitHub.url).host);
  });

  test.for([
    "",
    "x",
    "not a token at all",
    "ghp_short",
    "ghp_with-ümlauts-in-the-middle-of-it",
    `${"a".repeat(30)}\n${"b".repeat(30)}`,
    `ghp_${"a".repeat(2_000)}`,
  ])("what cannot be a token is not sent anywhere: %j", async (token) => {
    const { check: found, userErrors } = await check(token);
    expect(found?.isUsable).toBe(false);
    expect(userErrors).toMatchObject([{ code: "BAD_USER_INPUT", nextStep: "FIX_INPUT", path: ["input", "token"] }]);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test.for<[Fault, string, string]>([
    [{ form: "nginx-html" }, "GITHUB_UNAVAILABLE", "RETRY"],
    [{ form: "json" }, "GITHUB_TIMEOUT", "RETRY"],
    [{ status: 503, body: "x" }, "GITHUB_UNAVAILABLE", "RETRY"],
    [{ reset: "before" }, "GITHUB_UNAVAILABLE", "RETRY"],
    [
      { status: 403, headers: { "retry-after": "60" }, body: { message: "secondary rate limit" } },
      "GITHUB_SECONDARY_RATE_LIMITED",
      "WAIT",
    ],
    [{ status: 404, body: "<html>Not here</html>" }, "GITHUB_UNEXPECTED_RESPONSE", "RETRY"],
    [{ status: 401, body: "<html>Log in to the proxy</html>" }, "GITHUB_UNEXPECTED_RESPONSE", "RETRY"],
  ])("an outage says nothing about the token: %j", async ([fault, code, nextStep]) => {
    await using fresh = await startGateway({ token: null });
    fresh.fakeGitHub.faults.add({ times: 100, ...fault });
    const { check: found, userErrors } = await check(fresh.fakeGitHub.world.token("classic").text, fresh);
    expect(found).toBeNull();
    expect(userErrors).toMatchObject([{ code, nextStep }]);
  });

  test.for<[number, string, string]>([
    [200, "text/html", "<h1>Router</h1>"],
    [200, "text/plain", ""],
    [200, "application/json", '{"router":"Router"}'],
    [200, "application/json", '{"data":null,"errors":[{"message":"Cannot query field \\"viewer\\" on Router."}]}'],
    [302, "text/html", "<a href=/login>Router</a>"],
    [400, "application/json", '{"message":"Router"}'],
    [401, "text/html", "<h1>Router: log in</h1>"],
    [401, "application/json", '{"message":"Unauthorized by Router"}'],
    [403, "text/html", "<h1>Router</h1>"],
    [403, "application/json", '{"message":"Forbidden by Router"}'],
    [404, "text/html", "<h1>Router</h1>"],
    [405, "text/plain", "Router"],
  ])("a host that is no GitHub says nothing about the token: %i %s %s", async ([status, type, body]) => {
    const server = createServer((_request, response) =>
      response.writeHead(status, { "content-type": type, location: "/login" }).end(body),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    await using elsewhere = await startGateway({ token: null, config: { OCTOGATE_GITHUB_URL: `http://${host}` } });
    const { check: found, userErrors } = await check(textOf("classic"), elsewhere);
    expect(found).toBeNull();
    expect(userErrors).toMatchObject([
      {
        code: "GITHUB_UNEXPECTED_RESPONSE",
        message: `The host ${host} does not answer like GitHub. Check OCTOGATE_GITHUB_URL.`,
        nextStep: "CONTACT_ADMIN",
      },
    ]);
    expect(JSON.stringify(userErrors)).not.toContain("Router");
    server.closeAllConnections();
    server.close();
  });

  test("a proxy that takes GitHub's headers away does not hide that a token is refused", async () => {
    await using fresh = await startGateway({ token: null });
    const body = { message: "Bad credentials", documentation_url: "https://docs.github.com/graphql", status: "401" };
    fresh.fakeGitHub.faults.add({ times: 10, status: 401, headers: { "x-github-request-id": "" }, body });
    const { userErrors } = await check(fresh.fakeGitHub.world.token("classic").text, fresh);
    expect(userErrors).toMatchObject([{ code: "GITHUB_TOKEN_INVALID" }]);
  });

  test("a host at which nobody listens, and one that has no name", async () => {
    for (const url of ["http://127.0.0.1:9", "https://no-such-host.invalid"]) {
      await using elsewhere = await startGateway({ token: null, config: { OCTOGATE_GITHUB_URL: url } });
      const { check: found, userErrors } = await check(textOf("classic"), elsewhere);
      expect(found).toBeNull();
      expect(userErrors).toMatchObject([{ code: "GITHUB_HOST_UNREACHABLE", nextStep: "CONTACT_ADMIN" }]);
      expect(userErrors[0]?.message).toContain("OCTOGATE_GITHUB_URL");
      // Another token would fare no better.
      expect(userErrors[0]?.createUrl).toBeNull();
    }
  });

  test("a required capability that is missing: not usable, not stored, unless it is forced", async () => {
    await using fresh = await startGateway({ token: null });
    const refuse: Fault = {
      match: { path: "/graphql", contains: "totalCount" },
      times: 100,
      body: {
        errors: [{ type: "INSUFFICIENT_SCOPES", message: "Your token has not been granted the required scopes" }],
      },
    };
    fresh.fakeGitHub.faults.add(refuse);
    const token = fresh.fakeGitHub.world.token("classic").text;
    const refused = await set(token, { at: fresh });
    expect(refused.credential).toBeNull();
    expect(refused.check).toMatchObject({ isUsable: false, login: "octo-mock", visibleRepositoryCount: null });
    expect(refused.userErrors).toMatchObject([
      {
        code: "GITHUB_SCOPE_MISSING",
        nextStep: "REPLACE_TOKEN",
        missing: expect.arrayContaining([{ capability: "READ_PUBLIC_REPOSITORIES" }]),
      },
    ]);
    const forced = await set(token, { force: true, at: fresh });
    expect(forced).toMatchObject({
      credential: { login: "octo-mock" },
      session: { status: "AUTHENTICATED" },
      userErrors: [],
    });
  });
});

describe("what is stored", () => {
  test("only a token that works; a failed attempt keeps the earlier one", async () => {
    const first = await set(textOf("classic"));
    expect(first).toMatchObject({
      credential: { login: "octo-mock", hint: textOf("classic").slice(-4), status: "VALID" },
      session: { status: "AUTHENTICATED", nextStep: "NONE" },
      userErrors: [],
    });
    for (const token of [textOf("revoked"), "nonsense", `ghp_${"0".repeat(36)}`]) {
      const failed = await set(token);
      expect(failed).toMatchObject({
        credential: null,
        session: { status: "AUTHENTICATED" },
        userErrors: [{ path: ["input", "token"] }],
      });
      const forced = await set(token, { force: true });
      expect(forced).toMatchObject({ credential: null, session: { status: "AUTHENTICATED" } });
    }
    expect(await ask(gateway, "{ credential { id } viewer { login } }")).toEqual({
      credential: { id: first.credential?.id },
      viewer: { login: "octo-mock" },
    });
  });

  test("another token takes the place of the first at once", async () => {
    await set(textOf("classic"));
    const other = await set(textOf("other"));
    expect(other).toMatchObject({ credential: { login: "other-mock" }, check: { login: "other-mock" } });
    expect(
      await ask(gateway, "{ viewer { login } repositories(first: 1) { nodes { owner { login } } } }"),
    ).toMatchObject({
      viewer: { login: "other-mock" },
    });
    expect(gateway.fakeGitHub.journal.graphql.at(-1)?.token).toBe("other");
  });

  test("while GitHub cannot be asked: nothing, unless it is forced, and then it is used as soon as GitHub answers", async () => {
    await using fresh = await startGateway({ token: null });
    const token = fresh.fakeGitHub.world.token("classic").text;
    fresh.fakeGitHub.faults.add({ form: "nginx-html", times: 100 });
    expect(await set(token, { at: fresh })).toMatchObject({
      credential: null,
      check: null,
      session: { status: "GITHUB_NOT_CONNECTED", nextStep: "ADD_TOKEN" },
      userErrors: [{ code: "GITHUB_UNAVAILABLE" }],
    });
    expect(await set(token, { force: true, at: fresh })).toMatchObject({
      credential: { login: null, hint: token.slice(-4) },
      check: null,
      session: { status: "AUTHENTICATED" },
      userErrors: [],
    });
    fresh.fakeGitHub.faults.clear();
    expect(await ask(fresh, "{ viewer { login } }")).toEqual({ viewer: { login: "octo-mock" } });
  });

  test("is gone after removal, and removing nothing succeeds", async () => {
    const { credential } = await set(textOf("classic"));
    const gone = { session: { status: "GITHUB_NOT_CONNECTED", nextStep: "ADD_TOKEN" }, userErrors: [] };
    expect(await remove()).toEqual({ ...gone, removedCredentialId: credential?.id });
    expect(await remove()).toEqual({ ...gone, removedCredentialId: null });
    gateway.fakeGitHub.journal.clear();
    const answer = await gateway.graphql("{ viewer { login } credential { id } }");
    expect(answer.data).toEqual({ viewer: null, credential: null });
    expect(answer.errors).toMatchObject([
      { path: ["viewer"], extensions: { code: "GITHUB_NOT_CONNECTED", nextStep: "ADD_TOKEN" } },
    ]);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test("survives a restart, and is used for no other host", async () => {
    await using first = await startGateway();
    await first.graphql("{ viewer { login } }");
    await using again = await startGateway({ fakeGitHub: first.fakeGitHub, dataDir: first.dataDir, token: null });
    expect(await ask(again, "{ viewer { login } }")).toEqual({ viewer: { login: "octo-mock" } });
    await using elsewhere = await startGateway({ dataDir: first.dataDir, token: null });
    expect(await ask(elsewhere, "{ session { status } credential { id } }")).toEqual({
      session: { status: "GITHUB_NOT_CONNECTED" },
      credential: null,
    });
    expect((await elsewhere.graphql("{ viewer { login } }")).errors[0]?.extensions.code).toBe("GITHUB_NOT_CONNECTED");
    expect(elsewhere.fakeGitHub.journal.entries).toEqual([]);
  });

  test("the token comes back in no answer, stands in no log line and in no file", async () => {
    const { text } = await gateway.graphql(
      `mutation($token: Secret!) { checkGitHubToken(input: { token: $token, clientMutationId: "x" }) { ${CHECK} ${ERRORS} }
         setGitHubToken(input: { token: $token }) { ${CHECK} ${ERRORS} credential { id hint login } session { credential { id } } } }`,
      { token: textOf("oauth-app") },
    );
    const files = await readdir(gateway.dataDir, { recursive: true, withFileTypes: true });
    const contents = await Promise.all(
      files.filter((each) => each.isFile()).map((each) => readFile(join(each.parentPath, each.name), "utf8")),
    );
    expect(contents.length).toBeGreaterThan(0);
    for (const place of [text, ...gateway.logLines, ...contents]) {
      for (const { text: secret } of gateway.fakeGitHub.world.tokens.values())
        expect(place).not.toContain(secret.slice(4));
    }
  });
});

describe("the address at which a stored token is made once more", () => {
  test.for([
    [
      "a classic token, with the scopes that it has",
      "classic-without-read-org",
      /\/settings\/tokens\/new\?.*scopes=repo$/,
    ],
    ["a fine-grained token", "fine-grained", /\/settings\/personal-access-tokens\/new$/],
  ] as const)("is that of %s", async ([_what, name, address]) => {
    await set(textOf(name));
    const { credential, session } = (await ask(
      gateway,
      "{ credential { renewUrl } session { credential { renewUrl } } }",
    )) as {
      credential: { renewUrl: string };
      session: { credential: object };
    };
    expect(credential.renewUrl).toMatch(address);
    expect(session.credential).toEqual(credential);
  });

  test("is not there for a token that nobody makes by hand", async () => {
    await set(textOf("app-user"));
    expect(await ask(gateway, "{ credential { renewUrl } }")).toEqual({ credential: { renewUrl: null } });
  });
});

describe("a token whose life ends", () => {
  test("soon: it works, and another one is advised", async () => {
    await set(textOf("classic-expiring"));
    expect(await ask(gateway, "{ session { status nextStep credential { status } } viewer { login } }")).toEqual({
      session: { status: "AUTHENTICATED", nextStep: "REPLACE_TOKEN", credential: { status: "EXPIRING" } },
      viewer: { login: "octo-mock" },
    });
  });

  test("by the time that GitHub told: it is not even sent any more", async () => {
    const { world } = gateway.fakeGitHub;
    const expiresAt = Math.ceil(Date.now() / 1000) * 1000 + 2_000;
    await set(world.addToken({ name: "short", user: "octo-mock", expiresAt }).text);
    expect(await ask(gateway, "{ viewer { login } }")).toEqual({ viewer: { login: "octo-mock" } });
    await new Promise((resolve) => setTimeout(resolve, expiresAt - Date.now() + 50));
    gateway.fakeGitHub.journal.clear();
    const answer = await gateway.graphql("{ viewer { login } session { status nextStep credential { status } } }");
    expect(answer.data).toEqual({
      viewer: null,
      session: { status: "REAUTHENTICATION_REQUIRED", nextStep: "REPLACE_TOKEN", credential: { status: "EXPIRED" } },
    });
    expect(answer.errors).toMatchObject([{ extensions: { code: "GITHUB_TOKEN_EXPIRED", nextStep: "REPLACE_TOKEN" } }]);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });

  test("by revocation at GitHub: the next call finds out, and a new token is asked for", async () => {
    const { world, faults } = gateway.fakeGitHub;
    await set(world.addToken({ name: "to-be-revoked", user: "octo-mock" }).text);
    faults.revokeToken("to-be-revoked");
    expect(await ask(gateway, "{ session { status } }")).toEqual({ session: { status: "AUTHENTICATED" } });
    const answer = await gateway.graphql("{ viewer { login } }");
    expect(answer.errors).toMatchObject([{ extensions: { code: "GITHUB_TOKEN_INVALID", nextStep: "REPLACE_TOKEN" } }]);
    expect(await ask(gateway, "{ session { status nextStep } credential { status } }")).toEqual({
      session: { status: "REAUTHENTICATION_REQUIRED", nextStep: "REPLACE_TOKEN" },
      credential: { status: "INVALID" },
    });
  });
});

test("what follows in the same operation already uses the token that was just stored, and misses the one removed", async () => {
  await using fresh = await startGateway({ token: null });
  const token = fresh.fakeGitHub.world.token("classic").text;
  const { data, errors } = await fresh.graphql(
    `mutation ($token: Secret!) {
      setGitHubToken(input: { token: $token }) { userErrors { code } }
      stored: refreshAccess(input: {}) { organizations { nodes { login } } }
      removeGitHubToken(input: {}) { userErrors { code } }
      removed: refreshAccess(input: {}) { userErrors { code } }
    }`,
    { token },
  );
  expect(data?.["stored"]).toMatchObject({ organizations: { nodes: expect.arrayContaining([]) as unknown } });
  expect(errors.map(({ path, extensions }) => `${String(path)} ${extensions.code}`)).toEqual([
    "removed GITHUB_NOT_CONNECTED",
  ]);
});
