import { createServer } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startFakeGitHub } from "../fake-github/index.js";
import { ask, failuresOf } from "./ask.js";
import { eventually } from "./eventually.js";
import { startGateway, type TestGateway } from "./gateway.js";

const VIEWER = "{ viewer { login } session { status } }";
const FORCE = "mutation($t: Secret!) { setGitHubToken(input: { token: $t, force: true }) { credential { id } } }";
const ANSWERED = { viewer: { login: "octo-mock" }, session: { status: "AUTHENTICATED" } };
const FAILED = { viewer: null, session: { status: "AUTHENTICATED" } };

/** Waits for something that happens soon after, in another task. */
/** A gateway that was told to use the server although it is no GitHub. */
async function gatewayOn(server: Server): Promise<TestGateway> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway = await startGateway({ token: null, config: { OCTOGATE_GITHUB_URL: url } });
  await gateway.graphql(FORCE, { t: gateway.fakeGitHub.world.token("classic").text });
  return gateway;
}

async function listening<Listener extends Server>(server: Listener): Promise<Listener> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("GitHub that does not answer", () => {
  test(
    "in time: an error after ten seconds, while everything else goes on, and no second try",
    { timeout: 40_000 },
    async () => {
      await using gateway = await startGateway();
      const { fakeGitHub } = gateway;
      fakeGitHub.faults.add({ hang: true });
      // One that sends headers at once and then a byte now and again is as slow, and gets no more time.
      const slow = await listening(
        createServer((request, response) => {
          request.resume();
          response.writeHead(200, { "content-type": "application/json" });
          const timer = setInterval(() => response.write(" "), 200);
          response.on("close", () => clearInterval(timer));
        }),
      );
      const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
      await using trickled = await startGateway({ token: null, config: { OCTOGATE_GITHUB_URL: url } });
      const start = Date.now();
      const checking = trickled.graphql(
        "mutation($t: Secret!) { checkGitHubToken(input: { token: $t }) { check { kind } userErrors { code } } }",
        { t: fakeGitHub.world.token("classic").text },
      );
      let isOver = false;
      const hanging = gateway.graphql(VIEWER).finally(() => (isOver = true));
      await eventually(() => fakeGitHub.journal.graphql.length === 1);
      expect((await gateway.graphql("{ viewer { login } }")).data).toEqual({ viewer: { login: "octo-mock" } });
      expect(isOver).toBe(false);
      const answer = await hanging;
      expect(Date.now() - start).toBeGreaterThan(9_500);
      expect(answer.data).toEqual(FAILED);
      expect(answer.errors).toMatchObject([
        { path: ["viewer"], extensions: { code: "GITHUB_TIMEOUT", nextStep: "RETRY", retryable: true } },
      ]);
      expect(fakeGitHub.journal.graphql).toHaveLength(2);
      expect((await checking).data).toEqual({
        checkGitHubToken: { check: null, userErrors: [{ code: "GITHUB_TIMEOUT" }] },
      });
      slow.closeAllConnections();
      slow.close();
    },
  );

  test("when nobody listens, until somebody does again", async () => {
    const first = await startFakeGitHub();
    await using gateway = await startGateway({ fakeGitHub: first });
    expect((await gateway.graphql(VIEWER)).data).toEqual(ANSWERED);
    await first[Symbol.asyncDispose]();
    const answer = await gateway.graphql(VIEWER);
    expect(answer.data).toEqual(FAILED);
    expect(answer.errors).toMatchObject([
      { extensions: { code: "GITHUB_HOST_UNREACHABLE", nextStep: "CONTACT_ADMIN", retryable: true } },
    ]);
    await using _again = await startFakeGitHub({ port: first.port, world: first.world });
    expect((await gateway.graphql(VIEWER)).data).toEqual(ANSWERED);
  });

  test("because its name is unknown", async () => {
    await using gateway = await startGateway({
      token: null,
      config: { OCTOGATE_GITHUB_URL: "https://no-such-host.invalid" },
    });
    await gateway.graphql(FORCE, { t: gateway.fakeGitHub.world.token("classic").text });
    const answer = await gateway.graphql(VIEWER);
    expect(answer.data).toEqual(FAILED);
    expect(failuresOf(answer)).toEqual(["viewer GITHUB_HOST_UNREACHABLE"]);
    expect(answer.errors[0]?.message).toMatch(/no-such-host\.invalid.+\. Check /);
  });

  test("but with something that is no HTTP at all", async () => {
    const server = await listening(createTcpServer((socket) => void socket.end("220 mail.example ESMTP\r\n")));
    await using gateway = await gatewayOn(server);
    const answer = await gateway.graphql(VIEWER);
    expect(answer.data).toEqual(FAILED);
    expect([
      "viewer GITHUB_HOST_UNREACHABLE",
      "viewer GITHUB_UNAVAILABLE",
      "viewer GITHUB_UNEXPECTED_RESPONSE",
    ]).toContain(failuresOf(answer)[0]);
    expect(answer.text).not.toContain("ESMTP");
    server.close();
  });
});

