import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeGitHub, type FakeGitHub, type FakeGitHubOptions } from "../fake-github/index.js";
import { Browser } from "./browser.js";
import { freePort } from "./free-port.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { NO_REDIS, startRedis, type RedisServer } from "./redis-server.js";

export const SESSION_KEY = "session-key-of-the-tests-0123456789abcdefgh";
export const ENCRYPTION_KEY = Buffer.from("encryption key of the tests 0123").toString("base64");

export interface SaaSOptions {
  /** How many gateways share Redis and GitHub; 1 unless given. */
  readonly replicas?: number;
  /** One that is there already; otherwise one is started. */
  readonly redis?: RedisServer;
  readonly fakeGitHub?: FakeGitHub;
  readonly world?: FakeGitHubOptions;
  /** Environment beyond what the edition needs itself. */
  readonly config?: Readonly<Record<string, string>>;
  /** Whether queries are run both ways and compared, as they are unless told otherwise. */
  readonly bothWays?: boolean;
}

/** Gateways in the SaaS edition on one Redis and one fake GitHub. */
export interface TestSaaS extends AsyncDisposable {
  readonly gateways: readonly TestGateway[];
  /** The first of them. */
  readonly gateway: TestGateway;
  /** One after another, and then from the beginning. */
  replica(turn: number): TestGateway;
  readonly redis: RedisServer;
  readonly fakeGitHub: FakeGitHub;
  /** A browser with an empty jar. */
  browser(): Browser;
  /** Starts one more gateway on the same Redis and GitHub. */
  addReplica(config?: Readonly<Record<string, string>>): Promise<TestGateway>;
}

/** The environment of a gateway in the SaaS edition, with limits that no test meets by accident. */
export function saasConfig(redis: RedisServer, fakeGitHub: FakeGitHub): Readonly<Record<string, string>> {
  const app = fakeGitHub.world.app("octogate-demo");
  return {
    OCTOGATE_EDITION: "saas",
    OCTOGATE_REDIS_URL: redis.url,
    OCTOGATE_GITHUB_CLIENT_ID: app.clientId,
    OCTOGATE_GITHUB_CLIENT_SECRET: app.clientSecret,
    OCTOGATE_GITHUB_APP_SLUG: app.slug,
    OCTOGATE_SESSION_KEYS: SESSION_KEY,
    OCTOGATE_ENCRYPTION_KEYS: `k1:${ENCRYPTION_KEY}`,
    OCTOGATE_RATE_LIMIT: "off",
    OCTOGATE_LOGIN_LIMIT: "off",
  };
}

export async function startSaaS(options: SaaSOptions = {}): Promise<TestSaaS> {
  const redis = options.redis ?? (await startRedis());
  if (redis === undefined) throw new Error(NO_REDIS);
  const fakeGitHub = options.fakeGitHub ?? (await startFakeGitHub(options.world));
  const folder = await mkdtemp(join(tmpdir(), "octogate-saas-"));
  const gateways: TestGateway[] = [];
  let publicUrl: string | undefined;
  async function addReplica(config: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
    const port = await freePort();
    publicUrl ??= `http://127.0.0.1:${port}`;
    const gateway = await startGateway({
      fakeGitHub,
      token: null,
      ...(options.bothWays !== undefined && { bothWays: options.bothWays }),
      dataDir: join(folder, `replica-${gateways.length}`),
      config: {
        ...saasConfig(redis as RedisServer, fakeGitHub),
        OCTOGATE_PORT: String(port),
        OCTOGATE_PUBLIC_URL: publicUrl,
        ...options.config,
        ...config,
      },
    });
    gateways.push(gateway);
    return gateway;
  }
  async function dispose(): Promise<void> {
    for (const gateway of gateways) await gateway[Symbol.asyncDispose]();
    if (options.fakeGitHub === undefined) await fakeGitHub[Symbol.asyncDispose]();
    if (options.redis === undefined) await redis?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    const gateway = await addReplica();
    while (gateways.length < (options.replicas ?? 1)) await addReplica();
    const browser = () => new Browser(gateway);
    const replica = (turn: number) => gateways[turn % gateways.length] ?? gateway;
    return { gateways, gateway, replica, redis, fakeGitHub, browser, addReplica, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Signs a user of the fake GitHub in; gives the headers that their requests carry. */
export async function signIn(gateway: TestGateway, login: string): Promise<{ readonly cookie: string }> {
  const browser = new Browser(gateway);
  await browser.signIn(login);
  return { cookie: browser.cookie };
}
