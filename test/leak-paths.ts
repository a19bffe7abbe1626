import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Fault } from "../fake-github/index.js";
import type { LeakRun, SeenAnswer } from "./leak-run.js";

/** A way to fail with a secret in hand, and the code that tells that it was this way. */
export interface FailingPath {
  readonly name: string;
  readonly code: string;
  readonly run: (run: LeakRun) => Promise<SeenAnswer>;
}

const VIEWER = "{ viewer { login } }";
const CHECK =
  "mutation Check($t: Secret!) { checkGitHubToken(input: { token: $t }) { check { login } userErrors { code message } } }";
const SET = "mutation Set($t: Secret!) { setGitHubToken(input: { token: $t }) { userErrors { code message } } }";
const SAVE = "mutation Save($i: SaveSettingsInput!) { saveSettings(input: $i) { userErrors { code message path } } }";

const RETRIED = 9;

/** GitHub or the network fails while the stored token is on its way. */
function upstream(name: string, code: string, fault: (run: LeakRun) => Fault): FailingPath {
  return {
    name: `GitHub: ${name}`,
    code,
    async run(run) {
      run.fakeGitHub.faults.add({ times: RETRIED, match: { path: "/graphql" }, ...fault(run) });
      return run.graphql(VIEWER);
    },
  };
}

function operation(
  name: string,
  code: string,
  query: (run: LeakRun) => string,
  variables: (run: LeakRun) => object = () => ({}),
): FailingPath {
  return { name, code, run: (run) => run.graphql(query(run), variables(run)) };
}

/** Every failure that GitHub is known for, each with texts and headers that repeat the token. */
const UPSTREAM: readonly FailingPath[] = [
  upstream("refuses the token and repeats it", "GITHUB_TOKEN_INVALID", ({ stored }) => ({
    status: 401,
    body: { message: `Bad credentials: ${stored}` },
  })),
  upstream("forbids", "GITHUB_FORBIDDEN", ({ stored }) => ({ status: 403, body: { message: `No: ${stored}` } })),
  upstream("knows no such address", "GITHUB_UNEXPECTED_RESPONSE", ({ stored }) => ({
    status: 404,
    body: { message: stored },
  })),
  upstream("fails with JSON", "GITHUB_UNAVAILABLE", ({ stored }) => ({ status: 500, body: { message: stored } })),
  // The bodies of its own timeouts, and the pages of what stands in front of it.
  ...(["json", "data-null-string"] as const).map((form) =>
    upstream(`fails with the body ${form}`, "GITHUB_TIMEOUT", ({ stored }) => ({
      form,
      headers: { "x-echo": stored },
    })),
  ),
  ...(["nginx-html", "unicorn-html"] as const).map((form) =>
    upstream(`fails with the body ${form}`, "GITHUB_UNAVAILABLE", ({ stored }) => ({
      form,
      headers: { "x-echo": stored },
    })),
  ),
  upstream("fails with a page that repeats the request", "GITHUB_UNAVAILABLE", ({ stored }) => ({
    status: 503,
    body: `<html>authorization: bearer ${stored}\n    at Server.answer (/srv/github.rb:12:3)</html>`,
  })),
  upstream("answers something that is not GraphQL", "GITHUB_UNEXPECTED_RESPONSE", ({ stored }) => ({
    body: `ok ${stored}`,
  })),
  upstream("answers half of its JSON", "GITHUB_UNEXPECTED_RESPONSE", ({ stored }) => ({
    body: `{"data": {"viewer": {"login": "${stored}"`,
  })),
  upstream("answers with an error of a type that nobody knows", "GITHUB_UNEXPECTED_RESPONSE", ({ stored }) => ({
    body: { data: null, errors: [{ type: "MYSTERY", message: `Why ${stored}?`, path: ["viewer"] }] },
  })),
  upstream("adds an error to its data", "GITHUB_FORBIDDEN", ({ stored }) => ({
    nullAt: [["p0"]],
    addErrors: [{ type: "FORBIDDEN", message: `Forbidden to ${stored}`, path: ["p0"] }] as never,
  })),
  upstream("sends elsewhere", "GITHUB_UNEXPECTED_RESPONSE", ({ stored, listener }) => ({
    status: 302,
    headers: { location: `${listener.url}/?token=${stored}` },
    body: {},
  })),
  upstream("cuts the connection", "GITHUB_UNAVAILABLE", () => ({ reset: "before" })),
  upstream("cuts the connection in the middle of its answer", "GITHUB_UNAVAILABLE", () => ({ reset: "mid-body" })),
  upstream("never answers", "GITHUB_TIMEOUT", () => ({ hang: true })),
];

