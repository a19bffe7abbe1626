import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../fake-github/index.js";
import { Browser } from "./browser.js";
import { eventually } from "./eventually.js";
import { freePort } from "./free-port.js";
import { graphqlAt } from "./gateway.js";
import { octogate, type OctogateProcess } from "./octogate-process.js";
import { hasRedis } from "./redis-server.js";
import { saasConfig } from "./saas.js";
import { temporaryFolder } from "./storage-temporary-folder.js";
import { redisOfTest } from "./token-fixture.js";

const ME = "{ session { status } viewer { login } }";
const ALL_IS_WELL = { session: { status: "AUTHENTICATED" }, viewer: { login: "octo-mock" } };

interface Line {
  readonly msg: string;
  readonly worker?: number;
  readonly pid?: number;
}

interface Command {
  readonly program: OctogateProcess;
  readonly fakeGitHub: FakeGitHub;
  readonly url: string;
  /** Lines of the log with this message. */
  lines(message: string): readonly Line[];
  /** Signs in, and asks on a new connection each time: those are given to the workers in turn. */
  signIn(): Promise<Browser>;
}

/** One command with two workers. */
async function start(env: Readonly<Record<string, string>> = {}): Promise<Command> {
  const redis = await redisOfTest();
  const fakeGitHub = await startFakeGitHub();
  onTestFinished(() => fakeGitHub[Symbol.asyncDispose]());
  const url = `http://127.0.0.1:${await freePort()}`;
  const program = octogate(["start"], {
    env: {
      ...saasConfig(redis, fakeGitHub),
      OCTOGATE_GITHUB_URL: fakeGitHub.url,
      OCTOGATE_DATA_DIR: await temporaryFolder(),
      OCTOGATE_PORT: new URL(url).port,
      OCTOGATE_WORKERS: "2",
      ...env,
    },
  });
  return {
    program,
    fakeGitHub,
    url,
    lines: (message) =>
      program.stdout
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Line)
        .filter(({ msg }) => msg === message),
    async signIn() {
      const browser = new Browser({
        graphql: (query, variables, headers) => graphqlAt(url)(query, variables, { ...headers, connection: "close" }),
      });
      await browser.signIn("octo-mock");
      return browser;
    },
  };
}

function kill(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) throw new Error("There is no such worker.");
  process.kill(pid, signal);
}

function isAlive({ pid }: Line): boolean {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
}

