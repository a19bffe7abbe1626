import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../index.js";
import { ask } from "./ask.js";
import { describeRecorded, RECORDINGS } from "./recorded.js";

const HELLO = "query Hello { viewer { login } }";

let github: FakeGitHub;
beforeEach(async () => {
  github = await startFakeGitHub({ recordings: RECORDINGS });
});
afterEach(() => github[Symbol.asyncDispose]());

function send(body: string = JSON.stringify({ query: HELLO }), token = "classic") {
  const authorization = `bearer ${github.world.token(token).text}`;
  return fetch(github.graphqlUrl, { method: "POST", headers: { authorization }, body });
}

describe("a fault that comes over HTTP", () => {
  const add = (fault: unknown) => fetch(`${github.url}/_fake/faults`, { method: "POST", body: JSON.stringify(fault) });

  test.for<[object, string]>([
    [{ form: 5 }, '"form" must be one of json, data-null-string, nginx-html, unicorn-html.'],
    [{ form: "gif" }, '"form" must be one of json, data-null-string, nginx-html, unicorn-html.'],
    [{ status: "502" }, '"status" must be a status from 200 to 599.'],
    [{ status: 42 }, '"status" must be a status from 200 to 599.'],
    [{ times: 0 }, '"times" must be a number from 1.'],
    [{ latencyMs: -1 }, '"latencyMs" must be a number from 0.'],
    [{ reset: true }, '"reset" must be one of before, mid-body.'],
    [{ headers: { a: 1 } }, '"headers" must be an object of texts.'],
    [{ addErrors: [{}] }, '"addErrors" must be a list of errors, each with a `message`.'],
    [{ nullAt: "viewer" }, '"nullAt" must be a list of paths, each a list of names and numbers.'],
    [{ oauthError: "constructor" }, '"oauthError" must be one of incorrect_client_credentials, '],
    [{ match: 1 }, '"match" must be an object.'],
    [{ match: { path: 1 } }, '"path" must be a text.'],
    [{ match: { url: "/" } }, 'The `match` of a fault has no field "url". It can have: operation, path, '],
    [{ fault: "502" }, 'A fault has no field "fault". It can have: match, times, '],
    [["502"], 'A fault has no field "0". It can have: '],
  ])("is refused with what it can be: %j", async ([fault, message]) => {
    const response = await add(fault);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toContain(message);
    expect(github.faults.pending).toEqual([]);
    expect((await send()).status).toBe(200);
  });

  test("is taken with everything that it can have", async () => {
    const fault = {
      match: { operation: "Hello", path: "/graphql", method: "POST", token: "classic", contains: "v", nodesAbove: 0 },
      times: 2,
      after: 1,
      afterProcessing: false,
      latencyMs: 0,
      hang: false,
      status: 502,
      headers: { a: "b" },
      body: { any: 1 },
      form: "json",
      addErrors: [{ message: "x" }],
      nullAt: [["viewer", 1]],
    };
    expect((await add(fault)).status).toBe(200);
    expect(github.faults.pending).toEqual([fault]);
  });
});

