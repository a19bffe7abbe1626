import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Fault } from "../fake-github/index.js";
import { describeRecorded, RECORDINGS } from "../fake-github/test/recorded.js";
import { failuresOf } from "./ask.js";
import { startGateway } from "./gateway.js";
import { expectSilence } from "./silence.js";

const MERGED = "{ viewer { login } repositories(first: 5) { nodes { name } } session { status } }";

interface Expected {
  readonly code: string;
  readonly nextStep: string;
  readonly retryable: boolean;
  readonly status: number;
  readonly wait?: number;
}

const limited = { code: "GITHUB_RATE_LIMITED", nextStep: "WAIT", retryable: true };
const paused = { code: "GITHUB_SECONDARY_RATE_LIMITED", nextStep: "WAIT", retryable: true };
const unavailable = { code: "GITHUB_UNAVAILABLE", nextStep: "RETRY", retryable: true };
const timedOut = { code: "GITHUB_TIMEOUT", nextStep: "RETRY", retryable: true };
const forbidden = { code: "GITHUB_FORBIDDEN", nextStep: "CONTACT_ADMIN", retryable: false };
const inSeconds = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds);

function recorded(file: string, change: Omit<Fault, "bodyFrom"> = {}): Fault {
  return { match: { path: "/graphql" }, times: 10, bodyFrom: join(RECORDINGS, file), ...change };
}

/** What GitHub wrote, which must not be told to anyone. */
function wordsOf(file: string): readonly string[] {
  const { response } = JSON.parse(readFileSync(join(RECORDINGS, file), "utf8")) as {
    response: { body: unknown; bodyText: string | null };
  };
  const text = response.bodyText ?? JSON.stringify(response.body);
  return [...text.matchAll(/"message":\s*"([^"]{12,})|<[a-z]+>([^<]{8,})|(<html|<!DOCTYPE)/g)].map((found) =>
    found.slice(1).join(""),
  );
}