describe.skipIf(!hasRedis)("one command with two workers", () => {
  test("says once that it is there, when both are, and whoever has signed in is known to both", async () => {
    const { program, url, lines, signIn } = await start();
    expect(await program.url()).toBe(url);
    expect(lines("ready").map(({ worker }) => worker)).toEqual([1, 2]);
    expect(program.stderr.match(/Octogate, saas edition/g)).toHaveLength(1);
    expect(program.stderr).toMatch(/Workers +2\n/);

    const browser = await signIn();
    for (let time = 0; time < 6; time += 1) expect((await browser.graphql(ME)).data).toEqual(ALL_IS_WELL);
    const served = lines("operation").map(({ worker }) => worker);
    expect(new Set(served)).toEqual(new Set([1, 2]));
  });

  test("with the port that the system chose, all have the same", async () => {
    const { program, lines } = await start({ OCTOGATE_PORT: "0", OCTOGATE_PUBLIC_URL: "http://127.0.0.1:4000" });
    const url = await program.url();
    expect(new URL(url).port).not.toBe("0");
    expect(lines("ready")).toMatchObject([{ url }, { url }]);
  });

  test("goes on when one ends, starts another, waits longer before the next, and signs nobody out", async () => {
    const { program, lines, signIn } = await start();
    await program.url();
    const browser = await signIn();
    const ended = () => lines("a worker has ended; another one takes its place");
    async function askUntil(condition: () => boolean): Promise<void> {
      for (; !condition(); await sleep(50)) expect((await browser.graphql(ME)).data).toEqual(ALL_IS_WELL);
    }
    kill(lines("ready").at(-1)?.pid, "SIGKILL");
    await eventually(() => ended().length === 1);
    await askUntil(() => lines("ready").length === 3);
    kill(lines("ready").at(-1)?.pid, "SIGTERM");
    await askUntil(() => lines("ready").length === 4);
    for (let time = 0; time < 6; time += 1) expect((await browser.graphql(ME)).data).toEqual(ALL_IS_WELL);
    const served = lines("operation").slice(-6);
    expect(new Set(served.map(({ worker }) => worker))).toEqual(new Set([1, 4]));
    // Nothing after the banner: it is not for the log.
    expect(program.stderr).toMatch(/Sign in +\S+\n\n$/);
    expect(ended()).toMatchObject([
      { level: "error", worker: 2, signal: "SIGKILL", pauseMs: 100 },
      { level: "info", worker: 3, code: 0, pauseMs: 200 },
    ]);
  }, 60_000);

  test.each([
    ["SIGTERM to the command", "SIGTERM", false],
    ["Ctrl+C, which all of its processes get", "SIGINT", true],
  ] as const)(
    "%s: what is in flight at each worker is answered, and it ends with 0",
    async (_what, signal, isForAll) => {
      const { program, fakeGitHub, url, lines, signIn } = await start();
      await program.url();
      const browser = await signIn();
      fakeGitHub.journal.clear();
      fakeGitHub.faults.add({ match: { path: "/graphql" }, latencyMs: 3_000, times: 2 });
      const first = browser.graphql(ME);
      await eventually(() => fakeGitHub.journal.entries.length === 1);
      // In other words: equal questions of one user would be one.
      const second = browser.graphql("{ session { status } viewer { login __typename } }");
      await eventually(() => fakeGitHub.journal.entries.length === 2);
      program.signal(signal);
      if (isForAll) for (const { pid } of lines("ready")) kill(pid, signal);
      for (const { data } of await Promise.all([first, second])) expect(data).toMatchObject(ALL_IS_WELL);
      expect(await program.ended).toMatchObject({ code: 0, signal: null });
      for (const message of ["operation", "stopped"]) {
        const last = lines(message).slice(-2);
        expect(last.map(({ worker }) => worker).toSorted()).toEqual([1, 2]);
      }
      await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
    },
  );

  test("a second signal ends all at once with 1", async () => {
    const { program, fakeGitHub, lines, signIn } = await start();
    await program.url();
    const browser = await signIn();
    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ match: { path: "/graphql" }, hang: true });
    const cutOff = expect(browser.graphql(ME)).rejects.toThrow("fetch failed");
    await eventually(() => fakeGitHub.journal.entries.length > 0);
    program.signal("SIGINT");
    program.signal("SIGTERM");
    expect(await program.ended).toMatchObject({ code: 1, signal: null });
    await cutOff;
    await eventually(() => !lines("ready").some(isAlive));
  });

  test("leaves no worker behind when it is killed itself", async () => {
    const { program, lines } = await start();
    await program.url();
    expect(lines("ready").filter(isAlive)).toHaveLength(2);
    program.signal("SIGKILL");
    await eventually(() => !lines("ready").some(isAlive));
  });
});

describe.skipIf(!hasRedis)("workers that cannot start say why once", () => {
  test("at a setting that nobody can read, before any is started", async () => {
    const { program } = await start({ OCTOGATE_LOG_LEVEL: "loud" });
    const { code, stdout, stderr } = await program.ended;
    expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
    expect(stderr.match(/OCTOGATE_LOG_LEVEL/g)).toHaveLength(1);
  });

  test("at an address of Redis that is none", async () => {
    const { program } = await start({ OCTOGATE_REDIS_URL: "http://127.0.0.1" });
    const { code, stderr } = await program.ended;
    expect(code).toBe(78);
    expect(stderr).toMatch(/^OCTOGATE_EDITION: "saas" cannot use OCTOGATE_REDIS_URL[^\n]+\n$/);
  });

  test("at a port that is in use", async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    onTestFinished(() => new Promise<void>((done) => other.close(() => done())));
    const { port } = other.address() as AddressInfo;
    const { program } = await start({ OCTOGATE_PORT: String(port) });
    const { code, stderr } = await program.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^The address 127\\.0\\.0\\.1, port ${port}, is in use\\.[^\\n]+\\n$`));
  });
});

test("the OSS edition is one process, and more are refused with a sentence", async () => {
  const dataDir = await temporaryFolder();
  const { code, stdout, stderr } = await octogate(["start"], {
    env: { OCTOGATE_DATA_DIR: dataDir, OCTOGATE_WORKERS: "2" },
  }).ended;
  expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
  expect(stderr).toMatch(/OCTOGATE_WORKERS .* the edition oss is one, for one owner\./);
});
