import { mkdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { freePort } from "./free-port.js";
import { expectLines, ReadmeBlocks } from "./readme-blocks.js";
import { hasRedis } from "./redis-server.js";
import { Shell } from "./shell.js";
import { temporaryFolder } from "./storage-temporary-folder.js";

const PORTS = ["6390", "4010", "4000", "4001"];

describe.skipIf(!hasRedis)("the README's two gateways with Redis and the fake GitHub", () => {
  test("start as it says; who signs in at one is signed in at both", async () => {
    const readme = new ReadmeBlocks((heading) => heading.startsWith("Many users"));
    const folder = await temporaryFolder();
    await mkdir(`${folder}/redis`);
    const ports = new Map<string, number>();
    for (const port of PORTS) ports.set(port, await freePort());
    // Nothing but what must not collide with something that runs here is replaced.
    const here = (text: string): string =>
      text
        .replaceAll(/\b(6390|4010|4000|4001)\b/g, (port) => String(ports.get(port)))
        .replaceAll(".tmp/", `${folder}/`);
    const shell = new Shell({});

    await using _redis = await shell.serve(here(readme.command("redis-server")));
    const fakeGitHub = readme.command("fake-github");
    await using gitHub = await shell.serve(here(fakeGitHub));
    expectLines(gitHub.output, readme.shownAfter(fakeGitHub));
    const settings = readme.command("cat > .tmp/saas.env");
    await shell.run(here(settings));
    await using one = await shell.serve(here(readme.command("OCTOGATE_PORT=4000")));
    await using two = await shell.serve(here(readme.command("OCTOGATE_PORT=4001")));
    expect(one.output).toContain(here("Sign in   http://127.0.0.1:4000/auth/callback"));
    expect(two.output).toContain(here("http://127.0.0.1:4001/graphql"));

    const signIn = readme.command("startLogin");
    const query = readme.command("for PORT in");
    // In one terminal: the second uses what the first has defined.
    const answers = (await shell.run(`${here(signIn)}\necho\n${here(query)}`)).trim().split("\n");
    expect(answers.map((answer) => JSON.parse(answer) as unknown)).toEqual([
      readme.answerAfter(signIn),
      readme.answerAfter(query),
      readme.answerAfter(query),
    ]);
    expect(readme.unused()).toEqual([]);
  }, 120_000);
});
