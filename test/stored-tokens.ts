import { TOKEN_FIELDS } from "../src/auth/github-oauth/token-fields.js";
import type { RedisServer } from "./redis-server.js";

export type Fields = Readonly<Record<string, unknown>>;

/** Where a user's tokens are in Redis. */
export function tokenKeys(userId: string | number | undefined) {
  const key = `octogate:{tok:${userId}}`;
  return { record: `${key}:at`, refreshToken: `${key}:rt` };
}

/** The fields of a user's record as they are in Redis. */
export async function storedFields(redis: RedisServer, userId: string | number | undefined): Promise<Fields> {
  const stored = await redis.command("GET", tokenKeys(userId).record);
  const values = JSON.parse(String(stored)) as readonly unknown[] | null;
  return Object.fromEntries(TOKEN_FIELDS.map((name, place) => [name, values?.[place]]));
}

export async function changeFields(redis: RedisServer, userId: string | number | undefined, changes: Fields) {
  const fields = { ...(await storedFields(redis, userId)), ...changes };
  const text = JSON.stringify(TOKEN_FIELDS.map((name) => fields[name]));
  await redis.command("SET", tokenKeys(userId).record, text, "KEEPTTL");
}
