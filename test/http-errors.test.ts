import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { SessionState } from "../src/auth/session-state.js";
import type { GitHubService } from "../src/github/index.js";
import { GatewayError } from "../src/errors/gateway-error.js";
import { startOwnGateway } from "./http-own-edition.js";
import { answerTo, errorPageOf, exchange, post, send, type GraphQLAnswer } from "./http-requests.js";

const SIGNED_IN: SessionState = {
  status: "AUTHENTICATED",
  account: null,
  credential: null,
  nextStep: "NONE",
  createdAt: null,
  expiresAt: null,
};
const TYPENAME = { query: "{ __typename }" };

test("masks an unexpected error, and logs it under the id that the client sees", async () => {
  const failure = Object.assign(new Error("canary: connection to 10.0.0.7 refused"), { request: { token: "canary" } });
  await using gateway = await startOwnGateway({
    edition: {
      userAuth: { identify: () => Promise.resolve({ kind: "owner" }), session: () => Promise.reject(failure) },
    },
  });
  const response = await post(gateway.url, { query: "{ session { status } gateway { version } }" });
  const text = await response.text();
  expect(text).not.toMatch(/canary|10\.0\.0\.7|\.ts|node_modules/);
  const { errors } = JSON.parse(text) as GraphQLAnswer;
  const requestId = response.headers.get("x-request-id");
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining(requestId ?? ""),
    path: ["session"],
    extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
  });
  const logged = gateway.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(logged.find(({ level }) => level === "error")).toMatchObject({
    requestId,
    path: "session",
    err: { message: failure.message, stack: expect.stringContaining("http-errors.test.ts") },
  });
});

test("masks what fails before GraphQL, in its own code and in a step of the edition", async () => {
  const failure = new TypeError("canary");
  const broken = [
    { userAuth: { identify: () => Promise.reject(failure), session: () => Promise.reject(failure) } },
    {
      middleware: [
        {
          name: "throws",
          handle: () => {
            throw failure;
          },
        },
      ],
    },
    {
      middleware: [
        {
          name: "refuses",
          handle: (_request: unknown, _response: unknown, next: (error: unknown) => void) => next(failure),
        },
      ],
    },
  ];
  for (const edition of broken) {
    await using gateway = await startOwnGateway({ edition });
    const response = await post(gateway.url, TYPENAME);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain("canary");
    expect((JSON.parse(text) as GraphQLAnswer).errors?.[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
    expect(gateway.logLines.join("")).toContain("canary");
  }
});

test("tells an expected failure as it is, with status and time to wait", async () => {
  const failure = new GatewayError("SESSION_STORE_UNAVAILABLE", "The session store does not answer. Wait a moment.", {
    retryAfterSeconds: 2.5,
  });
  await using gateway = await startOwnGateway({
    edition: { userAuth: { identify: () => Promise.reject(failure), session: () => Promise.reject(failure) } },
  });
  const response = await post(gateway.url, TYPENAME);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "3"]);
  expect(((await response.json()) as GraphQLAnswer).errors?.[0]).toMatchObject({
    message: failure.message,
    extensions: { code: "SESSION_STORE_UNAVAILABLE", nextStep: "WAIT", retryable: true, retryAfterSeconds: 2.5 },
  });
});

test("shows where a failure came from at GitHub and where to mend it", async () => {
  const failure = new GatewayError("GITHUB_SSO_REQUIRED", "acme demands single sign-on. Authorize the token.", {
    helpUrl: "https://github.com/orgs/acme/sso",
    upstream: { status: 403, requestId: "ABCD:1234" },
  });
  await using gateway = await startOwnGateway({
    edition: {
      userAuth: { identify: () => Promise.resolve({ kind: "owner" }), session: () => Promise.reject(failure) },
    },
  });
  const { errors } = await answerTo(gateway.url, { query: "{ session { status } }" });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: "GITHUB_SSO_REQUIRED",
    nextStep: "AUTHORIZE_SSO",
    helpUrl: "https://github.com/orgs/acme/sso",
    upstream: { status: 403, requestId: "ABCD:1234" },
  });
});

