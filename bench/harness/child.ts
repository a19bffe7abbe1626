import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { AskMessage, AskName, Asks, Ready, Reply } from "./messages.js";

/** The folder of the compiled bench, also for those who import this file before it is compiled. */
const BUILT = new URL(import.meta.url.endsWith(".ts") ? "../.built/" : "../", import.meta.url);

/** A file of the compiled bench, by its path without `bench/`. */
export function builtFile(path: string): string {
  return fileURLToPath(new URL(path, BUILT));
}

/** A process of the bench. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  /** What it took from the beginning of the process until it listened. */
  readonly start: Ready;
  ask<Name extends AskName>(
    name: Name,
    ...input: Asks[Name]["in"] extends null ? [] : [input: Asks[Name]["in"]]
  ): Promise<Asks[Name]["out"]>;
}

export interface ChildOptions {
  /** JavaScript to run. */
  readonly file: string;
  readonly args?: readonly string[];
  /** All of its environment besides `PATH`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
}

/** Starts a process and waits until it listens; it is ended by its process id. */
export async function startChild({ file, args = [], env = {}, nodeFlags = [] }: ChildOptions): Promise<Child> {
  const child = fork(file, args, {
    execArgv: [...nodeFlags, "--import", builtFile("harness/agent.js")],
    env: { PATH: process.env["PATH"], NODE_ENV: "production", ...env },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaints = (complaints + text).slice(-4_000)));
  const waiting = new Map<number, { resolve(output: unknown): void; reject(error: Error): void }>();
  const ended = () => new Error(`${file} ended (${child.exitCode ?? child.signalCode}).\n${complaints}`);
  const start = await new Promise<Ready>((resolve, reject) => {
    child.once("exit", () => {
      reject(ended());
      for (const each of waiting.values()) each.reject(ended());
    });
    child.on("message", (message: Ready | Reply) => {
      if ("ready" in message) return resolve(message);
      if ("failure" in message) waiting.get(message.id)?.reject(new Error(message.failure));
      else waiting.get(message.id)?.resolve(message.output);
      waiting.delete(message.id);
    });
  });
  let lastId = 0;
  return {
    pid: child.pid ?? 0,
    port: start.port,
    start,
    ask<Name extends AskName>(ask: Name, input?: unknown) {
      if (child.exitCode !== null || child.signalCode !== null) throw ended();
      lastId += 1;
      const message: AskMessage = { ask, id: lastId, input: input ?? null };
      return new Promise<Asks[Name]["out"]>((resolve, reject) => {
        waiting.set(message.id, { resolve: (output) => resolve(output as Asks[Name]["out"]), reject });
        child.send(message);
      });
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      // Nothing in it is worth keeping, and some take their time for anything gentler.
      child.kill("SIGKILL");
      await exited;
    },
  };
}
