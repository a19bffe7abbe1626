import { builtFile, startChild, type Child } from "./harness/child.js";
import { startRedis, type RedisServer } from "./harness/redis.js";
import { startServer, type Server, type ServerName, type Surroundings } from "./servers/start-server.js";

export type StageOptions = Pick<Surroundings, "users" | "settings"> & Partial<Pick<Surroundings, "nodeFlags">>;

/** The lean upstream, the load, a Redis and the servers, each in a process of its own. */
export class Stage implements AsyncDisposable {
  readonly #servers = new Map<string, Server>();
  readonly #around: Surroundings;

  private constructor(
    readonly upstream: Child,
    readonly load: Child,
    readonly redis: RedisServer,
    options: StageOptions,
  ) {
    const upstreamUrl = `http://127.0.0.1:${upstream.port}`;
    this.#around = { nodeFlags: [], ...options, upstreamUrl, redisUrl: redis.url, rows: 0 };
  }

  static async open(options: StageOptions): Promise<Stage> {
    const upstream = await startChild({ file: builtFile("harness/upstream.js") });
    const load = await startChild({ file: builtFile("harness/load.js") });
    return new Stage(upstream, load, await startRedis(), options);
  }

  /** Starts it unless it runs. */
  async server(
    name: ServerName,
    { rows, replicas }: { readonly rows: number; readonly replicas: number },
  ): Promise<Server> {
    const key = `${name} ${replicas} ${name === "constant" ? rows : ""}`;
    let server = this.#servers.get(key);
    if (server === undefined) {
      server = await startServer(name, { ...this.#around, rows }, replicas);
      this.#servers.set(key, server);
    }
    return server;
  }

  /** Starts one that is the caller's to end. */
  async ownServer(name: ServerName, settings: Partial<Surroundings> = {}): Promise<Server> {
    return startServer(name, { ...this.#around, ...settings });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers.values()) await server[Symbol.asyncDispose]();
    await this.load[Symbol.asyncDispose]();
    await this.upstream[Symbol.asyncDispose]();
    await this.redis[Symbol.asyncDispose]();
  }
}
