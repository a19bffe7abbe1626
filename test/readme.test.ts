import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createServer, loadConfigFromFile } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeGitHub } from "../fake-github/index.js";
import { startGateway } from "./gateway.js";
import { expectLines, ReadmeBlocks } from "./readme-blocks.js";
import { Shell } from "./shell.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
// That section needs a Redis: see test/readme-saas.test.ts.
const readme = new ReadmeBlocks((heading) => !heading.startsWith("Many users"));

/** Of a window in which somebody looks at a repository. */
const SCREEN_LINES = 50;

let folder: string;
let shell: Shell;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "octogate-readme-"));
  shell = new Shell({ OCTOGATE_PORT: "0", OCTOGATE_DATA_DIR: join(folder, "data") });
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("the demo shows what the README shows, and answers its query with one request to GitHub", async () => {
  await using demo = await serve(readme.command("--demo"));
  expectLines(demo.running.output, readme.shownAfter(readme.command("--demo")));
  const gitHub = /GitHub +(\S+)/.exec(demo.running.output)?.[1] ?? "";
  await fetch(`${gitHub}/_fake/journal`, { method: "DELETE" });
  expect(JSON.parse(await shell.run(demo.here(readme.command("restrictions"))))).toEqual(
    readme.answerAfter(readme.command("restrictions")),
  );
  const journal = (await (await fetch(`${gitHub}/_fake/journal`)).json()) as { readonly entries: readonly unknown[] };
  expect(journal.entries).toHaveLength(1);
});

test("a pasted token is stored as the README says", async () => {
  await using gitHub = await startFakeGitHub();
  await using gateway = await serve(readme.command(/^script\/server\n$/), { OCTOGATE_GITHUB_URL: gitHub.url });
  const stored = await shell.run(gateway.here(readme.command("read -rs")), `${gitHub.world.token("classic").text}\n`);
  expect(JSON.parse(stored)).toEqual(readme.answerAfter(readme.command("read -rs")));
});

test("the fake GitHub shows what the README shows, and a gateway on it fails as it is told to", async () => {
  const shown = readme.shownAfter(readme.command("npx octogate fake-github"));
  await using gitHub = await serve(readme.command("npx octogate fake-github").replace("--port 4010", "--port 0"));
  expectLines(gitHub.running.output, shown);
  const onFake = gitHub.here(readme.command(".tmp/octogate")).replace(".tmp/octogate", join(folder, "fake"));
  await using gateway = await serve(onFake);
  const token = / (ghp_\w+)/.exec(shown)?.[1] ?? "";
  expect(await shell.run(gateway.here(readme.command("read -rs")), `${token}\n`)).toContain("octo-mock");

  expect(JSON.parse(await shell.run(gitHub.here(readme.command("_fake/faults"))))).toEqual({ ok: true });
  const query = readme.command('"{ viewer { login } }"');
  expect(JSON.parse(await shell.run(gateway.here(query)))).toEqual(readme.answerAfter(query));
  expect(JSON.parse(await shell.run(gateway.here(query)))).toEqual({ data: { viewer: { login: "octo-mock" } } });
});

test("mistakes in the configuration are told as the README tells them", async () => {
  const mistakes = { OCTOGATE_GITHUB_URL: "http://ghe.example", OCTOGATE_PROT: "4001" };
  await using gateway = shell.start("script/server", mistakes);
  expect(await gateway.exit).toBe(78);
  expect(gateway.output).toContain(readme.block("text", "✖").text.trim());
});

test("the README's edition of one's own starts", async () => {
  const module = join(folder, "my-edition.js");
  const source = readme.block("js", "my-edition.js").text;
  await writeFile(module, source.replace('"./dist', `"${pathToFileURL(ROOT).href}dist`));
  await using gateway = await serve(readme.command("my-edition.js").replace("./my-edition.js", module));
  const query = JSON.stringify({ query: "{ gateway { editionName features { name } } }" });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${gateway.address}/graphql`, { method: "POST", headers, body: query });
  const text = await answer.text();
  expect(text).toContain('"editionName":"house"');
  expect(text).toContain('"house-tour"');
});

test("a page of Vite's server reaches the gateway with the README's settings, and not with the short form", async () => {
  await using gateway = await startGateway();
  const text = readme.block("js", "vite.config.js").text.replaceAll("http://127.0.0.1:4000", gateway.url);
  const short = text.replace(/\{ target: ("\S+") \}/, "$1");
  expect(short).not.toBe(text);
  expect(await askThroughVite("vite.config.mjs", text)).toContain('"octo-mock"');
  expect(await askThroughVite("short.config.mjs", short)).toContain("CSRF_BLOCKED");
});

test("the first screen has both commands, what one sees, and a query with its answer", async () => {
  const lines = (await readFile("README.md", "utf8")).split("\n");
  const screen = lines.slice(0, SCREEN_LINES).join("\n");
  const query = readme.block("sh", "restrictions").text;
  for (const part of ["`script/server`", "`script/test`", "script/server --demo", query, readme.shownAfter(query)]) {
    expect(screen).toContain(part);
  }
});

test("every command that the README shows was run", () => {
  expect(readme.unused()).toEqual([]);
});

/** Starts a command that listens, and waits until it says where; `here` puts that address into other commands. */
async function serve(text: string, more: Readonly<Record<string, string>> = {}) {
  const running = await shell.serve(text, more);
  const [, address = ""] = await running.says(/(http:\/\/127\.0\.0\.1:\d+)\/(?:api\/)?graphql/);
  const port = running.output.includes("Fake GitHub:") ? "4010" : "4000";
  const here = (other: string) => other.replaceAll(`http://127.0.0.1:${port}`, address);
  return { running, address, here, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() };
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
