import { toGitHubHost } from "./github-host.js";
import { parseDuration } from "./parse-duration.js";
import { parseEncryptionKeys } from "./parse-encryption-keys.js";
import { parseSessionKeys } from "./parse-session-keys.js";
import {
  parseEdition,
  parseIdentifier,
  parseLimit,
  parseListenHost,
  parseCacheUse,
  parseLogLevel,
  parsePath,
  parsePort,
  parsePublicUrl,
  parseSecret,
  parseSwitch,
  parseTrustProxy,
  parseWorkers,
} from "./parsers.js";

/** One setting of the process: all that the loader and docs/environment.md know about it. */
export interface Variable<T> {
  readonly name: string;
  /** Names that others have for it; the own name wins. */
  readonly alias?: string;
  /** A secret can also be given as a file, in `NAME_FILE`, and its value is never printed. */
  readonly secret?: true;
  /** Text that stands for an absent value and goes through `parse` like any other. */
  readonly default?: string;
  /** Says in words what happens without a value, where that is not a fixed text. */
  readonly otherwise?: string;
  readonly meaning: string;
  /** Throws ValueProblem. The text is not empty and has no blanks around it. */
  readonly parse: (text: string) => T;
}

/** Every variable that has an effect. To add one, add its entry here and its field in `Config` or `ConfigSecrets`. */
export const VARIABLES = {
  edition: {
    name: "OCTOGATE_EDITION",
    default: "oss",
    meaning: "The edition: `oss`, `saas`, or a module (path or package) whose default export is an edition.",
    parse: parseEdition,
  },
  host: {
    name: "OCTOGATE_HOST",
    default: "127.0.0.1",
    meaning: "Address to listen on.",
    parse: parseListenHost,
  },
  port: {
    name: "OCTOGATE_PORT",
    alias: "PORT",
    default: "4000",
    meaning: "Port to listen on; `0` lets the system choose.",
    parse: parsePort,
  },
  workers: {
    name: "OCTOGATE_WORKERS",
    default: "1",
    meaning:
      "SaaS: processes that share the port and the load (see [operations](operations.md)); `auto` for one for each core.",
    parse: parseWorkers,
  },
  publicUrl: {
    name: "OCTOGATE_PUBLIC_URL",
    otherwise: "`http://127.0.0.1:PORT`",
    meaning:
      "The address that browsers use, without a path. Origin checks and cookie flags come from it, never from a request. Plain `http` only for this machine.",
    parse: parsePublicUrl,
  },
  trustProxy: {
    name: "OCTOGATE_TRUST_PROXY",
    default: "0",
    meaning: "Number of proxies in front, or their addresses and networks, separated by commas.",
    parse: parseTrustProxy,
  },
  gitHubHost: {
    name: "OCTOGATE_GITHUB_URL",
    default: "https://github.com",
    meaning:
      "The one GitHub host: `https://github.com`, `https://SUB.ghe.com`, or the address of an Enterprise Server. Plain `http` only for this machine.",
    parse: toGitHubHost,
  },
  dataDir: {
    name: "OCTOGATE_DATA_DIR",
    default: ".octogate",
    meaning:
      "OSS: folder for settings, the sealed token and generated keys (see [storage](storage.md)). SaaS: folder where renewed tokens wait, sealed, while Redis takes no writes.",
    parse: parsePath,
  },
  encryptionKeys: {
    name: "OCTOGATE_ENCRYPTION_KEYS",
    secret: true,
    otherwise: "OSS: generated at the first start, in `keys.json` of the data folder",
    meaning: "Keys as `id:base64` of 32 bytes, separated by commas; the first seals, all open.",
    parse: parseEncryptionKeys,
  },
  redisUrl: {
    name: "OCTOGATE_REDIS_URL",
    alias: "REDIS_URL",
    secret: true,
    meaning: "SaaS: where sessions, tokens, locks and shared limits are kept (see [operations](operations.md)).",
    parse: parseSecret,
  },
  gitHubClientId: {
    name: "OCTOGATE_GITHUB_CLIENT_ID",
    meaning: "SaaS: client id of the GitHub App that users sign in through.",
    parse: parseIdentifier,
  },
  gitHubClientSecret: {
    name: "OCTOGATE_GITHUB_CLIENT_SECRET",
    secret: true,
    meaning: "SaaS: a client secret of that App.",
    parse: parseSecret,
  },
  gitHubAppSlug: {
    name: "OCTOGATE_GITHUB_APP_SLUG",
    meaning: "SaaS: name of that App in addresses, `https://github.com/apps/SLUG`.",
    parse: parseIdentifier,
  },
  sessionKeys: {
    name: "OCTOGATE_SESSION_KEYS",
    secret: true,
    meaning:
      "SaaS: keys of at least 32 bytes, separated by commas; the first signs session cookies, all of them verify.",
    parse: parseSessionKeys,
  },
  sessionIdleMs: {
    name: "OCTOGATE_SESSION_IDLE",
    default: "14d",
    meaning: "SaaS: how long a session lives without being used, as `14d`, `12h`, `30m` or `90s`.",
    parse: parseDuration,
  },
  sessionMaxMs: {
    name: "OCTOGATE_SESSION_MAX",
    default: "90d",
    meaning: "SaaS: how long a session lives however much it is used.",
    parse: parseDuration,
  },
  requestsPerMinute: {
    name: "OCTOGATE_RATE_LIMIT",
    default: "3000",
    meaning:
      "SaaS: requests a minute of one user, and twice as many of one address, over all replicas. `off` for no limit.",
    parse: parseLimit,
  },
  loginsPerAddress: {
    name: "OCTOGATE_LOGIN_LIMIT",
    default: "100",
    meaning:
      "SaaS: logins that one address may begin in ten minutes, over all replicas; a fifth as many may fail. `off` for no limit.",
    parse: parseLimit,
  },
  cache: {
    name: "OCTOGATE_CACHE",
    default: "on",
    meaning:
      "What GitHub answered a user is given again to the same user for a while, a minute at most: `on`; `access` for nothing but what the App reaches (SaaS); `off` for nothing, which makes SaaS ask at each request what the App reaches.",
    parse: parseCacheUse,
  },
  explorer: {
    name: "OCTOGATE_EXPLORER",
    otherwise: "`on`; `off` in production and with trusted documents",
    meaning: "Whether browsers get the explorer at `/graphql`: `on` or `off`.",
    parse: parseSwitch,
  },
  introspection: {
    name: "OCTOGATE_INTROSPECTION",
    otherwise: "`on`; `off` in production",
    meaning: "Whether clients may read the schema through GraphQL: `on` or `off`.",
    parse: parseSwitch,
  },
  trustedDocuments: {
    name: "OCTOGATE_TRUSTED_DOCUMENTS",
    meaning:
      "Manifest of the documents that may be run; when set, only these and the console's are (see [operations](operations.md)).",
    parse: parsePath,
  },
  metricsPort: {
    name: "OCTOGATE_METRICS_PORT",
    otherwise: "no metrics",
    meaning: "Port for `GET /metrics`, for Prometheus (see [operations](operations.md)); `0` lets the system choose.",
    parse: parsePort,
  },
  logLevel: {
    name: "OCTOGATE_LOG_LEVEL",
    default: "info",
    meaning: "Least level that is logged: `fatal`, `error`, `warn`, `info`, `debug`, `trace`, or `silent` for nothing.",
    parse: parseLogLevel,
  },
} as const satisfies Record<string, Variable<unknown>>;

/** Variables of others that have a meaning but no effect in this version: the log mentions them. */
export const VARIABLES_WITHOUT_EFFECT = {
  OTEL_EXPORTER_OTLP_ENDPOINT: "tracing",
} as const satisfies Record<string, string>;
