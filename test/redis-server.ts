import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { freePort } from "./free-port.js";

export const NO_REDIS = "There is no redis-server here. Install it with: apt-get install -y redis-server";

/** Whether the tests that need a real Redis can run; `describe.skipIf(!hasRedis)` where they cannot. */
export const hasRedis = canRun("redis-server");
if (!hasRedis) console.warn(NO_REDIS);

// Whatever ends the tests ends them too.
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A Redis of our own on loopback, and a socket file; ended by its process id. */
export interface RedisServer extends AsyncDisposable {
  /** `redis://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly socketPath: string;
  readonly dir: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** SIGSTOP: connections stay open and nothing is answered. */
  stop(): void;
  /** SIGCONT after `stop`. */
  cont(): void;
  /** SIGKILL; resolves when the process is gone. Its data are on disk. */
  kill(): Promise<void>;
  /** Starts it again on the same address with its data; kills it first if it still runs. */
  restart(): Promise<void>;
  /** One command on a connection of the test's own. */
  command(...args: readonly [string, ...(string | number)[]]): Promise<unknown>;
}

export interface StartRedisOptions {
  /** More of `redis.conf`, as pairs: `["maxmemory", "4mb"]`. */
  readonly config?: readonly (readonly [string, string])[];
  /** Starts a sentinel, which keeps no data. */
  readonly sentinel?: boolean;
}

/** Starts a private Redis that keeps every write (`appendfsync always`); undefined when there is no redis-server. */
export async function startRedis(options: StartRedisOptions = {}): Promise<RedisServer | undefined> {
  if (!hasRedis) return undefined;
  const dir = await mkdtemp(join(tmpdir(), "octogate-redis-"));
  const port = await freePort();
  const socketPath = join(dir, "redis.sock");
  const isSentinel = options.sentinel === true;
  const settings = [
    ["bind", "127.0.0.1"],
    ["port", String(port)],
    ["dir", dir],
    ...(isSentinel ? [] : [["unixsocket", socketPath], ...KEEPS_EVERY_WRITE]),
    ...(options.config ?? []),
  ];
  const file = join(dir, "redis.conf");
  await writeFile(file, settings.map(([name, value]) => `${name} ${value}\n`).join(""));
  const args = isSentinel ? [file, "--sentinel"] : [file];
  let server = await launch(args);
  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, "exit");
    server.kill("SIGKILL");
    await exited;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    socketPath,
    dir,
    get pid() {
      return server.pid ?? 0;
    },
    stop: () => void server.kill("SIGSTOP"),
    cont: () => void server.kill("SIGCONT"),
    kill,
    async restart() {
      await kill();
      server = await launch(args);
    },
    async command(name, ...rest) {
      const client = new Redis({ port, host: "127.0.0.1", lazyConnect: true, retryStrategy: () => null });
      client.on("error", () => undefined);
      try {
        await client.connect();
        return await client.call(name, ...rest);
      } finally {
        client.disconnect();
      }
    },
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const KEEPS_EVERY_WRITE = [
  ["save", '""'],
  ["appendonly", "yes"],
  ["appendfsync", "always"],
  ["maxmemory-policy", "noeviction"],
  ["enable-debug-command", "local"],
];

async function launch(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const lines = createInterface({ input: child.stdout });
  let output = "";
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      output += `${line}\n`;
      // Said when everything is loaded.
      if (/Ready to accept connections|\+monitor master/.test(line)) resolve(child);
    });
    child.once("exit", () => reject(new Error(`redis-server ended: ${output}`)));
  });
}

function canRun(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
