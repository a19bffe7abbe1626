import type { Secret } from "../secret/secret.js";
import type { GitHubHost } from "./github-host.js";

/** Settings of the process, checked. Nothing in here is secret. */
export interface Config {
  /** A built-in edition, or a path or package whose default export is one. */
  readonly edition: string;
  readonly host: string;
  /** Whether `host` is one at which only this machine can connect. */
  readonly isLocal: boolean;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Processes that serve requests behind the port. */
  readonly workers: number;
  /** Origin that browsers use, without path. Its port is 0 when `port` is and no public address was given: it is known when the gateway listens. */
  readonly publicUrl: URL;
  /** Number of proxies in front, or their addresses and networks, in the form of Express's `trust proxy`. */
  readonly trustProxy: number | readonly string[];
  readonly gitHubHost: GitHubHost;
  /** Absolute path. */
  readonly dataDir: string;
  readonly gitHubClientId: string | undefined;
  readonly gitHubAppSlug: string | undefined;
  /** How long a session lives without being used. */
  readonly sessionIdleMs: number;
  /** How long a session lives however much it is used; never less than `sessionIdleMs`. */
  readonly sessionMaxMs: number;
  /** Of one user; undefined for no limit. */
  readonly requestsPerMinute: number | undefined;
  /** Logins that one address may begin in ten minutes; undefined for no limit. */
  readonly loginsPerAddress: number | undefined;
  /** Whether the environment names a proxy for what goes out. */
  readonly hasProxy: boolean;
  /** What of GitHub's is remembered for a short time: everything, what the App reaches alone, or nothing. */
  readonly cache: CacheUse;
  readonly explorer: boolean;
  readonly introspection: boolean;
  /** Absolute path of the manifest of those documents that may be run; undefined for all. */
  readonly trustedDocuments: string | undefined;
  /** Port of its own for metrics; 0 lets the system choose, undefined for none. */
  readonly metricsPort: number | undefined;
  readonly logLevel: LogLevel;
  /** Whether NODE_ENV is `production`. */
  readonly production: boolean;
}

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export const CACHE_USES = ["on", "access", "off"] as const;

export type CacheUse = (typeof CACHE_USES)[number];

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Secrets of the process, apart from the settings so that those can be printed. */
export interface ConfigSecrets {
  /** Absent when none were given: the data directory then has its own. The first seals, all open. */
  readonly encryptionKeys: readonly EncryptionKey[] | undefined;
  /** Address of Redis, which can hold a password. */
  readonly redisUrl: Secret | undefined;
  readonly gitHubClientSecret: Secret | undefined;
  /** Each at least 32 bytes. The first signs, all verify. */
  readonly sessionKeys: readonly Secret[] | undefined;
}

export interface EncryptionKey {
  readonly id: string;
  /** Base64 of 32 bytes. */
  readonly key: Secret;
}

export interface LoadedConfig {
  readonly config: Config;
  readonly secrets: ConfigSecrets;
  /** Sentences for the log about settings that have no effect and are not ours to refuse. */
  readonly notices: readonly string[];
}