/** Tokens that are examined, one after another, each a secret of its own. */
const EXAMINED: readonly FailingPath[] = [
  operation(
    "a token that GitHub does not know, checked",
    "GITHUB_TOKEN_INVALID",
    () => CHECK,
    (run) => ({ t: run.canary() }),
  ),
  operation(
    "a token that GitHub does not know, set",
    "GITHUB_TOKEN_INVALID",
    () => SET,
    (run) => ({ t: run.canary() }),
  ),
  operation(
    "what is no token at all",
    "BAD_USER_INPUT",
    () => CHECK,
    (run) => ({ t: `${run.canary()} and words\n` }),
  ),
  ...(["expired", "revoked"] as const).map((token) =>
    operation(
      `a token that is ${token}`,
      "GITHUB_TOKEN_INVALID",
      () => SET,
      (run) => ({ t: run.tokenOf(token) }),
    ),
  ),
  {
    name: "a token that GitHub cannot be asked about",
    code: "GITHUB_UNAVAILABLE",
    async run(run) {
      run.fakeGitHub.faults.add({ times: RETRIED, status: 502, body: `no ${run.stored}` });
      return run.graphql(CHECK, { t: run.canary() });
    },
  },
  operation(
    "an error of ours while a token is examined",
    "INTERNAL_SERVER_ERROR",
    () => CHECK,
    (run) => ({
      t: `fail-inside-${run.canary()}`,
    }),
  ),
];

/** Secrets in places where none belongs. */
const MISPLACED: readonly FailingPath[] = [
  operation(
    "a secret in the document",
    "SECRET_IN_DOCUMENT",
    (run) => `mutation { checkGitHubToken(input: { token: "${run.canary()}" }) { check { login } } }`,
  ),
  operation(
    "a token for an owner",
    "NOT_FOUND",
    () => "query R($o: String!) { repository(owner: $o, name: $o) { name } }",
    (run) => ({ o: run.canary() }),
  ),
  operation(
    "a token for a cursor",
    "INVALID_CURSOR",
    () => "query R($a: String) { repositories(first: 1, after: $a) { nodes { name } } }",
    (run) => ({ a: run.canary() }),
  ),
  operation(
    "a token for an id",
    "NOT_FOUND",
    () => "query N($i: ID!) { node(id: $i) { id } }",
    (run) => ({ i: run.canary() }),
  ),
  operation(
    "a token for a number",
    "BAD_USER_INPUT",
    () => "query R($n: Int!) { repositories(first: $n) { nodes { name } } }",
    (run) => ({ n: run.canary() }),
  ),
  operation(
    "a token for a choice",
    "BAD_USER_INPUT",
    () => "query R($v: RepositoryVisibility) { repositories(visibility: $v) { nodes { name } } }",
    (run) => ({ v: run.canary() }),
  ),
  operation(
    "a token in an object",
    "BAD_USER_INPUT",
    () => CHECK,
    (run) => ({ t: { token: run.canary() } }),
  ),
  operation(
    "a token in a list",
    "BAD_USER_INPUT",
    () => SET,
    (run) => ({ t: [run.canary()] }),
  ),
  operation(
    "a token for a whole input",
    "BAD_USER_INPUT",
    () => SAVE,
    (run) => ({ i: run.canary() }),
  ),
  operation(
    "a token beside an input",
    "BAD_USER_INPUT",
    () => SAVE,
    (run) => ({ i: { token: run.canary() } }),
  ),
  operation(
    "a token for the name of a variable's field",
    "BAD_USER_INPUT",
    () => SAVE,
    (run) => ({ i: { [run.shaped()]: 1 } }),
  ),
  operation(
    "a token for an address of mail",
    "BAD_USER_INPUT",
    () => SAVE,
    (run) => ({ i: { gitUserEmail: run.canary() } }),
  ),
  operation(
    "a token for a language",
    "BAD_USER_INPUT",
    () => SAVE,
    (run) => ({ i: { language: run.canary() } }),
  ),
  operation(
    "a token in preferences that are too large",
    "BAD_USER_INPUT",
    () => SAVE,
    (run) => ({ i: { preferences: { [run.canary()]: run.canary().repeat(2_000) } } }),
  ),
  operation("a token for the name of an operation", "GITHUB_UNAVAILABLE", (run) => {
    run.fakeGitHub.faults.add({ times: RETRIED, form: "nginx-html" });
    return `query ${run.shaped()} ${VIEWER}`;
  }),
  operation("a token for the name of a field", "GRAPHQL_VALIDATION_FAILED", (run) => `{ ${run.shaped()} }`),
  // The answer repeats an alias where there are data: GraphQL has no other place for them.
  operation(
    "a token for an alias, where there are no data",
    "GRAPHQL_VALIDATION_FAILED",
    (run) => `{ x${run.shaped()}: viewer { login password } }`,
  ),
  operation(
    "a token in a document that does not parse",
    "GRAPHQL_PARSE_FAILED",
    (run) => `{ viewer(token: "${run.canary()}" }`,
  ),
  operation("a token as a document", "GRAPHQL_PARSE_FAILED", (run) => run.canary()),
  {
    name: "a token for the operation to run",
    code: "OPERATION_RESOLUTION_FAILURE",
    run: (run) => run.post({ query: "query A { __typename } query B { __typename }", operationName: run.shaped() }),
  },
  {
    name: "a token for the variables",
    code: "BAD_REQUEST",
    run: (run) => run.post({ query: VIEWER, variables: run.canary() }),
  },
  {
    name: "a token in a batch",
    code: "BAD_REQUEST",
    run: (run) => run.post([{ query: VIEWER, variables: { token: run.canary() } }]),
  },
  {
    name: "a token in a body that is cut off",
    code: "BAD_REQUEST",
    run: (run) => run.send({ method: "POST", body: `{"query":"{ a }","variables":{"token":"${run.canary()}"` }),
  },
  {
    name: "a token in a form",
    code: "BAD_REQUEST",
    run: (run) =>
      run.send({
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: `query={a}&token=${run.canary()}`,
      }),
  },
  {
    name: "a token in a body that is not compressed as it says",
    code: "BAD_REQUEST",
    run: (run) => run.send({ method: "POST", headers: { "content-encoding": "gzip" }, body: run.canary() }),
  },
  {
    name: "a token in a body that is too large",
    code: "BAD_REQUEST",
    run: (run) =>
      run.send({
        method: "POST",
        headers: { "content-encoding": "gzip" },
        body: gzipSync(`{"query":"${run.canary().repeat(40_000)}"}`),
      }),
  },
  {
    name: "a token in the address",
    code: "GITHUB_UNAVAILABLE",
    run: (run) => {
      run.fakeGitHub.faults.add({ times: RETRIED, form: "nginx-html" });
      return run.send({
        path: `/graphql?query=${encodeURIComponent(VIEWER)}&access_token=${run.canary()}&token=${run.canary()}`,
      });
    },
  },
  {
    name: "a token for the path",
    code: "NOT_FOUND",
    run: (run) => run.send({ path: `/${run.shaped()}/%67hp_x?token=${run.canary()}` }),
  },
  {
    name: "a token in an address that cannot be decoded",
    code: "BAD_REQUEST",
    run: (run) => run.send({ path: `/assets/%E0%A4%A${run.shaped()}` }),
  },
  {
    name: "tokens in every header",
    code: "GITHUB_UNAVAILABLE",
    run: (run) => {
      run.fakeGitHub.faults.add({ times: RETRIED, form: "nginx-html" });
      const names = [
        "authorization",
        "proxy-authorization",
        "cookie",
        "x-api-key",
        "user-agent",
        "referer",
        "x-request-id",
        "x-forwarded-for",
        "x-github-token",
      ];
      return run.send({
        method: "POST",
        headers: Object.fromEntries(names.map((name) => [name, `Bearer ${run.canary()}`])),
        body: JSON.stringify({ query: VIEWER }),
      });
    },
  },
  {
    name: "a token for an origin",
    code: "CSRF_BLOCKED",
    run: (run) => run.send({ method: "POST", headers: { origin: `https://${run.canary()}.example` }, body: "{}" }),
  },
  {
    name: "a token for the host",
    code: "BAD_REQUEST",
    run: (run) => run.send({ headers: { host: `${run.shaped().toLowerCase()}.example` } }),
  },
  {
    name: "a token for the media type",
    code: "BAD_REQUEST",
    run: (run) => run.send({ method: "POST", headers: { "content-type": `text/${run.canary()}` }, body: "{}" }),
  },
  {
    name: "a token for a method",
    code: "BAD_REQUEST",
    run: (run) => run.send({ method: "DELETE", headers: { "x-http-method-override": run.canary() } }),
  },
];

