import type { RedisServer } from "../harness/redis.js";
import { signIn } from "../servers/sign-in.js";
import type { Stage } from "../stage.js";

/** What a user costs who is signed in and does nothing. */
export interface MemoryResult {
  readonly users: number;
  /** In the heap of the gateway, after a collection. */
  readonly gatewayBytesPerSession: number;
  /** In Redis, as `MEMORY USAGE` counts the user's keys, without those that are gone within the hour. */
  readonly redisBytesPerUser: number;
  /** By the beginning of their names. */
  readonly redisKeys: Readonly<Record<string, RedisKeys>>;
}

export interface RedisKeys {
  readonly perUser: number;
  readonly bytesPerUser: number;
  /** Of the one that stays longest; infinite for keys that stay until they are deleted. */
  readonly minutesLeft: number;
}

/** So many that the code is compiled, and whatever has bounds is full of what it may hold. */
const WARM_UP_USERS = 500;
/** What is gone by then is left of signing in. */
const LASTING_MINUTES = 60;

/** Signs users in, and looks at what has become more. */
export async function runMemory(stage: Stage, users: number): Promise<MemoryResult> {
  const { redis } = stage;
  if (redis === undefined) throw new Error("There is no Redis.");
  await using server = await stage.ownServer("saas", { users: WARM_UP_USERS, nodeFlags: ["--expose-gc"] });
  const [child] = server.children;
  if (child === undefined) throw new Error("There is no gateway.");
  await redis.client.flushall();
  const before = await child.ask("heap", { collect: true });
  for (let user = 0; user < users; user += 1) await signIn(`http://127.0.0.1:${child.port}`, 100_000 + user * 10);
  const after = await child.ask("heap", { collect: true });
  const redisKeys = await keysOf(redis, users);
  return {
    users,
    gatewayBytesPerSession: (after.usedBytes - before.usedBytes) / users,
    redisBytesPerUser: Object.values(redisKeys)
      .filter(({ minutesLeft }) => minutesLeft > LASTING_MINUTES)
      .reduce((sum, { bytesPerUser }) => sum + bytesPerUser, 0),
    redisKeys,
  };
}

async function keysOf({ client }: RedisServer, users: number): Promise<MemoryResult["redisKeys"]> {
  const kinds: Record<string, RedisKeys> = {};
  for await (const keys of client.scanStream({ count: 1_000 })) {
    for (const key of keys as string[]) {
      // Braces only say which keys lie on the same node of a cluster.
      const kind = key
        .replace(/[{}]/g, "")
        .split(":")
        .slice(0, key.startsWith("octogate") ? 2 : 1)
        .join(":");
      const bytes = (await client.memory("USAGE", key)) ?? 0;
      const millis = await client.pttl(key);
      const { perUser = 0, bytesPerUser = 0, minutesLeft = 0 } = kinds[kind] ?? {};
      kinds[kind] = {
        perUser: perUser + 1 / users,
        bytesPerUser: bytesPerUser + bytes / users,
        minutesLeft: Math.max(minutesLeft, millis < 0 ? Infinity : millis / 60_000),
      };
    }
  }
  return kinds;
}
