import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Which of a process's two connections to Redis. */
export type RedisEars = "commands" | "channels";

/** Stands between a gateway and Redis, and can keep back what Redis says. */
export interface RedisProxy extends AsyncDisposable {
  readonly url: string;
  hold(which: RedisEars): void;
  release(which: RedisEars): void;
}

export async function startRedisProxy(redisPort: number): Promise<RedisProxy> {
  const held = new Set<RedisEars>();
  const sockets = new Map<Socket, RedisEars>();
  const server = createServer((client) => {
    const redis = connect(redisPort, "127.0.0.1");
    sockets.set(redis, "commands");
    if (held.has("commands")) redis.pause();
    client.on("data", (data) => {
      if (data.includes("subscribe")) sockets.set(redis, "channels");
      redis.write(data);
    });
    redis.on("data", (data) => client.write(data));
    for (const [one, other] of [
      [client, redis],
      [redis, client],
    ] as const) {
      one.on("error", () => undefined);
      one.on("close", () => {
        sockets.delete(redis);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const of = (which: RedisEars) => [...sockets].flatMap(([socket, kind]) => (kind === which ? [socket] : []));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold(which) {
      held.add(which);
      for (const socket of of(which)) socket.pause();
    },
    release(which) {
      held.delete(which);
      for (const socket of of(which)) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.keys()) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