describeRecorded("recorded refusals of the whole request", () => {
  // Header values that the recordings hold as templates are filled in.
  test.for<[string, Expected, (() => Omit<Fault, "bodyFrom">)?]>([
    ["observed/obs-graphql-secondary-limit-2025.json", { ...paused, status: 403, wait: 60 }],
    ["rest-errors/hub4j-abuselimithandler-testhandler-fail-2-r-h-t-fail.json", { ...paused, status: 403, wait: 30 }],
    [
      "rest-errors/hub4j-abuselimithandler-testhandler-wait-secondary-limits-2-r-h-t-fail.json",
      { ...paused, status: 403, wait: 60 },
    ],
    [
      "rest-errors/hub4j-abuselimithandler-testhandler-wait-secondary-limits-too-many-requests-2-r-h-t-fail.json",
      { ...paused, status: 429, wait: 8 },
    ],
    [
      "rest-errors/hub4j-abuselimithandler-testhandler-wait-secondary-limits-too-many-requests-date-retry-after-2-r-h-t-fail.json",
      { ...paused, status: 429, wait: 90 },
      () => ({ headers: { "retry-after": new Date(Date.now() + 90_000).toUTCString() } }),
    ],
    [
      "rest-errors/pygithub-specificexceptions-testauthenticatedratelimitexceeded.json",
      { ...paused, status: 403, wait: 60 },
    ],
    [
      "rest-errors/hub4j-ratelimithandler-testhandler-fail-2-r-h-t-fail.json",
      { ...limited, status: 403, wait: 300 },
      () => ({ headers: { "x-ratelimit-reset": inSeconds(300) } }),
    ],
    ["rest-errors/pygithub-specificexceptions-testratelimitexceeded.json", { ...limited, status: 403, wait: 60 }],
    ["rest-errors/pygithub-specificexceptions-testbaduseragent.json", { ...forbidden, status: 403 }],
    ["rest-errors/pygithub-authentication-testauthorizationheaderwithtoken.json", { ...forbidden, status: 403 }],
    ["rest-errors/pygithub-exceptions-testnonjsondatareturnedbygithub.json", { ...unavailable, status: 503 }],
    ["observed/obs-graphql-502-json-something-went-wrong.json", { ...timedOut, status: 502 }],
    ["observed/obs-graphql-502-json-data-string-null.json", { ...timedOut, status: 502 }],
    ["observed/obs-graphql-unicorn-html.json", { ...unavailable, status: 502 }],
    [
      "observed/obs-graphql-insufficient-scopes.json",
      { code: "GITHUB_SCOPE_MISSING", nextStep: "REPLACE_TOKEN", retryable: false, status: 200 },
    ],
    [
      "observed/obs-graphql-ip-allow-list.json",
      { code: "GITHUB_IP_NOT_ALLOWED", nextStep: "CONTACT_ADMIN", retryable: false, status: 200 },
    ],
    [
      "observed/obs-graphql-saml-forbidden-deep-path.json",
      { code: "GITHUB_SSO_REQUIRED", nextStep: "AUTHORIZE_SSO", retryable: false, status: 200 },
    ],
    [
      "observed/obs-graphql-resource-limits-exceeded.json",
      { code: "QUERY_TOO_EXPENSIVE", nextStep: "FIX_INPUT", retryable: false, status: 200 },
    ],
    [
      "observed/obs-graphql-argument-limit-nodes.json",
      { code: "QUERY_TOO_EXPENSIVE", nextStep: "FIX_INPUT", retryable: false, status: 200 },
    ],
    [
      "observed/obs-graphql-undefined-field.json",
      { code: "GITHUB_UNEXPECTED_RESPONSE", nextStep: "RETRY", retryable: true, status: 200 },
    ],
    [
      "rest-errors/pygithub-exceptions-testunknownobject-2.json",
      { code: "GITHUB_UNEXPECTED_RESPONSE", nextStep: "RETRY", retryable: true, status: 404 },
    ],
    [
      "rest-errors/pygithub-specificexceptions-testbadcredentials.json",
      { code: "GITHUB_TOKEN_INVALID", nextStep: "REPLACE_TOKEN", retryable: false, status: 401 },
    ],
  ])("%s", async ([file, expected, change]) => {
    await using gateway = await startGateway();
    gateway.fakeGitHub.faults.add(recorded(file, change?.()));
    const answer = await gateway.graphql(MERGED);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ viewer: null, repositories: null, session: { status: "AUTHENTICATED" } });
    expect(answer.errors.map(({ path }) => path?.join("."))).toEqual(["viewer", "repositories"]);
    for (const { extensions, message } of answer.errors) {
      const { code, nextStep, retryable, status, wait } = expected;
      expect(extensions).toMatchObject({ code, nextStep, retryable, upstream: { status } });
      const { retryAfterSeconds } = extensions;
      if (wait === undefined) expect(retryAfterSeconds).toBeUndefined();
      else expect(Math.abs(Number(retryAfterSeconds) - wait)).toBeLessThanOrEqual(2);
      expect(message).toMatch(/^[A-Z].+\. [A-Z].+\.$|^[A-Z][^.]+\.( [A-Z][^.]+\.)?/);
    }
    expectSilence(gateway, answer, wordsOf(file));
  });

  test("a refused token asks for another one, is not sent again, and a better one is", async () => {
    await using gateway = await startGateway();
    gateway.fakeGitHub.faults.add(recorded("rest-errors/pygithub-specificexceptions-testbadcredentials.json"));
    await gateway.graphql("{ viewer { login } }");
    gateway.fakeGitHub.journal.clear();
    const answer = await gateway.graphql("{ viewer { login } session { status nextStep credential { status } } }");
    expect(answer.data).toEqual({
      viewer: null,
      session: { status: "REAUTHENTICATION_REQUIRED", nextStep: "REPLACE_TOKEN", credential: { status: "INVALID" } },
    });
    expect(failuresOf(answer)).toEqual(["viewer GITHUB_TOKEN_INVALID"]);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    gateway.fakeGitHub.faults.clear();
    await gateway.graphql("mutation($t: Secret!) { setGitHubToken(input: { token: $t }) { userErrors { code } } }", {
      t: gateway.fakeGitHub.world.token("classic").text,
    });
    expect((await gateway.graphql("{ viewer { login } }")).data).toEqual({ viewer: { login: "octo-mock" } });
  });

  test("only what GitHub itself says ends a token: not a proxy on the way, and no outage", async () => {
    await using gateway = await startGateway();
    const faults: readonly Fault[] = [
      { status: 401, body: "<html><h1>Proxy: log in first</h1></html>" },
      { status: 407, body: "Proxy Authentication Required" },
      { status: 401, body: "" },
      { status: 500, body: { message: "Bad credentials" } },
      { form: "unicorn-html", status: 401 },
    ];
    for (const fault of faults) {
      gateway.fakeGitHub.faults.add(fault);
      const answer = await gateway.graphql("{ viewer { login } }");
      expect(["GITHUB_UNEXPECTED_RESPONSE", "GITHUB_UNAVAILABLE"]).toContain(answer.errors[0]?.extensions.code);
      expectSilence(gateway, answer, ["Proxy"]);
    }
    expect((await gateway.graphql("{ viewer { login } session { status } }")).data).toEqual({
      viewer: { login: "octo-mock" },
      session: { status: "AUTHENTICATED" },
    });
  });
});

