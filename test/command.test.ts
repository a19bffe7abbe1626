import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { createConnection, type AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../fake-github/index.js";
import { eventually } from "./eventually.js";
import { freePort } from "./free-port.js";
import { octogate, type OctogateProcess } from "./octogate-process.js";
import { temporaryFolder } from "./storage-temporary-folder.js";

interface Started {
  readonly program: OctogateProcess;
  readonly url: string;
  readonly fakeGitHub: FakeGitHub;
  readonly dataDir: string;
}

async function start(env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const fakeGitHub = await startFakeGitHub();
  onTestFinished(() => fakeGitHub[Symbol.asyncDispose]());
  const dataDir = await temporaryFolder();
  const program = octogate(["start"], {
    env: { OCTOGATE_GITHUB_URL: fakeGitHub.url, OCTOGATE_DATA_DIR: dataDir, ...env },
  });
  return { program, fakeGitHub, dataDir, url: await program.url() };
}

async function ask(url: string, query: string, variables: object = {}): Promise<{ readonly data: unknown }> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", connection: "close" },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as { readonly data: unknown };
}

async function storeToken({ url, fakeGitHub }: Started): Promise<void> {
  const token = fakeGitHub.world.token("classic").text;
  const query = "mutation Set($t: Secret!) { setGitHubToken(input: { token: $t }) { credential { login } } }";
  expect((await ask(url, query, { t: token })).data).toEqual({
    setGitHubToken: { credential: { login: "octo-mock" } },
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

function logLines(stdout: string): readonly { readonly level: string; readonly msg: string }[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly level: string; readonly msg: string });
}

describe("stops as asked", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("at %s with 0, after what is in flight has its answer", async (signal) => {
    const started = await start();
    await storeToken(started);
    const { program, url, fakeGitHub } = started;
    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ match: { path: "/graphql" }, latencyMs: 700 });
    const inFlight = ask(url, "{ viewer { login } }");
    await until(() => fakeGitHub.journal.entries.length > 0);
    program.signal(signal);
    expect((await inFlight).data).toEqual({ viewer: { login: "octo-mock" } });
    const { code, stdout } = await program.ended;
    expect(code).toBe(0);
    expect(logLines(stdout).at(-1)).toMatchObject({ msg: "stopped" });
    await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
  });

  test("says no to a balancer that asks whether it is ready, while something is in flight", async () => {
    const started = await start();
    await storeToken(started);
    const { program, url, fakeGitHub } = started;
    // A connection from before: a draining server takes no new one.
    const { hostname, port } = new URL(url);
    const balancer = createConnection(Number(port), hostname).setEncoding("utf8");
    onTestFinished(() => void balancer.destroy());
    let heard = "";
    balancer.on("data", (text: string) => (heard += text));
    balancer.write("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await until(() => heard.includes('"ready"'));

    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ match: { path: "/graphql" }, latencyMs: 1_000 });
    const inFlight = ask(url, "{ viewer { login } }");
    await until(() => fakeGitHub.journal.entries.length > 0);
    // The answer to a request that had begun when the signal came must not be cut off either.
    balancer.write("GET /readyz HTTP/1.1\r\nHost: localhost\r\n");
    await sleep(50);
    program.signal("SIGTERM");
    await sleep(100);
    balancer.write("\r\n");
    await until(() => heard.includes('"not ready"') || balancer.destroyed);
    expect(heard).toContain("503");
    expect((await inFlight).data).toEqual({ viewer: { login: "octo-mock" } });
    expect((await program.ended).code).toBe(0);
  });

  test("with 0 when the signal comes while it starts", async () => {
    const dataDir = await temporaryFolder();
    const program = octogate(["start"], { env: { OCTOGATE_DATA_DIR: dataDir, OCTOGATE_LOG_LEVEL: "debug" } });
    await program.says(/steps before GraphQL/);
    program.signal("SIGTERM");
    expect(await program.ended).toMatchObject({ code: 0, signal: null });
  });

  test.each([
    ["SIGTERM", "SIGTERM"],
    ["SIGINT", "SIGTERM"],
  ] as const)("at once with 1 at a second signal: %s, %s", async (first, second) => {
    const started = await start();
    await storeToken(started);
    const { program, url, fakeGitHub } = started;
    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ match: { path: "/graphql" }, hang: true });
    const cutOff = expect(ask(url, "{ viewer { login } }")).rejects.toThrow("fetch failed");
    await until(() => fakeGitHub.journal.entries.length > 0);
    program.signal(first);
    const early = await Promise.race([program.ended, sleep(300, "still waiting")]);
    expect(early).toBe("still waiting");
    program.signal(second);
    expect(await program.ended).toMatchObject({ code: 1, signal: null });
    await cutOff;
  });
});

