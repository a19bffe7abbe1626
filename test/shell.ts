import { spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { expect } from "vitest";

const STARTS_WITHIN_MS = 60_000;

/** A command at work. It ends when it is disposed of, with everything that it has started. */
export interface Running extends AsyncDisposable {
  /** What it wrote, on both streams. */
  readonly output: string;
  readonly stdout: string;
  readonly stdin: Writable;
  readonly exit: Promise<number | null>;
  /** Waits until it has written something that fits. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Runs commands as a person types them, in the project's folder and with an environment of its own. */
export class Shell {
  readonly #env: Readonly<Record<string, string>>;

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  start(text: string, more: Readonly<Record<string, string>> = {}): Running {
    const { PATH = "", HOME = "" } = process.env;
    const child = spawn("bash", ["-c", text], { env: { PATH, HOME, ...this.#env, ...more }, detached: true });
    const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
    const written = { output: "", stdout: "" };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      written.output += chunk;
      written.stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (written.output += chunk));
    return {
      get output() {
        return written.output;
      },
      get stdout() {
        return written.stdout;
      },
      stdin: child.stdin,
      exit,
      async says(pattern) {
        const deadline = performance.now() + STARTS_WITHIN_MS;
        const hasEnded = exit.then(() => true);
        for (;;) {
          const found = pattern.exec(written.output);
          if (found !== null) return found;
          const isOver = await Promise.race([hasEnded, new Promise((resolve) => setTimeout(resolve, 20, false))]);
          if (isOver === true || performance.now() > deadline) {
            throw new Error(`It did not say ${String(pattern)}:\n${written.output}`);
          }
        }
      },
      async [Symbol.asyncDispose]() {
        // The group: npx and npm do not pass signals on to what they start.
        if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
        await exit;
      },
    };
  }

  /** Starts a command that goes on, and waits until it serves: a gateway, the fake GitHub, Redis. */
  async serve(text: string, more: Readonly<Record<string, string>> = {}): Promise<Running> {
    const running = this.start(text, more);
    try {
      await running.says(/"msg":"ready"|More switches|Ready to accept connections/);
      return running;
    } catch (error) {
      await running[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs a command to its end; what it wrote on standard output. */
  async run(text: string, input = ""): Promise<string> {
    await using running = this.start(text);
    running.stdin.end(input);
    expect(await running.exit, running.output).toBe(0);
    return running.stdout;
  }
}
