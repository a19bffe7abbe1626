#!/usr/bin/env node
import "reflect-metadata";
import { Command } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { demo } from "./demo.js";
import { run } from "./run.js";
import { start } from "./start.js";

const program = new Command("octogate")
  .description("A GraphQL gateway between a web frontend and GitHub.")
  .version(packageJson.version);

program
  .command("start", { isDefault: true })
  .description("start the gateway as the environment says (docs/environment.md)")
  .action(() => run(start));

program
  .command("demo")
  .description("start the gateway on the built-in fake GitHub, with data to look at")
  .action(() => run(demo));

program
  .command("fake-github")
  .description("start the fake GitHub alone, to test against")
  .option("-p, --port <port>", "port on 127.0.0.1", "0")
  .action(({ port }: { readonly port: string }) =>
    run(async () => (await import("../../fake-github/index.js")).runFakeGitHub({ port: Number(port) })),
  );

await program.parseAsync();
