import { expect, test } from "vitest";
import { GatewayError } from "../src/errors/gateway-error.js";
import { createLog, type Log } from "../src/server/log/create-log.js";

const TOKENS = [
  "ghp_0123456789abcdefghijABCDEFGHIJ012345",
  "gho_0123456789abcdefghijABCDEFGHIJ012345",
  "ghu_0123456789abcdefghijABCDEFGHIJ012345",
  "ghr_0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ0123456789abcdef",
  "ghs_0123_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMjM0NSJ9.c2lnbmF0dXJl-X_9",
  "github_pat_11ABCDEFG0abcdefghijkl_0123456789abcdefghijABCDEFGHIJ0123456789",
];
const LEGACY_TOKEN = "0123456789abcdef0123456789abcdef01234567";

function logOf(write: (log: Log) => void, readable = false): string {
  let written = "";
  write(createLog({ level: "debug", readable, destination: { write: (line) => (written += line) } }));
  return written;
}

function linesOf(written: string): readonly Record<string, unknown>[] {
  return written
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("writes one JSON object a line, with time, level and message", () => {
  const [line] = linesOf(logOf((log) => log.info({ port: 4000 }, "listening")));
  expect(line).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    port: 4000,
    msg: "listening",
  });
});

test.each(TOKENS)("takes %s out of messages, fields, names of fields and errors", (token) => {
  const places: readonly ((log: Log) => void)[] = [
    (log) => log.info(`the token is ${token}.`),
    (log) => log.info(`glued${token}glued`),
    (log) => log.info({ deep: [{ in: { a: { list: token } } }] }, "x"),
    (log) => log.info({ [token]: 1 }, "x"),
    (log) => log.info({ url: `https://x:${token}@github.com/a` }, "x"),
    (log) => log.error({ err: new Error(`bad ${token}`, { cause: new Error(token) }) }, "x"),
    (log) => log.error(new Error(token)),
    (log) => log.child({ bound: token }).warn("x"),
    (log) => log.info("%s and %j", token, { token }),
    (log) => log.info({ body: JSON.stringify({ nested: JSON.stringify({ token }) }) }, "x"),
  ];
  for (const place of places) {
    const written = logOf(place);
    expect(written).not.toContain(token.slice(8, 24));
    expect(linesOf(written)).toHaveLength(1);
  }
});

test("takes out what stands where credentials do, whatever it looks like", () => {
  const secret = "not-a-known-shape/0123+45=";
  const places: readonly unknown[] = [
    { authorization: secret },
    { headers: { Authorization: `Bearer ${secret}`, Cookie: `octogate=${secret}`, "set-cookie": secret } },
    { client_secret: secret, refreshToken: secret, password: 'with " quote ' + secret },
    { body: JSON.stringify({ access_token: secret }) },
    { body: JSON.stringify({ body: JSON.stringify({ token: `${secret}"` }) }) },
    { header: `authorization: basic ${secret}` },
    { address: `/callback?access_token=${secret}&x=1` },
    { inspected: `{ token: '${secret}' }` },
    { git: `token ${LEGACY_TOKEN}` },
    { git: `token: ${LEGACY_TOKEN}` },
  ];
  for (const place of places) {
    const written = logOf((log) => log.info(place, "x"));
    expect(written).not.toContain("0123");
    expect(linesOf(written)).toHaveLength(1);
  }
});

test("keeps what is no secret", () => {
  const facts = {
    commit: LEGACY_TOKEN,
    kind: "CLASSIC_PAT",
    tokenKind: "FINE_GRAINED_PAT",
    hint: "2345",
    login: "ghp_short",
  };
  expect(linesOf(logOf((log) => log.info(facts, "x")))[0]).toMatchObject(facts);
});

test("lets nobody begin a line of their own or steer a terminal", () => {
  const hostile = 'x\n{"level":"info","msg":"forged"}\r\n\u001b[2J\u009b31m\u007f\u2028\u2029\u0000';
  for (const readable of [false, true]) {
    const written = logOf((log) => log.info({ agent: hostile, [hostile]: 1 }, hostile), readable);
    expect(written.trimEnd().split("\n")).toHaveLength(1);
    // oxlint-disable-next-line no-control-regex
    expect(written.trimEnd()).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/);
  }
});

test("takes of an error its type, message, code, stack and causes, and nothing else that it holds", () => {
  const cause = Object.assign(new Error("socket"), { code: "ECONNRESET" });
  const error = Object.assign(new Error("request failed", { cause }), {
    request: { headers: { authorization: "token canary" }, body: "canary" },
    response: { data: "canary" },
  });
  const [line] = linesOf(logOf((log) => log.error({ err: error }, "x")));
  expect(JSON.stringify(line)).not.toContain("canary");
  expect(line?.["err"]).toMatchObject({
    type: "Error",
    message: "request failed",
    stack: expect.stringContaining("log.test.ts"),
    cause: { message: "socket", code: "ECONNRESET" },
  });
});

test("is readable in a terminal", () => {
  const written = logOf((log) => {
    log.info({ operation: "Picker", ms: 3 }, "operation");
    log.error({ err: new GatewayError("NOT_FOUND", "It is gone.") }, "unexpected error");
  }, true);
  const [first, second, stack] = written.split("\n");
  expect(first).toMatch(/^\d\d:\d\d:\d\d {2}INFO {3}operation {2}operation=Picker {2}ms=3$/);
  expect(second).toMatch(/ERROR {2}unexpected error/);
  expect(stack).toMatch(/^ {4}GatewayError: It is gone\./);
});

test("writes nothing below its level", () => {
  let written = "";
  createLog({ level: "warn", destination: { write: (line) => (written += line) } }).info("x");
  expect(written).toBe("");
});
