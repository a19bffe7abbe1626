import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";

export const NO_REDIS = "There is no redis-server here. Install it with: apt-get install -y redis-server";

/** Whether the tests that need a real Redis can run; `describe.skipIf(!hasRedis)` where they cannot. */
export const hasRedis = canRun("redis-server");
if (!hasRedis) console.warn(NO_REDIS);

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
}

/** Starts a private Redis that keeps every write (`appendfsync always`); undefined when there is no redis-server. */
export async function startRedis({ config = [] }: StartRedisOptions = {}): Promise<RedisServer | undefined> {
  if (!hasRedis) return undefined;
  const dir = await mkdtemp(join(tmpdir(), "octogate-redis-"));
  const port = await freePort();
  const socketPath = join(dir, "redis.sock");
  const settings: readonly (readonly [string, string])[] = [
    ["bind", "127.0.0.1"],
    ["port", String(port)],
    ["unixsocket", socketPath],
    ["dir", dir],
    ["save", ""],
    ["appendonly", "yes"],
    ["appendfsync", "always"],
    ["maxmemory-policy", "noeviction"],
    ["enable-debug-command", "local"],
    ...config,
  ];
  const args = settings.flatMap(([name, value]) => [`--${name}`, value]);
  let running = await launch(args, port);
  async function kill(): Promise<void> {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, "exit");
    running.kill("SIGKILL");
    await exited;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    socketPath,
    dir,
    get pid() {
      return running.pid ?? 0;
    },
    stop: () => void running.kill("SIGSTOP"),
    cont: () => void running.kill("SIGCONT"),
    kill,
    async restart() {
      await kill();
      running = await launch(args, port);
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

async function launch(args: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  const client = new Redis({ port, host: "127.0.0.1", lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if (child.exitCode !== null) throw new Error(`redis-server ended: ${output}`);
      const answer = await client.connect().then(
        () => client.ping(),
        () => "",
      );
      if (answer === "PONG") return child;
      client.disconnect();
      await sleep(25);
    }
    child.kill("SIGKILL");
    throw new Error(`redis-server does not answer: ${output}`);
  } finally {
    client.disconnect();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function canRun(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