describe("does not start with a bad configuration, and ends with 78", () => {
  test("all problems at once, each with the variable, what is wrong and what to do; nothing on standard output", async () => {
    const dataDir = join(await temporaryFolder(), "data");
    const { code, stdout, stderr } = await octogate([], {
      env: {
        OCTOGATE_PORT: "many",
        OCTOGATE_EXPLORER: "yes",
        OCTOGATE_GITHUB_URL: "http://github.example",
        OCTOGATE_PROT: "4000",
        OCTOGATE_ENCRYPTION_KEYS: "canary-key",
        OCTOGATE_DATA_DIR: dataDir,
      },
    }).ended;
    expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
    expect(stderr).toContain("5 problems; nothing was started");
    for (const name of ["PORT", "EXPLORER", "GITHUB_URL", "PROT", "ENCRYPTION_KEYS"]) {
      expect(stderr).toContain(`OCTOGATE_${name} `);
    }
    expect(stderr).toContain("Did you mean OCTOGATE_PORT?");
    expect(stderr).not.toContain("canary");
    await expect(readFile(join(dataDir, "keys.json"))).rejects.toThrow("ENOENT");
  });

  test.each([
    ["settings.json", '{ "format": "octogate-settings", "formatVersion": 1, "subj'],
    ["keys.json", "[]"],
  ])("a broken %s is named in one line, and left as it is", async (name, content) => {
    const dataDir = await temporaryFolder();
    const path = join(dataDir, name);
    await writeFile(path, content);
    const { code, stdout, stderr } = await octogate(["start"], { env: { OCTOGATE_DATA_DIR: dataDir } }).ended;
    expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
    expect(stderr).toMatch(/^[^\n]+\. [^\n]+\.\n$/);
    expect(stderr).toContain(path);
    expect(await readFile(path, "utf8")).toBe(content);
  });

  // Where nobody can make a folder, root neither.
  test.skipIf(process.platform !== "linux").each([
    ["/proc/octogate", "/proc/octogate cannot be made (ENOENT). Nothing can be stored there: set OCTOGATE_DATA_DIR"],
    ["/proc/octogate/below/it", "/proc/octogate cannot be made (ENOENT). Nothing can be stored there"],
    ["/proc", "/proc/keys.json cannot be written (ENOENT). Nothing can be stored there: set OCTOGATE_DATA_DIR"],
    ["/sys/octogate", /\/sys\/octogate cannot be made \((EPERM|EACCES|EROFS)\)\. .*set OCTOGATE_DATA_DIR/],
    ["/dev/null", "/dev/null cannot be made (EEXIST). A file is where a folder belongs"],
    ["/dev/null/below", /\/dev\/null.* cannot be \w+ \(\w+\)\. A file is where a folder belongs/],
  ])(
    "the data folder %s cannot be made: what is wrong and what to do, at once",
    { timeout: 20_000 },
    async (path, says) => {
      const { code, stdout, stderr } = await octogate(["start"], { env: { OCTOGATE_DATA_DIR: path } }).ended;
      expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
      expect(stderr).toMatch(/^[^\n]+\. [^\n]+\.\n$/);
      if (typeof says === "string") expect(stderr).toContain(says);
      else expect(stderr).toMatch(says);
    },
  );

  test("an edition that does not fit is refused with one sentence, and nothing is made", async () => {
    const folder = await temporaryFolder();
    const module = join(folder, "edition.mjs");
    await writeFile(module, 'export default { name: "mine", kind: "CUSTOM" };');
    const dataDir = join(folder, "data");
    const { code, stderr } = await octogate(["start"], {
      env: { OCTOGATE_EDITION: module, OCTOGATE_DATA_DIR: dataDir },
    }).ended;
    expect(code).toBe(78);
    expect(stderr).toBe(
      `OCTOGATE_EDITION: "${module}" does not fit: its field \`open\` is missing. Take it from the edition below with \`...oss\`.\n`,
    );
    await expect(readFile(join(dataDir, "keys.json"))).rejects.toThrow("ENOENT");
  });

  test("a token that got into the wrong variable is not repeated", async () => {
    const token = "ghp_canary0123456789abcdefghijklmnopqrst";
    for (const name of ["OCTOGATE_EDITION", "OCTOGATE_GITHUB_URL", "OCTOGATE_PORT", "OCTOGATE_LOG_LEVEL"]) {
      const dataDir = await temporaryFolder();
      const { code, stdout, stderr } = await octogate(["start"], {
        env: { OCTOGATE_DATA_DIR: dataDir, [name]: token },
      }).ended;
      expect(code).toBe(78);
      expect(stderr).toContain(name);
      expect(stdout + stderr).not.toContain("canary");
    }
  });
});

