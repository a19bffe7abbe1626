import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createServer, loadConfigFromFile } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeGitHub } from "../fake-github/index.js";
import { startGateway } from "./gateway.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BLOCKS = [...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
  ([, language = "", text = ""]) => ({ language, text }),
);
const STARTS_WITHIN_MS = 60_000;

const used = new Set<string>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "octogate-readme-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("the demo shows what the README shows, and answers its query with one request to GitHub", async () => {
  await using demo = await serve(command("--demo"));
  expectLines(demo.output, shownAfter(command("--demo")));
  const gitHub = /GitHub +(\S+)/.exec(demo.output)?.[1] ?? "";
  await fetch(`${gitHub}/_fake/journal`, { method: "DELETE" });
  expect(JSON.parse(await run(demo.here(command("restrictions"))))).toEqual(answerAfter(command("restrictions")));
  const journal = (await (await fetch(`${gitHub}/_fake/journal`)).json()) as { readonly entries: readonly unknown[] };
  expect(journal.entries).toHaveLength(1);
});

test("a pasted token is stored as the README says", async () => {
  await using gitHub = await startFakeGitHub();
  await using gateway = await serve(/^script\/server\n$/, { OCTOGATE_GITHUB_URL: gitHub.url });
  const stored = await run(gateway.here(command("read -rs")), `${gitHub.world.token("classic").text}\n`);
  expect(JSON.parse(stored)).toEqual(answerAfter(command("read -rs")));
});

test("the fake GitHub shows what the README shows, and a gateway on it fails as it is told to", async () => {
  const shown = shownAfter(command("npx octogate fake-github"));
  await using gitHub = await serve(command("npx octogate fake-github").replace("--port 4010", "--port 0"));
  expectLines(gitHub.output, shown);
  const onFake = gitHub.here(command(".tmp/octogate")).replace(".tmp/octogate", join(folder, "fake"));
  await using gateway = await serve(onFake);
  const token = / (ghp_\w+)/.exec(shown)?.[1] ?? "";
  expect(await run(gateway.here(command("read -rs")), `${token}\n`)).toContain("octo-mock");

  expect(JSON.parse(await run(gitHub.here(command("_fake/faults"))))).toEqual({ ok: true });
  const query = command('"{ viewer { login } }"');
  expect(JSON.parse(await run(gateway.here(query)))).toEqual(answerAfter(query));
  expect(JSON.parse(await run(gateway.here(query)))).toEqual({ data: { viewer: { login: "octo-mock" } } });
});

test("mistakes in the configuration are told as the README tells them", async () => {
  const mistakes = { OCTOGATE_GITHUB_URL: "http://ghe.example", OCTOGATE_PROT: "4001" };
  await using gateway = start("script/server", mistakes);
  expect(await gateway.exit).toBe(78);
  expect(gateway.output).toContain(block("text", "✖").text.trim());
});

test("the README's edition of one's own starts", async () => {
  const module = join(folder, "my-edition.js");
  const source = block("js", "my-edition.js").text;
  await writeFile(module, source.replace('"./dist', `"${pathToFileURL(ROOT).href}dist`));
  await using gateway = await serve(command("my-edition.js").replace("./my-edition.js", module));
  const query = JSON.stringify({ query: "{ gateway { editionName features { name } } }" });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${gateway.address}/graphql`, { method: "POST", headers, body: query });
  const text = await answer.text();
  expect(text).toContain('"editionName":"house"');
  expect(text).toContain('"house-tour"');
});

test("a page of Vite's server reaches the gateway with the README's settings, and not with the short form", async () => {
  await using gateway = await startGateway();
  const text = block("js", "vite.config.js").text.replaceAll("http://127.0.0.1:4000", gateway.url);
  const short = text.replace(/\{ target: ("\S+") \}/, "$1");
  expect(short).not.toBe(text);
  expect(await askThroughVite("vite.config.mjs", text)).toContain('"octo-mock"');
  expect(await askThroughVite("short.config.mjs", short)).toContain("CSRF_BLOCKED");
});

test("every command that the README shows was run", () => {
  const shown = BLOCKS.filter(({ language }) => language === "sh").map(({ text }) => text);
  expect(shown.filter((text) => !used.has(text))).toEqual([]);
});

function block(language: string, holds: string | RegExp) {
  const found = BLOCKS.filter((it) => it.language === language && it.text.search(pattern(holds)) >= 0);
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} blocks of README.md hold ${holds}.`);
  return found[0];
}

