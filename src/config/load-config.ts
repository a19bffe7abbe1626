import type { Config, LoadedConfig } from "./config.js";
import { ConfigError, type ConfigProblem } from "./config-error.js";
import { findMissingVariables, findTooManyWorkers, findUnusedVariables } from "./edition-variables.js";
import { isLoopback } from "./loopback.js";
import { type Environment, readVariable } from "./read-variable.js";
import { findVariablesWithoutEffect } from "./unknown-variables.js";
import { VARIABLES, type Variable } from "./variables.js";

type Variables = typeof VARIABLES;

/** Parsed values. One is undefined only if it was not given and has no default of its own. */
type Values = { readonly [Key in keyof Variables]: ValueOf<Variables[Key]> };

type ValueOf<V extends Variable<unknown>> = V extends { readonly default: string }
  ? ReturnType<V["parse"]>
  : ReturnType<V["parse"]> | undefined;

/** Names under which a proxy is commonly given, as undici reads them. */
const PROXIES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"];

/** Reads an environment and the secret files that it names. Throws ConfigError with every problem there is. */
export function loadConfig(env: Environment = process.env): LoadedConfig {
  const { values, problems } = readVariables(env);
  const given = Object.keys(env).filter((name) => (env[name] ?? "") !== "");
  const withoutEffect = findVariablesWithoutEffect(given);
  const allProblems = [
    ...problems,
    ...findMissingVariables(values.edition, (key) => key in values && values[key] === undefined),
    ...findTooManyWorkers(values.edition, values.workers),
    ...lifeProblems(values),
    ...portProblems(values),
    ...withoutEffect.problems,
  ];
  if (allProblems.length > 0) throw new ConfigError(allProblems);
  const { encryptionKeys, redisUrl, gitHubClientSecret, sessionKeys, ...settings } = values;
  return {
    config: toConfig(settings, {
      production: env["NODE_ENV"] === "production",
      hasProxy: PROXIES.some((name) => (env[name] ?? "") !== ""),
    }),
    secrets: { encryptionKeys, redisUrl, gitHubClientSecret, sessionKeys },
    notices: [...withoutEffect.notices, ...findUnusedVariables(values.edition, given)],
  };
}

/** Nothing when either could not be read: that is a problem of its own. */
function lifeProblems({ sessionIdleMs, sessionMaxMs }: Partial<Values>): readonly ConfigProblem[] {
  if (sessionIdleMs === undefined || sessionMaxMs === undefined || sessionIdleMs <= sessionMaxMs) return [];
  const wrong = "It is longer than OCTOGATE_SESSION_MAX, after which a session ends in any case.";
  const variable = VARIABLES.sessionIdleMs.name;
  return [{ variable, source: "environment", wrong, advice: "Make it shorter, or make the other longer." }];
}

function portProblems({ port, metricsPort }: Partial<Values>): readonly ConfigProblem[] {
  if (port === 0 || metricsPort === undefined || metricsPort !== port) return [];
  const wrong = "It is the port of the gateway, where strangers can ask.";
  const variable = VARIABLES.metricsPort.name;
  return [{ variable, source: "environment", wrong, advice: "Choose another one." }];
}

function readVariables(env: Environment): {
  readonly values: Values;
  readonly problems: readonly ConfigProblem[];
} {
  const values = new Map<string, unknown>();
  const problems: ConfigProblem[] = [];
  for (const [key, variable] of Object.entries<Variable<unknown>>(VARIABLES)) {
    const reading = readVariable(variable, env);
    if (reading.kind === "problem") problems.push(reading.problem);
    else values.set(key, reading.kind === "value" ? reading.value : undefined);
  }
  return { values: Object.fromEntries(values) as Values, problems };
}

type Settings = Omit<Values, "encryptionKeys" | "redisUrl" | "gitHubClientSecret" | "sessionKeys">;

function toConfig(values: Settings, { production, hasProxy }: Pick<Config, "production" | "hasProxy">): Config {
  return {
    ...values,
    isLocal: isLoopback(values.host),
    publicUrl: values.publicUrl ?? defaultPublicUrl(values),
    cache: values.cache,
    // What people would type there could not be run.
    explorer: values.explorer ?? (!production && values.trustedDocuments === undefined),
    introspection: values.introspection ?? !production,
    production,
    hasProxy,
  };
}

function defaultPublicUrl({ host, port }: Pick<Config, "host" | "port">): URL {
  // Who listens on every network is still reached at 127.0.0.1; who listens on ::1 alone is not.
  const name = isLoopback(host) ? host : "127.0.0.1";
  return new URL(`http://${name.includes(":") ? `[${name}]` : name}:${port}`);
}
