import { createInterface } from "node:readline";
import { AccessToken } from "../src/auth/access-token.js";
import { GitHubTokenManager } from "../src/auth/github-oauth/git-hub-token-manager.js";
import { OAuthClient } from "../src/auth/github-oauth/oauth-client.js";
import { TokenSpool } from "../src/auth/github-oauth/token-spool.js";
import { RedisTokenStore } from "../src/auth/github-oauth/token-store-redis.js";
import type { TokenStore } from "../src/auth/github-oauth/token-store.js";
import type { UserId } from "../src/auth/identity.js";
import { Secret } from "../src/secret/secret.js";
import { Keyring } from "../src/storage/keyring.js";
import { openRedis } from "../src/storage/redis-connection.js";

/** What the test tells a replica at its start. */
export interface ReplicaSetup {
  readonly redisUrl: string;
  readonly webUrl: string;
  readonly restUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly key: string;
  readonly spoolDir?: string;
  /** Shorter than usual, for tests that wait for it to run out. */
  readonly lockMs?: number;
  /** Where this replica kills itself with SIGKILL. */
  readonly dieAt?: "before-sending" | "after-answer" | "after-persisting";
}

/**
 * A token manager in a process of its own, to be stopped and killed. Reads `{ id, users, times }` a line from standard
 * input, asks for each user's token so many times at once, and writes fingerprints and codes of errors.
 */
const setup = JSON.parse(process.argv[2] ?? "{}") as ReplicaSetup;
const keyring = new Keyring([{ id: "k1", key: new Secret(setup.key) }]);
const redis = openRedis({
  url: new Secret(setup.redisUrl),
  onEvent: (event) => write({ event }),
});
await redis.whenReady(5_000);
const oauth = new OAuthClient({
  host: setup,
  clientId: setup.clientId,
  clientSecret: new Secret(setup.clientSecret),
  redirectUri: new URL("http://127.0.0.1:4000/auth/callback"),
});
const manager = new GitHubTokenManager({
  store: dyingStore(new RedisTokenStore({ client: redis.client, keyring })),
  oauth: {
    async refresh(refreshToken) {
      if (setup.dieAt === "before-sending") die();
      const tokens = await oauth.refresh(refreshToken);
      if (setup.dieAt === "after-answer") die();
      return tokens;
    },
    revokeToken: (token) => oauth.revokeToken(token),
    revokeGrant: (token) => oauth.revokeGrant(token),
  },
  ...(setup.spoolDir !== undefined && { spool: new TokenSpool({ dir: setup.spoolDir, keyring }) }),
  ...(setup.lockMs !== undefined && { timings: { lockMs: setup.lockMs } }),
  onEvent: (event) => write({ event }),
});
await manager.recover();
write({ ready: true });

for await (const line of createInterface({ input: process.stdin })) {
  const { id, users, times } = JSON.parse(line) as { id: number; users: readonly UserId[]; times: number };
  const asked = users.flatMap((userId) => Array.from({ length: times }, () => userId));
  void Promise.all(asked.map((userId) => tell(userId))).then((answers) => write({ id, answers }));
}
await manager[Symbol.asyncDispose]();
await redis[Symbol.asyncDispose]();
await oauth[Symbol.asyncDispose]();

async function tell(userId: UserId): Promise<string> {
  try {
    const token = await manager.accessToken({ kind: "user", userId });
    return token instanceof AccessToken ? token.fingerprint : "no token";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

function dyingStore(store: RedisTokenStore): TokenStore {
  return new Proxy<TokenStore>(store, {
    get(_, name: keyof TokenStore) {
      const method = store[name].bind(store) as (...args: readonly unknown[]) => Promise<unknown>;
      return async (...args: readonly unknown[]) => {
        const answer = await method(...args);
        if (name === "writeRefresh" && setup.dieAt === "after-persisting") die();
        return answer;
      };
    },
  });
}

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

function write(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