describe("a fault", () => {
  test("meets as many requests as it was made for, and then no more", async () => {
    github.faults.add({ status: 502, times: 2 });
    expect((await send()).status).toBe(502);
    expect((await send()).status).toBe(502);
    expect((await send()).status).toBe(200);
    expect(github.faults.pending).toEqual([]);
  });

  test.each([
    [{ operation: "Hello" }, { operation: "Goodbye" }],
    [{ path: "/graphql" }, { path: "/user" }],
    [{ token: "classic" }, { token: "other" }],
    [{ contains: "viewer" }, { contains: "organizations" }],
    [{ method: "post" }, { method: "GET" }],
  ])("with the match %j meets what fits, and not what would fit %j", async (fitting, other) => {
    github.faults.add({ match: other, status: 502 });
    expect((await send()).status).toBe(200);
    github.faults.add({ match: fitting, status: 502 });
    expect((await send()).status).toBe(502);
    expect(github.faults.pending).toHaveLength(1);
  });

  test("meets queries that ask for too many nodes, and nothing else", async () => {
    github.faults.add({ match: { nodesAbove: 50 }, status: 502, times: 100 });
    const list =
      "query($n: Int!) { viewer { repositories(first: $n) { nodes { issues(first: 4) { totalCount nodes { id } } } } } }";
    const statusFor = async (n: number) => (await send(JSON.stringify({ query: list, variables: { n } }))).status;
    expect([await statusFor(10), await statusFor(11), await statusFor(10)]).toEqual([200, 502, 200]);
    expect([(await send()).status, (await send("{")).status, (await send('{"query":"{"}')).status]).toEqual([
      200, 400, 200,
    ]);
    expect((await fetch(`${github.restUrl}/meta`)).status).toBe(404);
  });

  test("can wait for a later request", async () => {
    github.faults.add({ status: 502, after: 1 });
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([200, 502, 200]);
  });

  test.each([
    ["json", "application/json; charset=utf-8", /^\{"data":null,"errors":\[\{"message":"Something went wrong/],
    ["data-null-string", "application/json; charset=utf-8", /^\{"data":"null","errors"/],
    ["nginx-html", "text/html; charset=utf-8", /502 Bad Gateway/],
    ["unicorn-html", "text/html; charset=utf-8", /Unicorn!/],
  ] as const)("answers 502 in the form %s", async (form, type, body) => {
    github.faults.add({ form });
    const response = await send();
    expect([response.status, response.headers.get("content-type")]).toEqual([502, type]);
    expect(await response.text()).toMatch(body);
  });

  test("gives a status, headers and a body of one's own, and takes headers away", async () => {
    github.faults.add({ status: 429, headers: { "retry-after": "7", server: "" }, body: { message: "Slow down" } });
    const response = await send();
    expect([response.status, response.headers.get("retry-after"), response.headers.get("server")]).toEqual([
      429,
      "7",
      null,
    ]);
    expect(await response.json()).toEqual({ message: "Slow down" });
  });

  test("adds errors and gaps to the real answer", async () => {
    const message = "Resource limits for this query exceeded.";
    github.faults.add({
      nullAt: [["viewer", "repositories", "nodes", 1]],
      addErrors: [{ type: "RESOURCE_LIMITS_EXCEEDED", path: ["viewer", "repositories"], message }],
    });
    const { data, errors } = await ask(github, "{ viewer { login repositories(first: 3) { nodes { name } } } }");
    const { nodes } = (data as unknown as { viewer: { repositories: { nodes: unknown[] } } }).viewer.repositories;
    expect(nodes.map((node) => node === null)).toEqual([false, true, false]);
    expect(errors).toMatchObject([{ type: "RESOURCE_LIMITS_EXCEEDED", message }]);
  });

  test("answers late", async () => {
    github.faults.add({ latencyMs: 200 });
    const start = performance.now();
    expect((await send()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(190);
  });

  test("cuts the connection before the answer, or within it", async () => {
    github.faults.add({ reset: "before" });
    await expect(send()).rejects.toThrow("fetch failed");
    github.faults.add({ reset: "mid-body" });
    const response = await send();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("terminated");
    expect(github.journal.entries.map(({ status }) => status)).toEqual([null, null]);
  });

  test("hangs, shows the socket in the journal until the client leaves, and never keeps the fake from ending", async () => {
    github.faults.add({ hang: true, times: 2 });
    // Not fetch, which connects once more when it is told to give up.
    const [leaving, staying] = [1, 2].map(() => {
      const sent = request(github.graphqlUrl, { method: "POST", agent: false });
      const failed = new Promise((resolve) => sent.once("error", resolve));
      sent.end("{}");
      return { sent, failed };
    });
    await expect.poll(() => github.journal.entries.length).toBe(2);
    expect(github.journal.connections).toBe(2);
    leaving?.sent.destroy(new Error("I leave"));
    await expect.poll(() => github.journal.connections).toBe(1);
    await github[Symbol.asyncDispose]();
    expect(await staying?.failed).toMatchObject({ code: "ECONNRESET" });
    expect(github.journal.connections).toBe(0);
    github = await startFakeGitHub();
  });
});

describeRecorded("a recorded error", () => {
  test.each([
    ["observed/obs-graphql-502-json-data-string-null.json", 502],
    ["rest-errors/pygithub-specificexceptions-testauthenticatedratelimitexceeded.json", 403],
    ["rest-errors/pygithub-exceptions-testnonjsondatareturnedbygithub.json", 503],
  ])("%s can be given as it was", async (bodyFrom, status) => {
    github.faults.add({ bodyFrom });
    const response = await send();
    expect(response.status).toBe(status);
    expect((await response.text()).length).toBeGreaterThan(10);
  });
});

describe("switches", () => {
  test("revoke a token, and take its scopes", async () => {
    github.faults.setScopes("classic", ["public_repo"]);
    expect((await send()).headers.get("x-oauth-scopes")).toBe("public_repo");
    github.faults.revokeToken("classic");
    expect((await send()).status).toBe(401);
  });

  test("end single sign-on for everyone", async () => {
    const query = '{ organization(login: "acme") { login } }';
    expect((await ask(github, query)).errors).toEqual([]);
    github.faults.dropSso("acme");
    expect((await ask(github, query)).errors).toMatchObject([{ extensions: { saml_failure: true } }]);
  });

  test("name what they know when asked for something unknown", () => {
    expect(() => github.faults.revokeToken("nobody's")).toThrow(/no token named "nobody's". Use one of: classic,/);
    expect(() => github.faults.dropSso("nowhere")).toThrow(/no organization "nowhere"/);
  });

  test("of the clock let a token die of age", async () => {
    github.faults.setExpiry("classic", github.clock.now() + 1_000);
    expect((await send()).status).toBe(200);
    github.clock.advance(1_001);
    expect((await send()).status).toBe(401);
  });
});

describe("the journal", () => {
  test("notes what was asked and what it cost, with names in the place of secrets", async () => {
    await ask(github, "query Named($n: Int!) { viewer { repositories(first: $n) { nodes { id } } } }", {
      variables: { n: 5 },
    });
    await fetch(`${github.restUrl}/user`, { headers: { authorization: "token ghp_of_nobody" } });
    const [graphql, rest] = github.journal.entries;
    expect(graphql).toMatchObject({
      path: "/graphql",
      operationName: "Named",
      variables: { n: 5 },
      status: 200,
      cost: 1,
    });
    expect(graphql?.headers["authorization"]).toBe("classic");
    expect(rest).toMatchObject({ path: "/user", token: "unknown", status: 401, cost: null });
    expect(github.journal.graphql).toHaveLength(1);
    expect(JSON.stringify(github.journal.entries)).not.toContain("ghp_");
    github.journal.clear();
    expect(github.journal.entries).toEqual([]);
  });

  test("notes what is not modelled, which fails the request", async () => {
    const { status, body } = await ask(github, "{ viewer { login sponsors(first: 1) { nodes { __typename } } } }");
    expect([status, body]).toEqual([500, { message: "not modelled: User.sponsors" }]);
    expect([...github.journal.notModelled]).toEqual(["User.sponsors"]);
  });
});

describe("the control port", () => {
  async function control(method: string, path: string, body?: object) {
    const init = body ? { method, body: JSON.stringify(body) } : { method };
    const response = await fetch(`${github.url}/_fake${path}`, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  test("says what there is", async () => {
    const { body } = await control("GET", "/");
    expect(body["tokens"]).toContainEqual({
      name: "classic",
      user: "octo-mock",
      kind: "classic",
      secret: github.world.token("classic").text,
    });
    expect(body["switches"]).toContain("POST /_fake/switches/revoke-token");
  });

  test("takes faults, gives the journal and moves the clock", async () => {
    await control("POST", "/faults", { match: { operation: "Hello" }, status: 503 });
    expect((await control("GET", "/faults")).body).toEqual({
      pending: [{ match: { operation: "Hello" }, status: 503 }],
    });
    expect((await send()).status).toBe(503);
    expect((await control("GET", "/journal")).body).toMatchObject({ entries: [{ status: 503 }], notModelled: [] });
    await control("DELETE", "/journal");
    expect(github.journal.entries).toEqual([]);
    const before = github.clock.now();
    await control("POST", "/clock", { advanceMs: 8 * 3_600_000 });
    expect(github.clock.now() - before).toBeGreaterThanOrEqual(8 * 3_600_000);
  });

  test.each([
    ["revoke-token", { token: "classic" }, 401],
    ["secondary-limit", { retryAfterSeconds: 9 }, 403],
  ])("flips the switch %s", async (name, body, status) => {
    expect((await control("POST", `/switches/${name}`, body)).status).toBe(200);
    expect((await send()).status).toBe(status);
  });

  test("says what is wrong with what it was sent", async () => {
    expect(await control("POST", "/switches/nonsense", {})).toMatchObject({ status: 400 });
    const wrong = await control("POST", "/switches/revoke-token", {});
    expect(wrong.body["message"]).toBe('"token" must be a text. Send it in the JSON body.');
  });
});

test("ends at once, with connections that are kept alive", async () => {
  await Promise.all([send(), send(), send()]);
  expect(github.journal.connections).toBeGreaterThan(0);
  const ended = await Promise.race([
    github[Symbol.asyncDispose]().then(() => "ended"),
    sleep(2_000).then(() => "waits"),
  ]);
  expect(ended).toBe("ended");
  github = await startFakeGitHub();
});
