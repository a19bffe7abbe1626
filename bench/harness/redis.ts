import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

/** A Redis of the bench's own, in memory only; ended by its process id. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly client: Redis;
  /** Commands of everybody but the bench itself, since the beginning. */
  commands(): Promise<number>;
}

// The bench's own, and what clients say when they connect.
const NOT_OF_REQUESTS = new Set(["info", "client", "hello", "select", "ping", "memory", "dbsize", "scan"]);

export async function startRedis(): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), "octogate-bench-redis-"));
  const port = await freePort();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", args, { stdio: "ignore" });
  // Whatever ends the bench ends it too.
  process.once("exit", () => server.kill("SIGKILL"));
  const failed = once(server, "error").then(([error]) => {
    throw new Error("redis-server cannot be started. Install it with: apt-get install -y redis-server", {
      cause: error,
    });
  });
  const client = new Redis({ port, host: "127.0.0.1", retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => undefined);
  await Promise.race([client.ping(), failed]);
  return {
    url: `redis://127.0.0.1:${port}`,
    client,
    async commands() {
      const stats = await client.info("commandstats");
      let sum = 0;
      for (const [, name = "", calls] of stats.matchAll(/^cmdstat_(\w+)[^:]*:calls=(\d+)/gm)) {
        if (!NOT_OF_REQUESTS.has(name)) sum += Number(calls);
      }
      return sum;
    },
    async [Symbol.asyncDispose]() {
      client.disconnect();
      const exited = once(server, "exit");
      server.kill("SIGKILL");
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
