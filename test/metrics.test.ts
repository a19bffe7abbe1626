import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { startFakeGitHub } from "../fake-github/index.js";
import { Browser } from "./browser.js";
import { eventually } from "./eventually.js";
import { freePort } from "./free-port.js";
import { graphqlAt, startGateway, type TestGateway, type TestGatewayOptions } from "./gateway.js";
import { errorPageOf, post } from "./http-requests.js";
import { octogate } from "./octogate-process.js";
import { hasRedis } from "./redis-server.js";
import { saasConfig, startSaaS } from "./saas.js";
import { temporaryFolder } from "./storage-temporary-folder.js";
import { redisOfTest } from "./token-fixture.js";

const ME = "query Me { viewer { login } }";
const DURATIONS = "octogate_operation_duration_seconds_count";

/** Where the log says that a gateway has its metrics. */
function metricsUrlOf({ logLines }: Pick<TestGateway, "logLines">): string {
  const ready = logLines.map((line) => JSON.parse(line) as { msg: string; metrics?: string });
  return ready.find(({ msg }) => msg === "ready")?.metrics ?? "";
}

/** Values by series, labels in alphabetical order. */
async function metricsAt(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(url)).text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [, name = "", labels = "", value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const sorted = labels === "" ? "" : `{${labels.split(",").toSorted().join(",")}}`;
      return [`${name}${sorted}`, Number(value)];
    }),
  );
}

const start = (options: TestGatewayOptions = {}) =>
  startGateway({ bothWays: false, ...options, config: { OCTOGATE_METRICS_PORT: "0", ...options.config } });

