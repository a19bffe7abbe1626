import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { startOwnGateway, type OwnGateway } from "./http-own-edition.js";
import { exchange, post, send } from "./http-requests.js";

const TYPENAME = { query: "{ __typename }" };

type Handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

function startWithStep(handle: Handle): Promise<OwnGateway> {
  return startOwnGateway({ edition: { middleware: [{ name: "own", handle }] } });
}

const ANSWERS: readonly (readonly [string, Handle])[] = [
  ["without a head", (_request, response) => void response.setHeader("X-Own", "1").end("own")],
  ["with an object", (_request, response) => void response.writeHead(200, { "X-Own": "1" }).end("own")],
  ["with a message", (_request, response) => void response.writeHead(200, "Fine", { "X-Own": "1" }).end("own")],
  ["with a list", (_request, response) => void response.writeHead(200, ["X-Own", "1"]).end("own")],
  ["in pieces", (_request, response) => void (response.setHeader("X-Own", "1").write("o"), response.end("wn"))],
];

test.each(ANSWERS)("a step that answers itself, %s, sends the headers of every answer", async (_way, handle) => {
  await using gateway = await startWithStep(handle);
  const { headers } = await fetch(`${gateway.url}/healthz`);
  const own = await post(gateway.url, TYPENAME);
  expect([own.status, own.headers.get("x-own"), await own.text()]).toEqual([200, "1", "own"]);
  expect(own.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  for (const name of ["content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options"]) {
    expect([name, own.headers.get(name)]).toEqual([name, headers.get(name)]);
  }
});

const POLICY = "default-src 'self'";

const POLICIES: readonly (readonly [string, Handle])[] = [
  ["set before", (_request, response) => void response.setHeader("Content-Security-Policy", POLICY).end()],
  ["in an object", (_request, response) => void response.writeHead(200, { "content-security-policy": POLICY }).end()],
  ["in a list", (_request, response) => void response.writeHead(200, ["Content-Security-Policy", POLICY]).end()],
];

test.each(POLICIES)("what a step says of such a header, %s, is sent once and as it is", async (_way, handle) => {
  await using gateway = await startWithStep(handle);
  const { headers } = await send(gateway.url, { method: "POST" });
  // Of a header that comes twice Node makes one, with a comma.
  expect(headers["content-security-policy"]).toBe(POLICY);
});

test("cookies that a step has set are sent with the answer of GraphQL", async () => {
  await using gateway = await startWithStep((_request, response, next) => {
    response.appendHeader("Set-Cookie", "a=1").appendHeader("Set-Cookie", "b=2");
    next();
  });
  const response = await post(gateway.url, TYPENAME);
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await response.json()).toEqual({ data: { __typename: "Query" } });
});

test("each header of an answer is sent once", async () => {
  await using gateway = await startOwnGateway();
  for (const path of ["/graphql?query={__typename}", "/graphql?query={", "/healthz", "/nothing"]) {
    const answer = await exchange(gateway.url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    const lines = answer.slice(0, answer.indexOf("\r\n\r\n")).split("\r\n").slice(1);
    const names = lines.map((line) => line.split(":", 1)[0]?.toLowerCase());
    expect(names).toContain("x-request-id");
    expect(names).toEqual([...new Set(names)]);
  }
});
