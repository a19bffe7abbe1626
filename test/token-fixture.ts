import { onTestFinished } from "vitest";
import { startFakeGitHub, World, type FakeGitHub } from "../fake-github/index.js";
import { AccessToken } from "../src/auth/access-token.js";
import type { GrantedTokens } from "../src/auth/github-oauth/granted-tokens.js";
import { OAuthClient } from "../src/auth/github-oauth/oauth-client.js";
import type { Identity, UserId } from "../src/auth/identity.js";
import type { Account } from "../src/auth/session-state.js";
import { Secret } from "../src/secret/secret.js";
import { Keyring } from "../src/storage/keyring.js";
import { openRedis, type OpenRedisOptions, type RedisConnection } from "../src/storage/redis-connection.js";
import { NO_REDIS, startRedis, type RedisServer, type StartRedisOptions } from "./redis-server.js";

const APP = "octogate-test";
const CALLBACK = "http://127.0.0.1:4000/auth/callback";
/** Long enough to be told from chance when it is looked for in a dump. */
export const TEST_KEY = Buffer.alloc(32, "canary-key").toString("base64");
export const TEST_KEYRING = keyringOf("k1");

/** A keyring of test keys; the first id seals. */
export function keyringOf(...ids: readonly string[]): Keyring {
  return new Keyring(
    ids.map((id) => ({ id, key: new Secret(id === "k1" ? TEST_KEY : Buffer.alloc(32, id).toString("base64")) })),
  );
}

/** A user of the fake GitHub. */
export interface TestUser {
  readonly userId: UserId;
  readonly identity: Identity & { readonly kind: "user" };
  readonly account: Account;
}

/** A fake GitHub with one App, and the client of that App. */
export interface TokenFixture {
  readonly fakeGitHub: FakeGitHub;
  readonly oauth: OAuthClient;
  /** What a program of its own needs to be that client. */
  readonly clientId: string;
  readonly clientSecret: string;
  addUser(login: string): TestUser;
  /** A pair of tokens as a login gives it. */
  grant(user: TestUser, options?: { readonly expiresInMs?: number }): GrantedTokens;
  /** Whether GitHub takes the token. */
  works(token: AccessToken): Promise<boolean>;
}

/** Ends with the test. */
export async function startTokenFixture(): Promise<TokenFixture> {
  const world = new World();
  const owner = world.addUser({ login: "owner-mock" });
  const app = world.addApp({ slug: APP, owner, redirectUris: [CALLBACK] });
  const fakeGitHub = await startFakeGitHub({ world });
  onTestFinished(() => fakeGitHub[Symbol.asyncDispose]());
  const oauth = new OAuthClient({
    host: { webUrl: fakeGitHub.url, restUrl: fakeGitHub.restUrl },
    clientId: app.clientId,
    clientSecret: new Secret(app.clientSecret),
    redirectUri: new URL(CALLBACK),
  });
  onTestFinished(() => oauth[Symbol.asyncDispose]());
  return {
    fakeGitHub,
    oauth,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    addUser(login) {
      const { databaseId, name } = world.addUser({ login });
      const userId = String(databaseId) as UserId;
      const account = { gitHubUserId: userId, login, name: name ?? null, avatarUrl: null };
      return { userId, identity: { kind: "user", userId }, account };
    },
    grant({ account }, { expiresInMs = 8 * 60 * 60_000 } = {}) {
      const user = world.user(account.login);
      if (user === undefined) throw new Error(`There is no user ${account.login}.`);
      const { access, refresh } = fakeGitHub.oauth.authorizations.issue({ app, user });
      return {
        accessToken: AccessToken.from(new Secret(access.text)),
        refreshToken: refresh === null ? null : new Secret(refresh.text),
        expiresAt: new Date(Date.now() + expiresInMs),
        refreshExpiresAt: refresh === null ? null : new Date(refresh.expiresAt),
        scopes: [],
      };
    },
    async works(token) {
      const answer = await fetch(`${fakeGitHub.restUrl}/user`, {
        headers: { authorization: `bearer ${token.reveal()}` },
      });
      return answer.status === 200;
    },
  };
}

/** A private Redis that ends with the test; for tests that are skipped without `hasRedis`. */
export async function redisOfTest(options?: StartRedisOptions): Promise<RedisServer> {
  const redis = await startRedis(options);
  if (redis === undefined) throw new Error(NO_REDIS);
  onTestFinished(() => redis[Symbol.asyncDispose]());
  return redis;
}

/** A connection that ends with the test. */
export async function connectionOfTest(url: string, onEvent?: OpenRedisOptions["onEvent"]): Promise<RedisConnection> {
  const connection = openRedis({ url: new Secret(url), ...(onEvent !== undefined && { onEvent }) });
  onTestFinished(() => connection[Symbol.asyncDispose]());
  await connection.whenReady(5_000);
  return connection;
}
