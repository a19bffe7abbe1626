import { join } from "node:path";
import { GitHubTokenManager } from "../auth/github-oauth/git-hub-token-manager.js";
import { LoginAttempts } from "../auth/github-oauth/login-attempts.js";
import { LoginCookie } from "../auth/github-oauth/login-cookie.js";
import { DeviceLogins } from "../auth/github-oauth/login-devices.js";
import { gitHubLoginFlow, type GitHubLoginFlow } from "../auth/github-oauth/login-github-flow.js";
import { SignIn } from "../auth/github-oauth/login-sign-in.js";
import { OAuthClient } from "../auth/github-oauth/oauth-client.js";
import { RateLimit } from "../auth/github-oauth/rate-limit.js";
import { SessionCookie } from "../auth/github-oauth/session-cookie.js";
import { SessionMemory } from "../auth/github-oauth/session-memory.js";
import { Sessions } from "../auth/github-oauth/session-of-request.js";
import { SessionStore } from "../auth/github-oauth/session-store.js";
import { TokenSpool } from "../auth/github-oauth/token-spool.js";
import { RedisTokenStore } from "../auth/github-oauth/token-store-redis.js";
import { AccessIndex, type SharedForgetting } from "../github/index.js";
import { Keyring } from "../storage/keyring.js";
import { RedisChannels } from "../storage/redis-channel.js";
import { openRedis, type RedisConnection } from "../storage/redis-connection.js";
import { RedisUrlError } from "../storage/redis-url.js";
import { EditionError } from "./edition-error.js";
import type { EditionSetup } from "./edition.js";
import { openGitHub, type OpenGitHub } from "./open-github.js";
import { RedisSharedForgetting } from "./redis-shared-forgetting.js";
import { RedisSharedLimits } from "./redis-shared-limits.js";
import { requireSaasConfig, type SaasConfig } from "./saas-config.js";
import { reportLogin, reportRedis, tellOfToken } from "./saas-events.js";

/** What the SaaS edition opens: Redis and the way to GitHub, and what stands on them. */
export interface SaasResources extends AsyncDisposable {
  readonly setup: EditionSetup;
  readonly redis: RedisConnection;
  readonly github: OpenGitHub;
  readonly accessTokens: GitHubTokenManager;
  /** What each user can reach through the App, remembered by this process. */
  readonly accessIndex: AccessIndex;
  readonly forgetting: SharedForgetting;
  readonly life: { readonly idleMs: number; readonly maxMs: number };
  readonly now: () => number;
  readonly sessionStore: SessionStore;
  readonly sessionCookie: SessionCookie;
  readonly loginFlow: GitHubLoginFlow;
  /** Where the App is installed or its repositories are chosen. */
  readonly installUrl: URL;
}

/** How long the start waits for Redis; a gateway without it starts all the same, and is not ready. */
const REDIS_START_MS = 5_000;
const LOGIN_SPAN_SECONDS = 10 * 60;

/** Opens everything. Throws EditionError for settings that are missing, with the name of the variable. */
export async function openSaas(setup: EditionSetup): Promise<SaasResources> {
  const { config } = setup;
  const settings = requireSaasConfig(setup);
  const { publicUrl, gitHubHost } = config;
  const now = Date.now;
  const life = { idleMs: config.sessionIdleMs, maxMs: config.sessionMaxMs };
  const keyring = new Keyring(settings.encryptionKeys);

  const redis = connect(setup, settings);
  const client = redis.client;
  const oauth = new OAuthClient({
    host: gitHubHost,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    redirectUri: new URL("/auth/callback", publicUrl),
  });
  const tokens = new GitHubTokenManager({
    store: new RedisTokenStore({ client, keyring }),
    oauth,
    spool: new TokenSpool({ dir: join(config.dataDir, "spool"), keyring }),
    onEvent: (event) => tellOfToken(setup, event),
  });
  const channels = new RedisChannels(client);
  const { host } = gitHubHost;
  const limits = new RedisSharedLimits({ client, channels, host, now });
  const github = openGitHub(setup, limits);
  const accessIndex = new AccessIndex({ now, isOn: config.cache !== "off" });
  const forgetting = new RedisSharedForgetting({
    client,
    channels,
    host,
    forget(subject) {
      github.memory.forget(subject);
      accessIndex.forget(subject);
    },
  });

  const sessionMemory = new SessionMemory({ redis: client, channels });
  const sessionStore = new SessionStore({ redis: client, memory: sessionMemory, life, now });
  const sessionCookie = new SessionCookie({ keys: settings.sessionKeys, publicUrl });
  const sessions = new Sessions({ store: sessionStore, cookie: sessionCookie, life, now });
  const signIn = new SignIn({
    oauth,
    tokens,
    store: sessionStore,
    sessions,
    onEvent: (event) => setup.report(reportLogin(event)),
  });
  const { loginsPerAddress } = config;
  const failures = loginsPerAddress === undefined ? undefined : Math.max(1, Math.floor(loginsPerAddress / 5));
  const installUrl = installUrlOf(setup, settings.appSlug);

  if (!(await redis.whenReady(REDIS_START_MS))) {
    setup.notice("Redis does not answer at OCTOGATE_REDIS_URL. Start it: until then this gateway is not ready.");
  }
  await limits.read();
  await tokens.recover();
  const loginFlow = gitHubLoginFlow({
    publicUrl,
    installUrl,
    authorizationsUrl: new URL("/settings/apps/authorizations", gitHubHost.webUrl),
    oauth,
    attempts: new LoginAttempts({ redis: client, keyring }),
    devices: new DeviceLogins({ redis: client, keyring, now }),
    cookie: new LoginCookie({ publicUrl }),
    signIn,
    sessions,
    tokens,
    limits: {
      starts: new RateLimit({ name: "login", points: loginsPerAddress, seconds: LOGIN_SPAN_SECONDS, redis: client }),
      failures: new RateLimit({ name: "login-failed", points: failures, seconds: LOGIN_SPAN_SECONDS, redis: client }),
    },
    now,
  });
  return {
    setup,
    redis,
    github,
    accessTokens: tokens,
    accessIndex,
    forgetting,
    life,
    now,
    sessionStore,
    sessionCookie,
    installUrl,
    loginFlow,
    async [Symbol.asyncDispose]() {
      // Logins and refreshes first: their new tokens are nowhere else.
      await loginFlow.drain();
      await tokens[Symbol.asyncDispose]();
      await sessionStore.drain();
      await oauth[Symbol.asyncDispose]();
      await github.client[Symbol.asyncDispose]();
      await sessionMemory[Symbol.asyncDispose]();
      await limits[Symbol.asyncDispose]();
      await channels[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
}

function connect(setup: EditionSetup, { redisUrl }: SaasConfig): RedisConnection {
  try {
    return openRedis({ url: redisUrl, onEvent: (event) => setup.report(reportRedis(event)) });
  } catch (error) {
    if (!(error instanceof RedisUrlError)) throw error;
    throw new EditionError(setup.config.edition, "cannot use OCTOGATE_REDIS_URL", error.message);
  }
}

// https://docs.github.com/en/enterprise-server@latest/apps/sharing-github-apps/sharing-your-github-app
function installUrlOf({ config }: EditionSetup, slug: string): URL {
  const { kind, webUrl } = config.gitHubHost;
  return new URL(`${webUrl}/${kind === "ENTERPRISE_SERVER" ? "github-apps" : "apps"}/${slug}/installations/new`);
}
