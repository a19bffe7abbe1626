import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAILING_PATHS } from "./leak-paths.js";
import { LeakRun, SHAPES } from "./leak-run.js";
import type { Ending } from "./octogate-process.js";

/** The secret itself, and as it would look after passing through something that encodes. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((offset) => bytes.subarray(offset).toString("base64").slice(0, 20));
  return [secret, secret.slice(4, -4), encodeURIComponent(secret), bytes.toString("hex"), ...base64];
}

function leaksIn(text: string, secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) => formsOf(secret).some((form) => text.toLowerCase().includes(form.toLowerCase())));
}

interface Driven {
  readonly run: LeakRun;
  readonly ending: Ending;
  /** Codes that each path was answered with. */
  readonly reached: ReadonlyMap<string, readonly string[]>;
}

async function drive(makeSecret: () => string): Promise<Driven> {
  const run = await LeakRun.start(makeSecret);
  const reached = new Map<string, readonly string[]>();
  for (const path of FAILING_PATHS) {
    const { codes } = await run.storeToken();
    if (codes.length > 0) throw new Error(`The token was not stored: ${codes.join(", ")}`);
    reached.set(path.name, (await path.run(run)).codes);
    run.fakeGitHub.faults.clear();
  }
  return { run, reached, ending: await run.end() };
}

const driven = new Map<string, Driven>();

// All at once: some paths wait for ten seconds.
beforeAll(async () => {
  await Promise.all(
    Object.entries(SHAPES).map(async ([name, makeSecret]) => driven.set(name, await drive(makeSecret))),
  );
}, 120_000);
afterAll(async () => {
  for (const { run } of driven.values()) await run[Symbol.asyncDispose]();
});

describe.each(Object.keys(SHAPES))("secrets of a shape %s", (shape) => {
  function result(): Driven {
    const found = driven.get(shape);
    if (found === undefined) throw new Error("The paths were not driven.");
    return found;
  }

  test.each(FAILING_PATHS.map(({ name, code }) => [name, code] as const))("fail as they should: %s", (name, code) => {
    expect(result().reached.get(name)).toContain(code);
  });

  test("are in no body and no header of an answer", () => {
    const { run } = result();
    expect(run.answers.length).toBeGreaterThan(2 * FAILING_PATHS.length - 1);
    for (const { text, headers } of run.answers) {
      expect(leaksIn(`${JSON.stringify(headers)}\n${text}`, run.secrets)).toEqual([]);
    }
  });

  test("are in no line that the process wrote", () => {
    const { run, ending } = result();
    const lines = `${ending.stdout}${ending.stderr}`.split("\n");
    expect(lines.length).toBeGreaterThan(FAILING_PATHS.length);
    expect(lines.filter((line) => leaksIn(line, run.secrets).length > 0)).toEqual([]);
  });

  test("are in no file of the data folder", async () => {
    const { run } = result();
    const files = await run.files();
    expect(files.map(({ name }) => name).toSorted()).toEqual(["keys.json", "settings.json"]);
    for (const { text } of files) expect(leaksIn(text, run.secrets)).toEqual([]);
    // It was stored, and sealed.
    expect(files.find(({ name }) => name === "settings.json")?.text).toMatch(/"sealedToken": \{\s+"v": 1/);
  });

  test("are sent to GitHub alone", () => {
    const { run } = result();
    expect(run.listener.heard).toEqual([]);
    for (const { headers } of run.fakeGitHub.journal.entries) {
      const { authorization: _, ...others } = headers;
      expect(leaksIn(JSON.stringify(others), run.secrets)).toEqual([]);
    }
  });

  test("come with no stack in an answer", () => {
    const { run } = result();
    for (const { text } of run.answers) {
      expect(text).not.toMatch(/\bat [^"]*:\d+:\d+|\\n\s+at |node_modules|\.js:\d+/);
    }
  });

  test("leave the log readable: one JSON object a line", () => {
    const { ending } = result();
    for (const line of ending.stdout.trimEnd().split("\n")) expect(JSON.parse(line)).toHaveProperty("msg");
    expect(ending.code).toBe(0);
  });
});

test("at least thirty ways to fail are tried", () => {
  expect(new Set(FAILING_PATHS.map(({ name }) => name)).size).toBeGreaterThanOrEqual(30);
});

test("a secret is found in whatever form it shows", () => {
  const secret = "ghp_0123456789abcdef0123456789abcdef";
  const shown = [
    secret,
    secret.toUpperCase(),
    JSON.stringify({ a: secret }),
    Buffer.from(`x:${secret}`).toString("base64"),
  ];
  for (const text of shown) expect(leaksIn(`before ${text} after`, [secret])).toEqual([secret]);
  expect(leaksIn("ghp_…cdef", [secret])).toEqual([]);
});