function pattern(holds: string | RegExp): RegExp {
  return typeof holds === "string" ? new RegExp(holds.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)) : holds;
}

function command(holds: string | RegExp): string {
  const { text } = block("sh", holds);
  used.add(text);
  return text;
}

function shownAfter(text: string): string {
  return BLOCKS[BLOCKS.findIndex((it) => it.text === text) + 1]?.text ?? "";
}

/** The answer below a command. An ellipsis stands for any text. */
function answerAfter(text: string): unknown {
  return JSON.parse(shownAfter(text), (_key, value: unknown) =>
    value === "…" ? (expect.any(String) as unknown) : value,
  );
}

/** Ports are different each time, and lines of ours may stand between those that are shown. */
function expectLines(output: string, shown: string): void {
  const withoutPorts = (text: string) => text.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT").split("\n");
  const lines = withoutPorts(shown).filter((line) => line !== "");
  expect(withoutPorts(output).filter((line) => lines.includes(line))).toEqual(lines);
}

/** Runs a command in the project's folder until it is disposed of, with everything that it has started. */
function start(text: string, more: Readonly<Record<string, string>> = {}) {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, OCTOGATE_PORT: "0", OCTOGATE_DATA_DIR: join(folder, "data"), ...more };
  const child = spawn("bash", ["-c", text], { cwd: ROOT, env, detached: true });
  const running = {
    output: "",
    stdout: "",
    stdin: child.stdin,
    exit: new Promise<number | null>((resolve) => child.once("close", resolve)),
    async [Symbol.asyncDispose]() {
      // The group: npx and npm do not pass signals on to what they start.
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
      await running.exit;
    },
  };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    running.output += chunk;
    running.stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (running.output += chunk));
  return running;
}

/** Starts a command that listens, and waits until it says where; `here` puts that address into other commands. */
async function serve(holds: string | RegExp, more: Readonly<Record<string, string>> = {}) {
  const running = start(typeof holds === "string" ? holds : command(holds), more);
  const deadline = performance.now() + STARTS_WITHIN_MS;
  const address = (): string | undefined => /(http:\/\/127\.0\.0\.1:\d+)\/(?:api\/)?graphql/.exec(running.output)?.[1];
  const hasEnded = running.exit.then(() => true);
  while (address() === undefined || !/"msg":"ready"|More switches/.test(running.output)) {
    const isOver = await Promise.race([hasEnded, new Promise((resolve) => setTimeout(resolve, 20, false))]);
    if (isOver === true || performance.now() > deadline) throw new Error(`It did not start:\n${running.output}`);
  }
  const found = address() ?? "";
  const port = running.output.includes("Fake GitHub:") ? "4010" : "4000";
  const here = (text: string) => text.replaceAll(`http://127.0.0.1:${port}`, found);
  return Object.assign(running, { address: found, here });
}

async function run(text: string, input = ""): Promise<string> {
  await using running = start(text);
  running.stdin.end(input);
  expect(await running.exit, running.output).toBe(0);
  return running.stdout;
}

async function askThroughVite(name: string, config: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, config);
  const loaded = await loadConfigFromFile({ command: "serve", mode: "development" }, path);
  const server = await createServer({ ...loaded?.config, configFile: false, root: folder, logLevel: "silent" });
  try {
    await server.listen(0);
    const origin = server.resolvedUrls?.local[0]?.replace(/\/$/, "") ?? "";
    const headers = { "content-type": "application/json", origin, "sec-fetch-site": "same-origin" };
    const body = JSON.stringify({ query: "{ viewer { login } }" });
    return await (await fetch(`${origin}/graphql`, { method: "POST", headers, body })).text();
  } finally {
    await server.close();
  }
}
