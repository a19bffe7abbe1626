import { Cluster, Redis, type ClusterOptions, type RedisOptions } from "ioredis";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { GatewayError } from "../errors/gateway-error.js";
import type { Secret } from "../secret/secret.js";
import { MasterFollower } from "./redis-master.js";
import { limitTime } from "./redis-time-limit.js";
import { parseRedisUrl, type RedisAddress } from "./redis-url.js";
import { WritesTogether } from "./redis-write-together.js";

/** One Redis or a Cluster; either takes the same commands. Open it with `openRedis` only. */
export type RedisClient = Redis | Cluster;

export interface OpenRedisOptions {
  /** In one of the forms of `parseRedisUrl`. */
  readonly url: Secret;
  /** Hears of connections that came and went, at most once for each change; the name of the failure alone. */
  readonly onEvent?: (event: RedisEvent) => void;
}

export type RedisEvent = { readonly kind: "ready" } | { readonly kind: "lost"; readonly reason: string };

/** A connection that mends itself. While it is down every command fails at once; none waits longer than half a second. */
export interface RedisConnection extends AsyncDisposable {
  readonly client: RedisClient;
  /** Whether Redis answers now. */
  isReachable(): Promise<boolean>;
  /** Waits for the first connection; false when there is none in time, and then it still comes up later. */
  whenReady(timeoutMs: number): Promise<boolean>;
}

const COMMAND_TIMEOUT_MS = 500;
const RECONNECT_WITHIN_MS = 500;

/** The only place that opens Redis. Throws RedisUrlError for an address that is none. */
export function openRedis({ url, onEvent }: OpenRedisOptions): RedisConnection {
  const client = createClient(parseRedisUrl(url.reveal()));
  let isUp = false;
  client.on("ready", () => {
    isUp = true;
    onEvent?.({ kind: "ready" });
  });
  // Without a listener ioredis writes to stderr, and once a second at that.
  client.on("error", (error: unknown) => {
    if (isUp) onEvent?.({ kind: "lost", reason: nameOf(error) });
    isUp = false;
  });
  client.on("close", () => {
    if (isUp) onEvent?.({ kind: "lost", reason: "closed" });
    isUp = false;
  });
  return {
    client,
    async isReachable() {
      try {
        return (await client.ping()) === "PONG";
      } catch {
        return false;
      }
    },
    async whenReady(timeoutMs) {
      if (client.status === "ready") return true;
      return once(client, "ready", { signal: AbortSignal.timeout(timeoutMs) }).then(
        () => true,
        () => client.status === "ready",
      );
    },
    async [Symbol.asyncDispose]() {
      // Commands under way get their answers; a Redis that does not answer cannot hold up the end.
      await client.quit().catch(() => undefined);
      client.disconnect();
    },
  };
}

/** What a client is told when Redis cannot be asked. The reason is for the log; it names no key and no value. */
export function redisUnavailable(error: unknown): GatewayError {
  return new GatewayError(
    "SESSION_STORE_UNAVAILABLE",
    "The store of sessions does not answer. Nobody has been signed out; try again in a moment.",
    { retryAfterSeconds: 1, cause: nameOf(error) },
  );
}

class BoundedRedis extends Redis {
  readonly #writes = new WritesTogether();

  constructor(options: RedisOptions) {
    const master = new MasterFollower(() => this);
    const reconnectOnError = (error: Error): boolean => {
      master.hear(error);
      // Not before a master is found: whatever else is under way on the connection would fail.
      return false;
    };
    super({ ...options, reconnectOnError });
  }

  override sendCommand(...args: Parameters<Redis["sendCommand"]>): unknown {
    limitTime(args[0], COMMAND_TIMEOUT_MS);
    // There is none before the first connection, whatever its type says.
    const { stream }: { readonly stream?: Writable } = this;
    if (stream !== undefined) this.#writes.hold(stream);
    return super.sendCommand(...args);
  }
}

class BoundedCluster extends Cluster {
  override sendCommand(...args: Parameters<Cluster["sendCommand"]>): unknown {
    limitTime(args[0], COMMAND_TIMEOUT_MS);
    return super.sendCommand(...args);
  }
}

function createClient(address: RedisAddress): RedisClient {
  const login: RedisOptions = {
    ...(address.username !== undefined && { username: address.username }),
    ...(address.password !== undefined && { password: address.password }),
    ...(address.tls && { tls: {} }),
  };
  if (address.kind === "cluster") return new BoundedCluster([...address.nodes], clusterOptions(login));
  const options: RedisOptions = { ...BOUNDED, ...login, db: address.db };
  switch (address.kind) {
    case "single":
      return new BoundedRedis({ ...options, ...address.node });
    case "socket":
      return new BoundedRedis({ ...options, path: address.path });
    case "sentinel":
      return new BoundedRedis({
        ...options,
        sentinels: address.sentinels.map((node) => ({ ...node })),
        name: address.master,
        ...(address.tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
        ...(address.sentinelUsername !== undefined && { sentinelUsername: address.sentinelUsername }),
        ...(address.sentinelPassword !== undefined && { sentinelPassword: address.sentinelPassword }),
        sentinelRetryStrategy: reconnectAfter,
        sentinelCommandTimeout: 2_000,
      });
    default:
      return address satisfies never;
  }
}

const BOUNDED: RedisOptions = {
  connectionName: "octogate",
  // Its name and its version, read from a package.json that a build does not have; the name above says enough.
  disableClientInfo: true,
  connectTimeout: 2_000,
  // Drops a connection that is open and dead, so that the next one is not kept waiting by it.
  socketTimeout: 10 * COMMAND_TIMEOUT_MS,
  enableOfflineQueue: false,
  // A command that was sent may have been carried out: whoever sent it decides about a second time.
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 1,
  retryStrategy: reconnectAfter,
};

function clusterOptions(login: RedisOptions): ClusterOptions {
  const { retryStrategy: _, ...bounded } = BOUNDED;
  return {
    enableOfflineQueue: false,
    clusterRetryStrategy: reconnectAfter,
    // A node that is down is asked for again a few times, within the bound of one command.
    maxRedirections: 4,
    retryDelayOnFailover: 100,
    retryDelayOnClusterDown: 100,
    slotsRefreshTimeout: 2_000,
    redisOptions: { ...bounded, ...login },
  };
}

function reconnectAfter(attempt: number): number {
  return Math.min(RECONNECT_WITHIN_MS, 25 * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);
}

/** Error codes and Redis's own first word, such as `OOM`: texts of errors can hold commands and addresses. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  const word = /^[A-Z]{2,20}(?= )/.exec(error.message)?.[0];
  if (word !== undefined) return word;
  return error.message === "Command timed out" ? "timeout" : error.name;
}

/**
 * Waits up to 100 ms until a replica has the writes of this connection too, where there are replicas: a failover then
 * does not take them back. Not on a Cluster, whose commands go to many connections; see `min-replicas-to-write`.
 */
export async function confirmOnReplica(client: RedisClient): Promise<void> {
  if (client instanceof Cluster) return;
  try {
    const info = await client.info("replication");
    if (/^connected_slaves:[1-9]/m.test(info)) await client.wait(1, 100);
  } catch {
    // What was written is written; nobody is helped by an error now.
  }
}
