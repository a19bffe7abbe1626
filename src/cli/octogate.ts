#!/usr/bin/env node
import "reflect-metadata";
import { Command, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { run } from "./run.js";
import { start } from "./start.js";

const program = new Command("octogate")
  .description("A GraphQL gateway between a web frontend and GitHub.")
  .version(packageJson.version)
  .showHelpAfterError("Run `octogate --help` for what there is.");

program
  .command("start")
  .description("start the gateway as the environment says (docs/environment.md); done when no command is given")
  .action(() => run(start));

program
  .command("demo")
  .description("start the gateway on the built-in fake GitHub, with data to look at")
  .addOption(new Option("--since <time>", "when somebody began to wait for it").argParser(Number).hideHelp())
  .action((options: { readonly since?: number }) => run(async () => (await import("./demo.js")).demo(options)));

program
  .command("fake-github")
  .description("start the fake GitHub alone, to test against")
  .option("-p, --port <port>", "port on 127.0.0.1; 0 lets the system choose", toPort, 0)
  .action(({ port }: { readonly port: number }) =>
    run(async () => (await import("../../fake-github/index.js")).runFakeGitHub({ port })),
  );

program
  .command("keys")
  .description("print fresh keys of the SaaS edition, as lines for its settings")
  .action(async () => (await import("./keys.js")).writeKeys());

// Not commander's default command: a misspelt one would be taken for an argument of it.
await program.parseAsync(process.argv.length > 2 ? process.argv : [...process.argv, "start"]);

function toPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("Give a number from 0 to 65535.");
}