/** These leave the gateway in a state in which nothing else can be tried. */
const LAST: readonly FailingPath[] = [
  {
    name: "GitHub asks for a pause",
    code: "GITHUB_SECONDARY_RATE_LIMITED",
    async run(run) {
      run.fakeGitHub.faults.add({
        status: 403,
        headers: { "retry-after": "1" },
        body: { message: `secondary rate limit ${run.stored}` },
      });
      const answer = await run.graphql(VIEWER);
      await sleep(1_200);
      return answer;
    },
  },
  {
    name: "a settings file that somebody wrote tokens into",
    code: "SESSION_STORE_UNAVAILABLE",
    async run(run) {
      await run.keepFile("settings.json");
      await writeFile(join(run.dataDir, "settings.json"), `{"format": ${run.canary()}, "token": "${run.canary()}"`);
      const answer = await run.graphql("{ settings { language } viewer { login } }");
      await run.restoreFile("settings.json");
      return answer;
    },
  },
  {
    name: "GitHub is gone",
    code: "GITHUB_HOST_UNREACHABLE",
    async run(run) {
      await run.fakeGitHub[Symbol.asyncDispose]();
      return run.graphql(VIEWER);
    },
  },
];

export const FAILING_PATHS: readonly FailingPath[] = [...UPSTREAM, ...EXAMINED, ...MISPLACED, ...LAST];
