import type { Contender } from "./contenders.js";
import { builtFile, startChild, type Child } from "./harness/child.js";
import { startRedis, type RedisServer } from "./harness/redis.js";
import { startServer, type Server, type ServerName, type Surroundings } from "./servers/start-server.js";

export interface StageOptions
  extends Pick<Surroundings, "users" | "settings">, Partial<Pick<Surroundings, "nodeFlags">> {
  /** False where no server needs it, and the machine may have none. */
  readonly hasRedis?: boolean;
}

/** The lean upstream, the load, a Redis and the servers, each in a process of its own. */
export class Stage implements AsyncDisposable {
  readonly #servers = new Map<string, Server>();
  readonly #around: Surroundings;

  private constructor(
    readonly upstream: Child,
    readonly load: Child,
    readonly redis: RedisServer | undefined,
    around: Pick<Surroundings, "users" | "settings" | "nodeFlags">,
  ) {
    const upstreamUrl = `http://127.0.0.1:${upstream.port}`;
    this.#around = { ...around, upstreamUrl, redisUrl: redis?.url ?? "", rows: 0 };
  }

  static async open({ hasRedis = true, nodeFlags = [], ...around }: StageOptions): Promise<Stage> {
    const upstream = await startChild({ file: builtFile("harness/upstream.js") });
    const load = await startChild({ file: builtFile("harness/load.js") });
    const redis = hasRedis ? await startRedis() : undefined;
    return new Stage(upstream, load, redis, { ...around, nodeFlags });
  }

  /**
   * Starts a contender's server unless it runs. Each has its own: what other operations leave in the heap, and teach the
   * compiler, is in nobody's figure.
   */
  async server(
    { name, server: kind }: Pick<Contender, "name" | "server">,
    { rows, replicas }: { readonly rows: number; readonly replicas: number },
  ): Promise<Server> {
    const key = `${name} ${replicas} ${kind === "constant" ? rows : ""}`;
    let server = this.#servers.get(key);
    if (server === undefined) {
      server = await startServer(kind, { ...this.#around, rows }, replicas);
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
    await this.redis?.[Symbol.asyncDispose]();
  }
}
