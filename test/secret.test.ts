import { Console } from "node:console";
import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import { serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import { AccessToken } from "../src/auth/access-token.js";
import { Secret } from "../src/secret/secret.js";
import { createLog } from "../src/server/log/create-log.js";

// No form that the log would take out by itself: it is the type that must keep it.
const TEXT = "canary-0123456789-abcdefghij";

function written(write: (stream: Writable) => void): string {
  let text = "";
  write(new Writable({ write: (chunk: Buffer, _encoding, done) => ((text += chunk.toString()), done()) }));
  return text;
}

/** Every way of printing that Node has, each giving the text that comes out. */
const WAYS: Readonly<Record<string, (secret: Secret) => string>> = {
  String: (secret) => String(secret),
  "template literal": (secret) => `a ${secret as unknown as string}`,
  "string addition": (secret) => "a " + (secret as unknown as string),
  join: (secret) => [secret, secret].join(),
  "toLocaleString()": (secret) => secret.toLocaleString(),
  "Object.prototype.toString": (secret) => Object.prototype.toString.call(secret),
  "JSON.stringify": (secret) => JSON.stringify({ secret, list: [secret] }),
  "JSON.stringify as a key": (secret) => JSON.stringify({ [secret as unknown as string]: 1 }),
  "util.inspect": (secret) => inspect(secret),
  "util.inspect of all that is hidden": (secret) =>
    inspect({ deep: { deeper: [secret] } }, { showHidden: true, depth: Infinity, getters: true, showProxy: true }),
  "util.inspect without custom inspection": (secret) =>
    inspect(secret, { customInspect: false, showHidden: true, depth: Infinity, getters: true }),
  "util.inspect of a proxy": (secret) => inspect(new Proxy(secret, {}), { showProxy: true, showHidden: true }),
  "util.format": (secret) => format("%s %j %o %O %d", secret, secret, secret, secret, secret),
  "console.log": (secret) => written((stdout) => new Console({ stdout }).log(secret, "%s", secret)),
  "console.dir": (secret) => written((stdout) => new Console({ stdout }).dir(secret, { showHidden: true, depth: 9 })),
  "console.table": (secret) => written((stdout) => new Console({ stdout }).table([{ secret }, secret])),
  "console.error of an error with it": (secret) =>
    written((stdout) => new Console({ stdout }).log(Object.assign(new Error("failed", { cause: secret }), { secret }))),
  "an error's message": (secret) => String(new Error(secret as unknown as string).stack),
  "Object.entries": (secret) => JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret)]),
  "for in": (secret) => {
    const values: unknown[] = [];
    for (const name in secret) values.push(name, Reflect.get(secret, name));
    return values.join();
  },
  "property descriptors": (secret) => inspect(Object.getOwnPropertyDescriptors(secret), { depth: 9, showHidden: true }),
  spread: (secret) => inspect({ ...(secret as object) }, { showHidden: true }),
  "Object.assign": (secret) => JSON.stringify(Object.assign({}, secret)),
  structuredClone: (secret) => inspect(structuredClone({ secret }), { showHidden: true, depth: 9 }),
  "v8.serialize": (secret) => serialize(secret).toString("latin1"),
  "pino, as a field": (secret) =>
    written((stream) => createLog({ level: "debug", destination: stream }).info({ secret, deep: { secret } }, "m")),
  "pino, in the message": (secret) =>
    written((stream) => createLog({ level: "debug", destination: stream }).info("%s %o %j", secret, secret, secret)),
  "pino, on an error": (secret) =>
    written((stream) =>
      createLog({ level: "debug", destination: stream }).error({ err: new Error(String(secret), { cause: secret }) }),
    ),
  URLSearchParams: (secret) => new URLSearchParams({ secret: secret as unknown as string }).toString(),
  Headers: (secret) => [...new Headers({ secret: secret as unknown as string })].join(),
};

describe.each([
  ["Secret", () => new Secret(TEXT)],
  ["AccessToken", () => AccessToken.from(new Secret(TEXT))],
])("a %s", (_name, make) => {
  test.each(Object.entries(WAYS))("does not show its text by %s", (_way, print) => {
    const text = print(make());
    expect(text).not.toContain("canary");
    expect(text).not.toContain(TEXT.slice(5, 15));
  });

  test("shows that something was left out", () => {
    const secret = make();
    expect([String(secret), JSON.stringify(secret), inspect({ secret })]).toEqual([
      "[redacted]",
      '"[redacted]"',
      "{ secret: [redacted] }",
    ]);
  });

  test("gives its text to who asks for it by name", () => {
    expect(make().reveal()).toBe(TEXT);
  });
});

test("every way of printing does show what is no secret", () => {
  const plain = { text: TEXT, toString: () => TEXT };
  const silent = Object.entries(WAYS).filter(([, print]) => {
    try {
      return !print(plain as unknown as Secret).includes(TEXT);
    } catch {
      return false;
    }
  });
  expect(silent.map(([way]) => way)).toEqual(["Object.prototype.toString"]);
});

test("a secret is recognised by its last four characters only if it is long enough not to be given away", () => {
  expect(new Secret("ghp_0123456789abcdef").hint).toBe("cdef");
  expect(new Secret("ghp_0123456789abcde").hint).toBe("");
  expect(new Secret("").hint).toBe("");
});

test("equal secrets have one fingerprint, which tells nothing of the text", () => {
  const secret = new Secret(TEXT);
  expect(new Secret(secret).fingerprint).toBe(secret.fingerprint);
  expect(new Secret(`${TEXT} `).fingerprint).not.toBe(secret.fingerprint);
  expect(secret.fingerprint).toBe(createHash("sha256").update(TEXT).digest("base64url").slice(0, 16));
});

test.each([
  ["ghp_0123456789abcdefghijklmnopqrstuvwxyz", "CLASSIC_PAT"],
  ["github_pat_11AAAAAAA0123456789_abcdef", "FINE_GRAINED_PAT"],
  ["gho_0123", "OAUTH_APP"],
  ["ghu_0123", "GITHUB_APP_USER"],
  ["ghs_0123.with.dots", "GITHUB_APP_INSTALLATION"],
  ["0123456789abcdef0123456789abcdef01234567", "LEGACY"],
  ["\n\t ghp_pasted \r\n", "CLASSIC_PAT"],
  ["GHP_0123", "UNKNOWN"],
  ["0123456789ABCDEF0123456789ABCDEF01234567", "UNKNOWN"],
  ["", "UNKNOWN"],
])("the token %j is known to be a %s", (text, kind) => {
  const token = AccessToken.from(new Secret(text));
  expect(token.kind).toBe(kind);
  expect(token.reveal()).toBe(text.trim());
});