describe("a connection that breaks", () => {
  test.for(["before", "mid-body"] as const)("%s: asked again, at most twice, after a pause", async (reset) => {
    await using gateway = await startGateway();
    const { faults, journal } = gateway.fakeGitHub;
    for (const [times, data] of [
      [1, ANSWERED],
      [2, ANSWERED],
      [3, FAILED],
    ] as const) {
      journal.clear();
      faults.add({ reset, times });
      const answer = await gateway.graphql(VIEWER);
      expect(answer.data).toEqual(data);
      expect(journal.graphql).toHaveLength(Math.min(times + 1, 3));
      expect(new Set(journal.graphql.map(({ query }) => query)).size).toBe(1);
      const [one = 0, two = 0, three = Number.POSITIVE_INFINITY] = journal.graphql.map(({ time }) => time);
      expect(two - one).toBeGreaterThanOrEqual(48);
      expect(three - two).toBeGreaterThanOrEqual(96);
      if (data === FAILED) {
        expect(answer.errors).toMatchObject([
          { extensions: { code: "GITHUB_UNAVAILABLE", nextStep: "RETRY", retryable: true } },
        ]);
      }
    }
    expect((await gateway.graphql(VIEWER)).data).toEqual(ANSWERED);
  });

  test("pauses that are not all the same, so that many gateways do not come back at once", async () => {
    await using gateway = await startGateway();
    const { faults, journal } = gateway.fakeGitHub;
    const pauses: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      journal.clear();
      faults.add({ reset: "before" });
      await gateway.graphql("{ viewer { login } }");
      const [one = 0, two = 0] = journal.graphql.map(({ time }) => time);
      pauses.push(two - one);
    }
    expect(new Set(pauses).size).toBeGreaterThan(2);
  });

  test("while a token is examined", async () => {
    await using gateway = await startGateway({ token: null });
    gateway.fakeGitHub.faults.add({ reset: "mid-body", times: 2 });
    const { checkGitHubToken } = await ask<{ checkGitHubToken: object }>(
      gateway,
      "mutation($t: Secret!) { checkGitHubToken(input: { token: $t }) { check { login } userErrors { code } } }",
      { t: gateway.fakeGitHub.world.token("classic").text },
    );
    expect(checkGitHubToken).toEqual({ check: { login: "octo-mock" }, userErrors: [] });
  });

  test("an answer of GitHub's, however bad, is never asked for again", async () => {
    await using gateway = await startGateway();
    const { faults, journal } = gateway.fakeGitHub;
    for (const status of [400, 403, 404, 422, 500, 502, 503, 504]) {
      journal.clear();
      faults.add({ status, match: { path: "/graphql" } });
      await gateway.graphql("{ viewer { login } }");
      expect([status, journal.graphql.length]).toEqual([status, 1]);
    }
  });
});

describe("a redirect", () => {
  test.for([301, 302, 303, 307, 308])(
    "%i to another host is not followed, least of all with the token",
    async (status) => {
      const received: string[] = [];
      const evil = await listening(
        createServer((request, response) => {
          received.push(`${request.method} ${request.url} ${request.headers.authorization}`);
          response.end("{}");
        }),
      );
      const location = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/api/graphql`;
      await using gateway = await startGateway();
      gateway.fakeGitHub.faults.add({ status, headers: { location }, body: "Moved", times: 10 });
      const answer = await gateway.graphql(VIEWER);
      expect(answer.data).toEqual(FAILED);
      expect(answer.errors).toMatchObject([
        { extensions: { code: "GITHUB_UNEXPECTED_RESPONSE", upstream: { status } } },
      ]);
      expect(answer.errors[0]?.message).toContain("OCTOGATE_GITHUB_URL");
      expect(answer.text).not.toContain(location);
      await gateway.graphql(
        "mutation($t: Secret!) { checkGitHubToken(input: { token: $t }) { userErrors { code } } }",
        {
          t: gateway.fakeGitHub.world.token("classic").text,
        },
      );
      expect(received).toEqual([]);
      evil.closeAllConnections();
      evil.close();
    },
  );
});

describe("connections", () => {
  test("are kept for the next request, and all closed in the end", async () => {
    const fakeGitHub = await startFakeGitHub({ secondaryLimits: false });
    const gateway = await startGateway({ fakeGitHub });
    for (let count = 0; count < 20; count += 1) await gateway.graphql("{ viewer { login } }");
    expect(fakeGitHub.journal.connections).toBeGreaterThan(0);
    // One for GraphQL, one for the REST request that ran beside it when the token was examined.
    expect(fakeGitHub.journal.connections).toBeLessThanOrEqual(2);
    await Promise.all(Array.from({ length: 30 }, () => gateway.graphql("{ viewer { login } }")));
    expect(fakeGitHub.journal.connections).toBeLessThanOrEqual(100);
    await gateway[Symbol.asyncDispose]();
    await eventually(() => fakeGitHub.journal.connections === 0);
    await fakeGitHub[Symbol.asyncDispose]();
  });

  test("of a client that goes away are closed at GitHub too, and nothing is asked again", async () => {
    await using gateway = await startGateway();
    const { fakeGitHub, url } = gateway;
    await eventually(() => fakeGitHub.journal.connections > 0);
    const before = fakeGitHub.journal.connections;
    fakeGitHub.faults.add({ hang: true, times: 3 });
    const leaving = new AbortController();
    const asked = Array.from({ length: 3 }, () =>
      fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: "{ viewer { login } }" }),
        signal: leaving.signal,
      }).catch((error: unknown) => (error as Error).name),
    );
    await eventually(() => fakeGitHub.journal.graphql.length === 3);
    const open = fakeGitHub.journal.connections;
    expect(open).toBeGreaterThanOrEqual(3);
    leaving.abort();
    expect(await Promise.all(asked)).toEqual(["AbortError", "AbortError", "AbortError"]);
    await eventually(() => fakeGitHub.journal.connections <= Math.max(0, open - 3));
    await sleep(300);
    expect(fakeGitHub.journal.graphql).toHaveLength(3);
    expect(before).toBeGreaterThan(0);
    expect((await gateway.graphql("{ viewer { login } }")).data).toEqual({ viewer: { login: "octo-mock" } });
  });
});
