import { expect, test } from "vitest";
import { eventually } from "./eventually.js";
import { hasRedis, type RedisServer } from "./redis-server.js";
import { signIn, startSaaS } from "./saas.js";
import { storedFields } from "./stored-tokens.js";

const VIEWER = "{ session { status } viewer { login } }";
const KIB = 1024;
const HOUR_MS = 60 * 60_000;

/** What stays in Redis for longer than an hour. */
async function lastingBytes(redis: RedisServer): Promise<number> {
  let sum = 0;
  for (const key of (await redis.command("KEYS", "*")) as string[]) {
    const life = Number(await redis.command("PTTL", key));
    if (life < 0 || life > HOUR_MS) sum += Number(await redis.command("MEMORY", "USAGE", key));
  }
  return sum;
}

test.skipIf(!hasRedis)("a signed-in user takes at most a kibibyte of Redis, also after a refresh", async () => {
  await using saas = await startSaaS();
  const { fakeGitHub, gateway, redis } = saas;
  const { databaseId } = fakeGitHub.world.addUser({ login: "typical-mock", name: "Typical Person-M" });
  const headers = await signIn(gateway, "typical-mock");
  expect((await gateway.graphql(VIEWER, {}, headers)).errors).toEqual([]);
  const first = await storedFields(redis, databaseId);
  expect(await lastingBytes(redis)).toBeLessThanOrEqual(KIB);

  for (const token of fakeGitHub.world.tokens.values()) if (token.kind === "app-user") token.revoked = true;
  expect((await gateway.graphql(VIEWER, {}, headers)).errors).toEqual([]);
  await eventually(async () => {
    const { v, forced } = await storedFields(redis, databaseId);
    return v !== first["v"] && forced === 0;
  });
  const bytes = await lastingBytes(redis);
  console.info(`a signed-in user takes ${bytes} bytes of Redis`);
  expect(bytes).toBeLessThanOrEqual(KIB);
});
