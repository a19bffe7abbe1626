import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";

const BUILT = resolve("dist/src/cli/octogate.js");

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Options for Node itself. */
  readonly nodeOptions?: readonly string[];
  /** Run instead of the built program. */
  readonly script?: string;
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built program in a process of its own, with an environment that holds nothing of the tests'. */
export class OctogateProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ending>;
  stdout = "";
  stderr = "";

  constructor(args: readonly string[], { env = {}, nodeOptions = [], script }: ProcessOptions = {}) {
    if (!existsSync(BUILT)) throw new Error(`${BUILT} is missing. Run script/build first.`);
    const { PATH = "", HOME = "" } = process.env;
    const [command, first] = script === undefined ? [process.execPath, [...nodeOptions, BUILT]] : [script, []];
    const child = spawn(command, [...first, ...args], {
      env: { PATH, HOME, OCTOGATE_PORT: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.#child = child;
    this.ended = once(child, "close").then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error("The process did not start.");
    return pid;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until either stream holds a match and gives it. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    let hasEnded = false;
    void this.ended.then(() => (hasEnded = true));
    for (;;) {
      const found = pattern.exec(this.stderr) ?? pattern.exec(this.stdout);
      if (found) return found;
      if (hasEnded) throw new Error(`It ended without saying ${String(pattern)}:\n${this.stderr}\n${this.stdout}`);
      await sleep(10);
    }
  }

  /** Address of the gateway, from the banner, once it listens. */
  async url(): Promise<string> {
    return (await this.says(/GraphQL {3}(http:\S+)\/graphql/))[1] ?? "";
  }
}

/** Starts the built program; a test that is over leaves none behind. */
export function octogate(args: readonly string[], options: ProcessOptions = {}): OctogateProcess {
  const program = new OctogateProcess(args, options);
  onTestFinished(async () => {
    program.signal("SIGKILL");
    await program.ended;
  });
  return program;
}
