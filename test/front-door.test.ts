import { expect, test } from "vitest";
import { startGateway } from "./gateway.js";
import { answerTo, errorPageOf, exchange, post, send, type ErrorPage, type GraphQLAnswer } from "./http-requests.js";

const VIEWER = JSON.stringify({ query: "{ viewer { login } }" });
const JSON_TYPE = { "content-type": "application/json" };

test("refuses a host that is not ours on every path, without a call to GitHub", async () => {
  await using gateway = await startGateway();
  const before = gateway.fakeGitHub.journal.entries.length;
  const hosts = [
    "evil.example",
    "evil.example:4000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "localhost@evil.example",
    "0.0.0.0",
    "[::ffff:7f00:1]",
  ];
  for (const host of hosts) {
    for (const path of [
      "/graphql",
      "/graphql?query={viewer{login}}",
      "/readyz",
      "/healthz",
      "/schema.graphql",
      "/nothing",
    ]) {
      const answer = await send(gateway.url, { path, headers: { host, accept: "text/html" } });
      expect([host, path, [400, 421].includes(answer.status)]).toEqual([host, path, true]);
      expect((JSON.parse(answer.text) as ErrorPage).error.requestId).toBe(answer.headers["x-request-id"]);
    }
    const answer = await send(gateway.url, { method: "POST", headers: { host, ...JSON_TYPE }, body: VIEWER });
    expect([host, [400, 421].includes(answer.status)]).toEqual([host, true]);
  }
  expect(await send(gateway.url, { path: "/healthz", headers: { host: "evil.example" } })).toMatchObject({
    status: 421,
  });
  expect(gateway.fakeGitHub.journal.entries.length).toBe(before);
});

test("answers to the names of this machine and to its public name", async () => {
  await using gateway = await startGateway({ config: { OCTOGATE_PUBLIC_URL: "https://octogate.example.com" } });
  for (const host of [
    "localhost",
    "LOCALHOST:1",
    "127.0.0.1:4000",
    "[::1]:4000",
    "octogate.example.com",
    "octogate.example.com:443",
  ]) {
    expect([host, (await send(gateway.url, { path: "/healthz", headers: { host } })).status]).toEqual([host, 200]);
  }
});

test("refuses a request with no host, two hosts, or a whole address as its target", async () => {
  await using gateway = await startGateway();
  const heads = [
    "GET /healthz HTTP/1.1",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example",
    "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost",
  ];
  for (const head of heads) {
    const answer = await exchange(gateway.url, `${head}\r\nConnection: close\r\n\r\n`);
    expect([head, answer.slice(0, 12)]).toEqual([head, "HTTP/1.1 400"]);
    expect(answer).toContain('{"error":{"code":"BAD_REQUEST"');
  }
});