describe("what else GitHub is known to fail with", () => {
  test.for<[Fault, string]>([
    [{ form: "json" }, "GITHUB_TIMEOUT"],
    [{ form: "data-null-string" }, "GITHUB_TIMEOUT"],
    [{ form: "nginx-html" }, "GITHUB_UNAVAILABLE"],
    [{ form: "unicorn-html" }, "GITHUB_UNAVAILABLE"],
    [{ form: "unicorn-html", status: 200 }, "GITHUB_UNEXPECTED_RESPONSE"],
    [{ form: "data-null-string", status: 200 }, "GITHUB_TIMEOUT"],
    [{ status: 504, body: "" }, "GITHUB_TIMEOUT"],
    [{ status: 500 }, "GITHUB_TIMEOUT"],
    [{ status: 500, body: "{" }, "GITHUB_UNAVAILABLE"],
    [{ status: 200, body: "" }, "GITHUB_UNEXPECTED_RESPONSE"],
    [{ status: 200, body: '{"data":{"p0":{"lo' }, "GITHUB_UNEXPECTED_RESPONSE"],
    [{ status: 200, body: [] }, "GITHUB_UNEXPECTED_RESPONSE"],
    [{ status: 200, body: "null" }, "GITHUB_UNEXPECTED_RESPONSE"],
    [{ status: 200, body: { data: null } }, "GITHUB_UNEXPECTED_RESPONSE"],
    [{ status: 200, body: { data: {} } }, "GITHUB_UNEXPECTED_RESPONSE"],
    [
      { status: 200, body: { data: { p0: null }, errors: [{ type: "FORBIDDEN", message: "IP allow list" }] } },
      "GITHUB_IP_NOT_ALLOWED",
    ],
    [{ status: 200, body: { errors: [{ type: "SERVICE_UNAVAILABLE", message: "x" }] } }, "GITHUB_UNAVAILABLE"],
    [{ status: 422 }, "GITHUB_UNEXPECTED_RESPONSE"],
  ])("%j is %s", async ([fault, code]) => {
    await using gateway = await startGateway();
    gateway.fakeGitHub.faults.add({ match: { path: "/graphql" }, ...fault });
    const answer = await gateway.graphql("{ viewer { login } session { status } }");
    expect(answer.data).toEqual({ viewer: null, session: { status: "AUTHENTICATED" } });
    expect(failuresOf(answer)).toEqual([`viewer ${code}`]);
    expectSilence(gateway, answer, ["Something went wrong", "Unicorn", "nginx"]);
    expect((await gateway.graphql("{ viewer { login } }")).data).toEqual({ viewer: { login: "octo-mock" } });
  });

  test.for([
    { type: "RATE_LIMITED", message: "API rate limit exceeded for user ID 1." },
    { type: "RATE_LIMIT", code: "graphql_rate_limit", message: "API rate limit already exceeded for user ID 1." },
    { message: "API rate limit already exceeded for user ID 1." },
    { message: "Limited.", extensions: { code: "graphql_rate_limit" } },
  ])("the hourly budget is used up, said as %j", async (error) => {
    await using gateway = await startGateway();
    const headers = { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(900) };
    gateway.fakeGitHub.faults.add({ status: 200, headers, body: { errors: [error] } });
    const answer = await gateway.graphql("{ viewer { login } }");
    expect(answer.errors).toMatchObject([
      { path: ["viewer"], extensions: { code: "GITHUB_RATE_LIMITED", nextStep: "WAIT" } },
    ]);
    expect(Number(answer.errors[0]?.extensions["retryAfterSeconds"])).toBeGreaterThan(890);
    gateway.fakeGitHub.journal.clear();
    const next = await gateway.graphql("{ viewer { login } rateLimit { remaining resetAt pausedUntil } }");
    expect(failuresOf(next)).toEqual(["viewer GITHUB_RATE_LIMITED"]);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    const { rateLimit } = next.data as unknown as {
      rateLimit: { remaining: number; resetAt: string; pausedUntil: string };
    };
    expect(rateLimit.remaining).toBe(0);
    expect(Math.abs(Date.parse(rateLimit.pausedUntil) - Date.parse(rateLimit.resetAt))).toBeLessThan(2_000);
  });

  test("the last point of the budget is a good answer, and no error", async () => {
    await using gateway = await startGateway();
    gateway.fakeGitHub.faults.setRemaining("classic", 1);
    const answer = await gateway.graphql("{ viewer { login } rateLimit { remaining } }");
    expect(answer.data).toEqual({ viewer: { login: "octo-mock" }, rateLimit: { remaining: 0 } });
    expect(failuresOf(await gateway.graphql("{ viewer { login } }"))).toEqual(["viewer GITHUB_RATE_LIMITED"]);
  });
});