test("runs the steps of the edition in order, for operations only", async () => {
  const seen: string[] = [];
  const step = (name: string) => ({
    name,
    handle: (_request: unknown, _response: unknown, next: () => void) => {
      seen.push(name);
      next();
    },
  });
  await using gateway = await startOwnGateway({ edition: { middleware: [step("first"), step("second")] } });
  await post(gateway.url, TYPENAME);
  expect(seen).toEqual(["first", "second"]);
  await fetch(`${gateway.url}/healthz`);
  expect(seen).toHaveLength(2);
  expect(gateway.logLines.find((line) => line.includes('["first","second"]'))).toBeDefined();
});

test("is ready only while every gate is open, and tells strangers no more", async () => {
  let open: () => Promise<boolean> = () => Promise.resolve(true);
  await using gateway = await startOwnGateway({
    edition: { gates: [{ name: "the-store", isOpen: () => open() }] },
  });
  const readiness = async () => {
    const response = await fetch(`${gateway.url}/readyz`);
    expect(await response.text()).not.toContain("the-store");
    return response.status;
  };
  expect(await readiness()).toBe(200);
  for (const shut of [
    () => Promise.resolve(false),
    () => Promise.reject(new Error("x")),
    () => sleep(60_000, false, { ref: false }),
  ]) {
    open = shut;
    expect(await readiness()).toBe(503);
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  }
  expect(gateway.logLines.find((line) => line.includes("the-store"))).toBeDefined();
});

test("finishes what is in flight when it ends, and is not ready meanwhile", async () => {
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  const gateway = await startOwnGateway({
    edition: {
      userAuth: {
        identify: () => held.then(() => ({ kind: "owner" as const })),
        session: () => Promise.reject(new Error()),
      },
    },
  });
  const inFlight = post(gateway.url, TYPENAME);
  await expect.poll(() => gateway.logLines.length).toBeGreaterThan(0);
  await sleep(50);

  gateway.server.drain();
  const readiness = await fetch(`${gateway.url}/readyz`);
  expect([readiness.status, readiness.headers.get("connection")]).toEqual([503, "close"]);

  const ended = gateway[Symbol.asyncDispose]();
  await sleep(50);
  await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow();
  answer();
  expect(await (await inFlight).json()).toEqual({ data: { __typename: "Query" } });
  await ended;
});

test("gives up its calls when the client goes away", async () => {
  let signal: AbortSignal | undefined;
  await using gateway = await startOwnGateway({
    edition: {
      userAuth: { identify: () => Promise.resolve({ kind: "owner" }), session: () => Promise.resolve(SIGNED_IN) },
      gitHubService: (caller) => {
        signal = caller.signal;
        return { viewer: () => sleep(60_000, null, { signal: caller.signal }) } as unknown as GitHubService;
      },
    },
  });
  const controller = new AbortController();
  const request = fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ viewer { login } }" }),
    signal: controller.signal,
  });
  await expect.poll(() => signal?.aborted).toBe(false);
  controller.abort();
  await expect(request).rejects.toThrow("aborted");
  await expect.poll(() => signal?.aborted).toBe(true);
  expect((await post(gateway.url, TYPENAME)).status).toBe(200);
});

test("sends strict transport security only where the public address is encrypted", async () => {
  await using gateway = await startOwnGateway({ config: { publicUrl: new URL("https://octogate.example.com") } });
  expect((await fetch(`${gateway.url}/healthz`)).headers.get("strict-transport-security")).toContain("max-age=");
});

test("answers a HEAD of a page without the page, and does not wait for the rest of a refused body", async () => {
  await using gateway = await startOwnGateway();
  const head = await send(gateway.url, { method: "HEAD", path: "/healthz" });
  expect([head.status, head.text]).toEqual([200, ""]);
  const answer = await exchange(
    gateway.url,
    "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\nConnection: close\r\n\r\nabc",
  );
  expect(answer.slice(0, 12)).toBe("HTTP/1.1 415");
});

test("answers malformed addresses", async () => {
  await using gateway = await startOwnGateway();
  const response = await fetch(`${gateway.url}/assets/%c0%80`);
  expect([response.status, (await errorPageOf(response)).code]).toEqual([400, "BAD_REQUEST"]);
});