const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "anything" },
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "http://localhost:3000" },
  { origin: "http://127.0.0.1.evil.example" },
  { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
  { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", accept: "text/html" },
];

test("refuses every operation of another site, by any method and content type, without a call to GitHub", async () => {
  await using gateway = await startGateway();
  const before = gateway.fakeGitHub.journal.entries.length;
  const query = "/graphql?query={viewer{login}}";
  const forms = [
    { method: "GET", path: query },
    { method: "HEAD", path: query },
    { method: "POST", headers: JSON_TYPE, body: VIEWER },
    { method: "POST", path: query, headers: JSON_TYPE, body: VIEWER },
    { method: "POST", headers: { "content-type": "text/plain" }, body: VIEWER },
    { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "query={viewer{login}}" },
    { method: "POST", body: VIEWER },
    { method: "PUT", headers: JSON_TYPE, body: VIEWER },
  ];
  for (const foreign of FOREIGN) {
    for (const form of forms) {
      const answer = await send(gateway.url, { ...form, headers: { ...form.headers, ...foreign } });
      expect([foreign, form, answer.status]).toEqual([foreign, form, 403]);
      if (form.method === "HEAD") continue;
      expect((JSON.parse(answer.text) as GraphQLAnswer).errors?.[0]?.extensions.code).toBe("CSRF_BLOCKED");
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
  }
  expect(gateway.fakeGitHub.journal.entries.length).toBe(before);
});

test("serves its own pages, and clients that are no browser", async () => {
  await using gateway = await startGateway();
  const { host } = new URL(gateway.url);
  const own = [
    {},
    { "sec-fetch-site": "same-origin", origin: gateway.url },
    { "sec-fetch-site": "none" },
    { origin: `http://${host}` },
    { host: "localhost:9", origin: "http://localhost:9" },
  ];
  for (const headers of own) {
    const body = JSON.stringify({ query: "{ __typename }" });
    const answer = await send(gateway.url, { method: "POST", headers: { ...JSON_TYPE, ...headers }, body });
    expect([headers, answer.status]).toEqual([headers, 200]);
  }
});

test("serves the origin of its public address", async () => {
  await using gateway = await startGateway({ config: { OCTOGATE_PUBLIC_URL: "https://octogate.example.com" } });
  const body = JSON.stringify({ query: "{ __typename }" });
  const of = async (origin: string) =>
    (await send(gateway.url, { method: "POST", headers: { ...JSON_TYPE, host: "octogate.example.com", origin }, body }))
      .status;
  expect(await of("https://octogate.example.com")).toBe(200);
  expect(await of("http://octogate.example.com")).toBe(403);
  expect(await of("https://octogate.example.com:8443")).toBe(403);
});

test("lets a link of another site open the explorer, which runs nothing", async () => {
  await using gateway = await startGateway();
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", accept: "text/html" };
  const page = await send(gateway.url, { headers });
  expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
});

test("answers as JSON whatever it does not serve", async () => {
  await using gateway = await startGateway();
  const requests = [
    ["/", { method: "POST" }, 405],
    ["/nothing", { headers: { accept: "text/html" } }, 404],
    ["/graphql/", {}, 404],
    ["/GRAPHQL", {}, 404],
    ["/%ff", {}, 404],
    ["/assets/%ff", {}, 400],
    ["/assets/../../package.json", {}, 404],
    ["/assets/%2e%2e/%2e%2e/package.json", {}, 404],
    ["/healthz", { method: "POST" }, 405],
    ["/readyz", { method: "DELETE" }, 405],
    ["/schema.graphql", { method: "PUT" }, 405],
  ] as const;
  for (const [path, init, status] of requests) {
    const response = await gateway.fetch(path, init);
    expect([path, response.status]).toEqual([path, status]);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    const error = await errorPageOf(response);
    expect(Object.keys(error)).toEqual(["code", "message", "requestId"]);
    expect(error.requestId).toBe(response.headers.get("x-request-id"));
  }
});

test("answers as JSON what is no HTTP", async () => {
  await using gateway = await startGateway();
  const bytes = [
    ["nonsense\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["POST /graphql HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n", 417],
  ] as const;
  for (const [text, status] of bytes) {
    const answer = await exchange(gateway.url, text);
    expect([text.slice(0, 60), answer.slice(0, 12)]).toEqual([text.slice(0, 60), `HTTP/1.1 ${status}`]);
    expect(answer).toMatch(/^X-Request-Id: [0-9a-f-]{36}\r$/m);
    expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({ error: { code: "BAD_REQUEST" } });
  }
});

test("sends an id of its own with every answer, and headers that forbid what is not needed", async () => {
  await using gateway = await startGateway();
  const ids = new Set<string | null>();
  for (const path of ["/healthz", "/readyz", "/nothing", "/graphql?query={__typename}", "/schema.graphql"]) {
    const { headers } = await gateway.fetch(path, { headers: { "x-request-id": "of-the-client" } });
    ids.add(headers.get("x-request-id"));
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("etag")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toBeNull();
  }
  expect(ids.size).toBe(5);
  expect(ids).not.toContain("of-the-client");
});

test("tells health and readiness without details", async () => {
  await using gateway = await startGateway();
  expect(await (await gateway.fetch("/healthz")).json()).toEqual({ status: "alive" });
  expect(await (await gateway.fetch("/readyz")).json()).toEqual({ status: "ready" });
});

test("serves the schema with its directives", async () => {
  await using gateway = await startGateway();
  const response = await gateway.fetch("/schema.graphql");
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await response.text()).toContain("@access(level: PUBLIC)");
});

test("is not impressed by names of the prototype", async () => {
  await using gateway = await startGateway();
  const query = "mutation($i: SaveSettingsInput!) { saveSettings(input: $i) { settings { version } } }";
  for (const i of ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}']) {
    const response = await post(gateway.url, `{"query":"${query}","variables":{"i":${i}},"__proto__":{"polluted":1}}`);
    expect(response.status).toBe(200);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  }
  expect((await answerTo(gateway.url, { query: "{ __proto__ }" })).errors?.[0]?.extensions.code).toBe(
    "GRAPHQL_VALIDATION_FAILED",
  );
});

test("the address of the explorer has the port that the system has chosen", async () => {
  await using gateway = await startGateway({ token: null });
  const { data } = await gateway.graphql("{ gateway { links { explorer } } }");
  expect(data).toEqual({ gateway: { links: { explorer: `${gateway.url}/graphql` } } });
});

test("says at start that others can connect, and so use the token", async () => {
  for (const host of ["127.0.0.1", "localhost", "0.0.0.0"]) {
    await using gateway = await startGateway({ token: null, config: { OCTOGATE_HOST: host } });
    const notices = gateway.logLines.filter((line) => line.includes("uses your GitHub token"));
    expect([host, notices.length]).toEqual([host, host === "0.0.0.0" ? 1 : 0]);
  }
});

test("the page of an error code is where its helpUrl leads", async () => {
  await using gateway = await startGateway({ token: null });
  const { errors } = await gateway.graphql("{ viewer { login } }");
  const helpUrl = new URL(String(errors[0]?.extensions["helpUrl"]));
  // The system has chosen the port.
  expect(helpUrl.origin).toBe(gateway.url);
  expect(helpUrl.hash).toBe("#github_not_connected");
  const response = await gateway.fetch(helpUrl.pathname);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await response.text()).toContain('<section id="github_not_connected">');
});