describe("a limit", () => {
  test("stops the next calls until its time, says until when, and then lets them through", async () => {
    await using gateway = await startGateway();
    gateway.fakeGitHub.faults.add({
      status: 403,
      headers: { "retry-after": "2" },
      body: { message: "You have exceeded a secondary rate limit." },
    });
    const first = await gateway.graphql("{ viewer { login } }");
    expect(first.errors).toMatchObject([
      { extensions: { code: "GITHUB_SECONDARY_RATE_LIMITED", retryAfterSeconds: 2, upstream: { status: 403 } } },
    ]);
    gateway.fakeGitHub.journal.clear();
    const second = await gateway.graphql(
      "{ viewer { login } repositories { nodes { id } } rateLimits { resource pausedUntil } }",
    );
    expect(failuresOf(second)).toEqual([
      "repositories GITHUB_SECONDARY_RATE_LIMITED",
      "viewer GITHUB_SECONDARY_RATE_LIMITED",
    ]);
    expect(second.errors[0]?.extensions["retryAfterSeconds"]).toSatisfy((seconds) => seconds === 1 || seconds === 2);
    const { rateLimits } = second.data as unknown as {
      rateLimits: readonly { resource: string; pausedUntil: string }[];
    };
    const until = Date.parse(rateLimits.find(({ resource }) => resource === "GRAPHQL")?.pausedUntil ?? "");
    expect(until).toBeGreaterThan(Date.now());
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, until - Date.now() + 20));
    const third = await gateway.graphql("{ viewer { login } rateLimit { pausedUntil } }");
    expect(third.data).toEqual({ viewer: { login: "octo-mock" }, rateLimit: { pausedUntil: null } });
    expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
  });

  test("holds for the token that met it, and not for another one", async () => {
    await using gateway = await startGateway();
    gateway.fakeGitHub.faults.add({
      status: 429,
      headers: { "retry-after": "600" },
      body: { message: "Too many requests" },
    });
    expect(failuresOf(await gateway.graphql("{ viewer { login } }"))).toEqual(["viewer GITHUB_SECONDARY_RATE_LIMITED"]);
    const set = "mutation($t: Secret!) { setGitHubToken(input: { token: $t }) { userErrors { code } } }";
    await gateway.graphql(set, { t: gateway.fakeGitHub.world.token("colleague").text });
    expect((await gateway.graphql("{ viewer { login } rateLimit { pausedUntil } }")).data).toEqual({
      viewer: { login: "mona-mock" },
      rateLimit: { pausedUntil: null },
    });
  });
});