describe("with a port for metrics", () => {
  test("GET /metrics is there alone, and not at the gateway's own port", async () => {
    await using gateway = await start({ token: null });
    const url = metricsUrlOf(gateway);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(response.headers.get("x-request-id")).not.toBeNull();
    expect((await metricsAt(`${url}?name=x`)).get("process_cpu_seconds_total")).toBeGreaterThan(0);

    const { origin } = new URL(url);
    const others = [
      fetch(`${origin}/`),
      fetch(`${origin}/graphql?query={__typename}`),
      fetch(`${origin}/healthz`),
      fetch(url, { method: "POST" }),
      gateway.fetch("/metrics"),
    ];
    for (const other of await Promise.all(others)) {
      expect(other.status).toBe(404);
      expect(await errorPageOf(other)).toMatchObject({ code: "NOT_FOUND" });
    }
  });

  test("counts operations by name and type, and errors by code, also those of requests that are none", async () => {
    await using gateway = await start();
    const url = metricsUrlOf(gateway);
    for (let time = 0; time < 3; time += 1) await gateway.graphql(ME);
    await gateway.graphql("{ viewer { login } }");
    await gateway.graphql("query Unheard { nothing }");
    // The name is known: what is wrong with it is not lost.
    await gateway.graphql("query Me { nothing }");
    await gateway.graphql('query Me { repository(owner: "octo-mock", name: "no-such-thing") { id } }');
    await gateway.graphql("{ no document");
    await post(gateway.url, "{ no json");
    await post(gateway.url, "query=x", { "content-type": "text/plain" });
    await post(gateway.url, { query: ME }, { "sec-fetch-site": "cross-site" });

    const metrics = await metricsAt(url);
    expect(Object.fromEntries([...metrics].filter(([name]) => name.startsWith(DURATIONS)))).toEqual({
      [`${DURATIONS}{operation="Me",type="query"}`]: 5,
      [`${DURATIONS}{operation="anonymous",type="query"}`]: 1,
      [`${DURATIONS}{operation="SetToken",type="mutation"}`]: 1,
      [`${DURATIONS}{operation="other",type="unknown"}`]: 2,
      [`${DURATIONS}{operation="other",type="query"}`]: 1,
    });
    expect(metrics.get('octogate_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(2);
    expect(metrics.get('octogate_errors_total{code="GRAPHQL_PARSE_FAILED"}')).toBe(1);
    expect(metrics.get('octogate_errors_total{code="BAD_REQUEST"}')).toBe(2);
    expect(metrics.get('octogate_errors_total{code="CSRF_BLOCKED"}')).toBe(1);
    const sum = metrics.get('octogate_operation_duration_seconds_sum{operation="Me",type="query"}');
    expect(sum).toBeGreaterThan(0);
  });

  test("makes no more series than there is room for, and shows no token as a name", async () => {
    await using gateway = await start({ token: null });
    const token = `ghp_${"a".repeat(36)}`;
    await gateway.graphql(`query ${token} { __typename }`);
    await gateway.graphql(`query ${"x".repeat(5_000)} { __typename }`);
    for (let turn = 0; turn < 300; turn += 1) await gateway.graphql(`query Name${turn} { __typename }`);
    const series = [...(await metricsAt(metricsUrlOf(gateway)))].filter(([name]) => name.startsWith(DURATIONS));
    expect(series.length).toBeLessThanOrEqual(202);
    expect(new Map(series).get(`${DURATIONS}{operation="other",type="query"}`)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...series.map(([name]) => name.length))).toBeLessThan(200);
    expect(JSON.stringify(series)).not.toContain(token);
  });

  test("counts what is asked of GitHub, what it came to, what is left, and what is remembered; names nobody", async () => {
    await using gateway = await start({ config: { OCTOGATE_CACHE: "on" } });
    const url = metricsUrlOf(gateway);
    for (let time = 0; time < 3; time += 1) await gateway.graphql(ME);
    gateway.fakeGitHub.faults.add({ match: { path: "/graphql" }, status: 502, times: 1 });
    await gateway.graphql("query Other { viewer { id } }");
    const metrics = await metricsAt(url);
    const { journal } = gateway.fakeGitHub;
    expect(journal.entries.length).toBeGreaterThan(0);
    expect(metrics.get('octogate_github_requests_total{api="graphql",outcome="200"}')).toBeGreaterThanOrEqual(1);
    expect(metrics.get('octogate_github_requests_total{api="graphql",outcome="502"}')).toBe(1);
    expect(metrics.get('octogate_github_answers_total{origin="hit"}')).toBe(2);
    expect(metrics.get('octogate_github_answers_total{origin="miss"}')).toBe(2);
    expect(metrics.get('octogate_github_points_remaining_count{resource="graphql"}')).toBeGreaterThanOrEqual(1);
    const left = metrics.get('octogate_github_points_remaining_sum{resource="graphql"}') ?? 0;
    expect(left).toBeGreaterThan(1_000);
    const text = await (await fetch(url)).text();
    expect(text).not.toContain("octo-mock");
    expect(text).not.toContain(gateway.fakeGitHub.world.token("classic").text);
  });

  test("tells a GitHub that does not answer", async () => {
    await using gateway = await start();
    gateway.fakeGitHub.faults.add({ match: { path: "/graphql" }, reset: "before", times: 10 });
    await gateway.graphql(ME);
    const metrics = await metricsAt(metricsUrlOf(gateway));
    // With the times that it was tried again.
    expect(metrics.get('octogate_github_requests_total{api="graphql",outcome="no-answer"}')).toBe(3);
  });

  test("closes the port with the gateway", async () => {
    const gateway = await start({ token: null });
    const url = metricsUrlOf(gateway);
    expect((await fetch(url)).status).toBe(200);
    await gateway[Symbol.asyncDispose]();
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});

test("without one there is none", async () => {
  await using gateway = await startGateway({ token: null });
  expect(metricsUrlOf(gateway)).toBe("");
  expect((await gateway.fetch("/metrics")).status).toBe(404);
});

test("a port that is in use ends the start with 1 and what to do", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  onTestFinished(() => new Promise<void>((done) => other.close(() => done())));
  const { port } = other.address() as AddressInfo;
  const env = { OCTOGATE_METRICS_PORT: String(port), OCTOGATE_DATA_DIR: await temporaryFolder() };
  const { code, stderr } = await octogate(["start"], { env }).ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`port ${port}, is in use.`);
  expect(stderr).toContain("OCTOGATE_METRICS_PORT");
});

describe.skipIf(!hasRedis)("in the SaaS edition", () => {
  test("counts how tokens are renewed, how long requests wait, and who has to reconnect", async () => {
    await using saas = await startSaaS({ bothWays: false, config: { OCTOGATE_METRICS_PORT: "0" } });
    const url = metricsUrlOf(saas.gateway);
    const browser = saas.browser();
    await browser.signIn("octo-mock");
    const before = await metricsAt(url);
    expect(before.get("octogate_token_reauth_total")).toBe(0);
    expect(before.get("octogate_token_refresh_lost_total")).toBe(0);
    const { world, faults } = saas.fakeGitHub;
    function revoke(): void {
      for (const token of world.tokens.values()) if (token.kind === "app-user") token.revoked = true;
    }
    revoke();
    expect((await browser.graphql(ME)).errors).toEqual([]);
    const after = await metricsAt(url);
    expect(after.get('octogate_token_refresh_total{result="refreshed"}')).toBe(1);
    expect(after.get("octogate_token_refresh_wait_seconds_count")).toBe(1);
    revoke();
    faults.add({ match: { path: "/login/oauth/access_token" }, oauthError: "bad_refresh_token" });
    await eventually(async () => (await browser.graphql(ME)).errors.length > 0);
    const end = await metricsAt(url);
    expect(end.get("octogate_token_reauth_total")).toBe(1);
    expect(end.get("octogate_token_refresh_lost_total")).toBe(0);
  });

  test("those of all workers are read at one port, as one", async () => {
    const redis = await redisOfTest();
    const fakeGitHub = await startFakeGitHub();
    onTestFinished(() => fakeGitHub[Symbol.asyncDispose]());
    const port = await freePort();
    const program = octogate(["start"], {
      env: {
        ...saasConfig(redis, fakeGitHub),
        OCTOGATE_GITHUB_URL: fakeGitHub.url,
        OCTOGATE_DATA_DIR: await temporaryFolder(),
        OCTOGATE_PORT: String(port),
        OCTOGATE_METRICS_PORT: "0",
        OCTOGATE_WORKERS: "2",
      },
    });
    await program.url();
    const [, url = ""] = await program.says(/Metrics {3}(http:\S+)\n/);
    const browser = new Browser({
      graphql: (query, variables, headers) =>
        graphqlAt(`http://127.0.0.1:${port}`)(query, variables, { ...headers, connection: "close" }),
    });
    await browser.signIn("octo-mock");
    for (let time = 0; time < 6; time += 1) await browser.graphql(ME);
    const operations = program.stdout.split("\n").filter((line) => line.includes('"operation":"Me"'));
    expect(new Set(operations.map((line) => (JSON.parse(line) as { worker: number }).worker)).size).toBe(2);
    const metrics = await metricsAt(url);
    expect(metrics.get(`${DURATIONS}{operation="Me",type="query"}`)).toBe(6);
    expect(metrics.get("process_cpu_seconds_total")).toBeGreaterThan(0);
    program.signal("SIGTERM");
    expect(await program.ended).toMatchObject({ code: 0 });
    await eventually(async () => (await fetch(url).catch(() => undefined)) === undefined);
  });
});
