import { addressLimit, identityLimit } from "../auth/github-oauth/rate-limit-middleware.js";
import { RateLimit, type RateLimitOptions } from "../auth/github-oauth/rate-limit.js";
import { TrailingRateLimit } from "../auth/github-oauth/rate-limit-trailing.js";
import { sessionMiddleware } from "../auth/github-oauth/session-middleware.js";
import { SessionUserAuth } from "../auth/github-oauth/session-user-auth.js";
import { subjectOf, type Identity } from "../auth/identity.js";
import type { Account } from "../auth/session-state.js";
import { SaaSGitHubService } from "../github/index.js";
import { RedisSettingsStore } from "../settings/redis-settings-store.js";
import type { Edition } from "./edition.js";
import { openSaas, type SaasResources } from "./open-saas.js";
import oss from "./oss.js";
import { reportUnrenewed } from "./saas-events.js";

const MINUTE_SECONDS = 60;

/** SaaS: OSS with many users, who sign in with GitHub; sessions and tokens are in Redis, for any number of replicas. */
const saas: Edition<SaasResources> = {
  ...oss,
  name: "saas",
  kind: "SAAS",
  open: openSaas,

  middleware(resources) {
    const { setup, redis, accessTokens, sessionStore, sessionCookie, life, now } = resources;
    const points = setup.config.requestsPerMinute;
    return [
      addressLimit(
        new TrailingRateLimit({
          name: "address",
          points: points && 2 * points,
          seconds: MINUTE_SECONDS,
          redis: redis.client,
        }),
      ),
      ...oss.middleware(resources),
      sessionMiddleware({
        store: sessionStore,
        cookie: sessionCookie,
        life,
        now,
        lookAfter: (userId) => accessTokens.account(userId),
        onError: (error) => setup.report(reportUnrenewed(error)),
      }),
      identityLimit(new RateLimit({ name: "user", ...perMinute(points), redis: redis.client })),
    ];
  },

  userAuth: ({ accessTokens, life }) => new SessionUserAuth({ access: accessTokens, life }),
  accessTokens: ({ accessTokens }) => accessTokens,
  gitHubService({ github, accessTokens, accessIndex, forgetting, installUrl }) {
    const { href } = installUrl;
    return (caller) => {
      const subject = subjectOf(caller.identity);
      return new SaaSGitHubService({
        caller,
        gitHub: github,
        tokens: accessTokens,
        accessIndex,
        forgetting,
        subject,
        budget: subject,
        installUrl: href,
        viewerLogin: async () => (await accountOf(caller.identity, accessTokens))?.login ?? null,
      });
    };
  },
  settings: ({ redis }) => new RedisSettingsStore({ client: redis.client }),
  tokenKeeper: () => null,
  loginFlow: ({ loginFlow }) => loginFlow,
  loginOptions: () => [
    { provider: "GITHUB", label: "Sign in with GitHub", isAvailable: true, reason: null },
    { provider: "GITHUB_DEVICE", label: "Sign in with a code", isAvailable: true, reason: null },
  ],
  links: ({ installUrl }) => ({ installApp: installUrl.href }),
  features: () => [
    { name: "personal-token", enabled: false, reason: "Users sign in with GitHub and bring no token." },
    { name: "sign-in", enabled: true, reason: null },
    { name: "installations", enabled: true, reason: null },
  ],
  gates: ({ redis }) => [{ name: "redis", isOpen: () => redis.isReachable() }],
};

export default saas;

/** Taken a second's worth at a time, so that not each request has to wait for its point. */
function perMinute(points: number | undefined): Pick<RateLimitOptions, "points" | "seconds" | "block"> {
  return { points, seconds: MINUTE_SECONDS, block: Math.floor((points ?? 0) / MINUTE_SECONDS) || 1 };
}

async function accountOf(identity: Identity, tokens: SaasResources["accessTokens"]): Promise<Account | null> {
  return identity.kind === "user" ? tokens.account(identity.userId) : null;
}