describe("ends with 1 and a sentence", () => {
  test("when the port is in use, and the folder can be used by the next start", async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    onTestFinished(() => new Promise<void>((done) => other.close(() => done())));
    const { port } = other.address() as AddressInfo;
    const dataDir = await temporaryFolder();
    const { code, stderr } = await octogate(["start"], {
      env: { OCTOGATE_PORT: String(port), OCTOGATE_DATA_DIR: dataDir },
    }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^The address 127\\.0\\.0\\.1, port ${port}, is in use\\. .*OCTOGATE_PORT[^\\n]*\\.\\n$`),
    );
    const next = octogate(["start"], { env: { OCTOGATE_DATA_DIR: dataDir } });
    expect((await fetch(`${await next.url()}/readyz`)).status).toBe(200);
  });

  test("when the host is no address of this machine", async () => {
    const dataDir = await temporaryFolder();
    const { code, stderr } = await octogate(["start"], {
      // Of the block for documentation (RFC 5737), which no machine has.
      env: { OCTOGATE_HOST: "192.0.2.1", OCTOGATE_PUBLIC_URL: "https://octogate.example", OCTOGATE_DATA_DIR: dataDir },
    }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^OCTOGATE_HOST is no address/) as string,
    });
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test("at a command that does not exist", async () => {
    const { code, stdout, stderr } = await octogate(["strat"]).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/unknown command 'strat'\n\(Did you mean start\?\)/);
    expect(stderr).toContain("octogate --help");
  });

  test("at a port that is none", async () => {
    const { code, stderr } = await octogate(["fake-github", "--port", "many"]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Give a number from 0 to 65535.");
  });
});

describe("while it runs", () => {
  test("standard output is the log, one JSON object a line, and the banner is on standard error", async () => {
    const started = await start({ OCTOGATE_LOG_LEVEL: "debug" });
    await storeToken(started);
    await ask(started.url, "query Mine { viewer { login } }");
    started.program.signal("SIGTERM");
    const { stdout, stderr } = await started.program.ended;
    const lines = logLines(stdout);
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(["ready", "request", "operation", "stopped"]));
    expect(lines.every((line) => typeof line.level === "string")).toBe(true);
    expect(lines.some(({ msg }) => msg.includes("Made the encryption key"))).toBe(true);
    expect(stderr).toContain(`${started.url}/graphql`);
    expect(stderr).toContain("Made the encryption key");
    expect(stderr).not.toContain('{"level"');
  });

  test("it listens on loopback only", async (context) => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of outside) {
      await expect(fetch(`http://${address}:${port}/healthz`)).rejects.toThrow("fetch failed");
    }
    const tables = await Promise.all(
      ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readFile(path, "utf8").catch(() => "")),
    );
    if (tables.join("") === "") context.skip("needs /proc/net to see who listens where: run on Linux");
    const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
    const listening = [...tables.join("\n").matchAll(/^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) [0-9A-F:]+ 0A /gm)]
      .filter(([, , at]) => at === hexPort)
      .map(([, address]) => address);
    // 127.0.0.1, in the byte order of the machine.
    expect(listening).toEqual(["0100007F"]);
  });

  test("an edition of one's own outside of the project is loaded by its path, with OSS below it", async () => {
    const module = join(await temporaryFolder(), "edition.mjs");
    const oss = pathToFileURL(resolve("dist/src/editions/oss.js")).href;
    await writeFile(
      module,
      `import oss from ${JSON.stringify(oss)};\nexport default { ...oss, name: "mine", kind: "CUSTOM" };\n`,
    );
    const { program, url } = await start({ OCTOGATE_EDITION: module });
    expect(program.stderr).toContain("mine edition");
    expect((await ask(url, "{ gateway { edition editionName } session { status } }")).data).toEqual({
      gateway: { edition: "CUSTOM", editionName: "mine" },
      session: { status: "GITHUB_NOT_CONNECTED" },
    });
  });

  test("an edition of one's own refuses with the gateway's own errors", async () => {
    const module = join(await temporaryFolder(), "edition.mjs");
    const built = (path: string) => JSON.stringify(pathToFileURL(resolve("dist/src", path)).href);
    await writeFile(
      module,
      `import oss from ${built("editions/oss.js")};
      import { GatewayError } from ${built("errors/gateway-error.js")};
      const closed = { name: "closed", handle: (_request, _response, next) => next(new GatewayError("FORBIDDEN", "Shut.")) };
      export default { ...oss, name: "mine", kind: "CUSTOM", middleware: (own) => [...oss.middleware(own), closed] };`,
    );
    const { url } = await start({ OCTOGATE_EDITION: module });
    expect(await ask(url, "{ session { status } }")).toMatchObject({
      errors: [{ message: "Shut.", extensions: { code: "FORBIDDEN" } }],
    });
  });

  test("OSS loads nothing of Redis, not even through a package", async () => {
    const folder = await temporaryFolder();
    const list = join(folder, "loaded.txt");
    const hooks = join(folder, "hooks.mjs");
    const preload = join(folder, "preload.mjs");
    await writeFile(
      hooks,
      `import { appendFileSync } from "node:fs";
      export function load(url, context, next) {
        appendFileSync(${JSON.stringify(list)}, url + "\\n");
        return next(url, context);
      }`,
    );
    await writeFile(
      preload,
      `import { register } from "node:module";\nregister(${JSON.stringify(pathToFileURL(hooks).href)});\n`,
    );
    const program = octogate(["start"], {
      nodeOptions: ["--import", preload],
      env: { OCTOGATE_DATA_DIR: join(folder, "data") },
    });
    await ask(await program.url(), "{ session { status } settings { language } }");
    program.signal("SIGTERM");
    await program.ended;
    const loaded = await sourcesOf((await readFile(list, "utf8")).trimEnd().split("\n"));
    expect(loaded.some((path) => path.includes("node_modules/pino/"))).toBe(true);
    expect(loaded.filter((path) => /redis|express-session|rate-limiter/.test(path))).toEqual([]);
  });
});

/** What files of the build were made from, as their maps tell. */
async function sourcesOf(urls: readonly string[]): Promise<readonly string[]> {
  const maps = urls.filter((url) => url.startsWith("file:")).map((url) => `${fileURLToPath(url)}.map`);
  const texts = await Promise.all(maps.filter((path) => existsSync(path)).map((path) => readFile(path, "utf8")));
  return texts.flatMap((text) => (JSON.parse(text) as { readonly sources: readonly string[] }).sources);
}

describe("the other commands", () => {
  test("demo answers a query with data, and leaves nothing behind", async () => {
    const tmp = await temporaryFolder();
    const program = octogate(["demo"], { env: { TMPDIR: tmp } });
    const url = await program.url();
    const { data } = await ask(url, "{ viewer { login } repositories(first: 3) { nodes { nameWithOwner } } }");
    expect(data).toMatchObject({ viewer: { login: "octo-mock" }, repositories: { nodes: [{}, {}, {}] } });
    program.signal("SIGINT");
    const { code, stderr } = await program.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/You are +@octo-mock/);
    expect(stderr).toMatch(/Ready +after \d+\.\d s/);
    // Its folder is removed: there is nothing to keep.
    expect(stderr).not.toContain("Made the encryption key");
    expect(await readdir(tmp)).toEqual([]);
  });

  test("demo has its token when it begins to listen", async () => {
    const port = await freePort();
    const env = { TMPDIR: await temporaryFolder(), OCTOGATE_PORT: String(port) };
    const program = octogate(["demo"], { env });
    const answers: unknown[] = [];
    await eventually(async () => {
      answers.push(await ask(`http://127.0.0.1:${port}`, "{ viewer { login } }").catch(() => undefined));
      return answers.at(-1) !== undefined;
    });
    expect(answers.at(-1)).toEqual({ data: { viewer: { login: "octo-mock" } } });
    program.signal("SIGINT");
    expect((await program.ended).code).toBe(0);
  });

  test("script/test ends with its line also where the checks fail, and no test is run", async () => {
    const bin = await temporaryFolder();
    for (const name of ["npm", "apt-get"]) await writeFile(join(bin, name), "#!/bin/sh\nexit 3\n", { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    const { code, stdout } = await octogate([], { script: "script/test", env }).ended;
    expect({ code, stdout }).toEqual({ code: 3, stdout: "0 passed, 1 failed\n" });
  });

  test("script/server --demo answers a query with data once everything is installed and built", async (context) => {
    // It would install and build by itself, under the feet of other tests.
    const isCurrent =
      "cmp -s package-lock.json node_modules/.octogate-lock && " +
      "[ dist/.built -nt package-lock.json ] && " +
      '[ -z "$(find src fake-github script web schema.graphql package.json tsconfig*.json -newer dist/.built -print -quit)" ]';
    if (spawnSync("bash", ["-c", isCurrent]).status !== 0) context.skip("needs a current build: run script/build");
    const startedAt = performance.now();
    const program = octogate(["--demo"], { script: "script/server", env: { TMPDIR: await temporaryFolder() } });
    const { data } = await ask(await program.url(), "{ repositories(first: 1) { nodes { nameWithOwner } } }");
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(2);
    expect(data).toMatchObject({ repositories: { nodes: [{}] } });
    console.log(`script/server --demo, installed: ${seconds} s to the first answered query`);
    program.signal("SIGTERM");
    expect((await program.ended).code).toBe(0);
  });

  test("demo that cannot start leaves nothing behind either", async () => {
    const tmp = await temporaryFolder();
    const { code } = await octogate(["demo"], { env: { TMPDIR: tmp, OCTOGATE_EXPLORER: "maybe" } }).ended;
    expect(code).toBe(78);
    expect(await readdir(tmp)).toEqual([]);
  });

  test("fake-github prints its address and its tokens, and serves GitHub's API", async () => {
    const program = octogate(["fake-github"]);
    const [, url = ""] = await program.says(/GraphQL {2}(http:\/\/127\.0\.0\.1:\d+\/api\/graphql)/);
    const [, token = ""] = await program.says(/classic +octo-mock +(ghp_\w+)/);
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: `bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ query: "{ viewer { login } }" }),
    });
    expect(await response.json()).toEqual({ data: { viewer: { login: "octo-mock" } } });
    program.signal("SIGTERM");
    expect((await program.ended).code).toBe(0);
  });

  test("keys prints fresh keys, with which the SaaS edition finds nothing wrong", async () => {
    const print = () => octogate(["keys"]).ended;
    const [one, two] = await Promise.all([print(), print()]);
    expect({ code: one.code, stderr: one.stderr }).toEqual({ code: 0, stderr: "" });
    expect(one.stdout).not.toBe(two.stdout);
    const pairs = one.stdout
      .trim()
      .split("\n")
      .map((line) => /^(\w+)=(.+)$/.exec(line));
    const env: Readonly<Record<string, string>> = Object.fromEntries(pairs.map((pair) => [pair?.[1], pair?.[2]]));
    expect(Object.keys(env)).toEqual(["OCTOGATE_SESSION_KEYS", "OCTOGATE_ENCRYPTION_KEYS"]);
    const { stderr } = await octogate(["start"], { env: { OCTOGATE_EDITION: "saas", ...env } }).ended;
    expect(stderr).toContain("4 problems");
    expect(stderr).not.toContain("KEYS");
  });

  test("--help names the commands, and --version the version", async () => {
    const help = await octogate(["--help"]).ended;
    expect(help).toMatchObject({ code: 0, stderr: "" });
    for (const command of ["start", "demo", "fake-github", "keys"]) expect(help.stdout).toContain(`  ${command}`);
    const { version } = JSON.parse(await readFile("package.json", "utf8")) as { readonly version: string };
    expect(await octogate(["--version"]).ended).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});
