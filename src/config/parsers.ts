import { isIP } from "node:net";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Secret } from "../secret/secret.js";
import { CACHE_USES, LOG_LEVELS, type CacheUse, type LogLevel } from "./config.js";
import { isLoopback } from "./loopback.js";
import { parseUrl } from "./parse-url.js";
import { quoted, ValueProblem } from "./value-problem.js";

export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new ValueProblem(
    `${quoted(text)} is not a port.`,
    "Give a number from 1 to 65535, or 0 to let the system choose.",
  );
}

export function parseWorkers(text: string): number {
  if (text === "auto") return availableParallelism();
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new ValueProblem(
    `${quoted(text)} is not a number of processes.`,
    "Give a number from 1 to 999, or auto for one for each core.",
  );
}

export function parseListenHost(text: string): string {
  if (isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text;
  throw new ValueProblem(
    `${quoted(text)} is not an address to listen on.`,
    "Give an IP address or a host name alone, for example 127.0.0.1, or 0.0.0.0 for every network of this machine.",
  );
}

export function parsePublicUrl(text: string): URL {
  const url = parseUrl(text);
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw new ValueProblem(`${quoted(text)} is more than an origin.`, `Use ${url.origin}, without a path.`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new ValueProblem(
      `${quoted(text)} is not encrypted, and browsers keep session cookies for https only.`,
      `Use https://${url.host} with a proxy that ends TLS; plain http is only for this machine.`,
    );
  }
  return url;
}

const NAMED_NETWORKS = new Set(["loopback", "linklocal", "uniquelocal"]);

export function parseTrustProxy(text: string): number | readonly string[] {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const networks = text.split(",").map((part) => part.trim());
  if (networks.every((network) => NAMED_NETWORKS.has(network) || isNetwork(network))) return networks;
  throw new ValueProblem(
    `${quoted(text)} is neither a number of proxies nor a list of their addresses.`,
    "Give the number of proxies in front, for example 1, or their addresses, for example 10.0.0.0/8,127.0.0.1.",
  );
}

function isNetwork(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

export function parseSwitch(text: string): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new ValueProblem(`${quoted(text)} is neither on nor off.`, "Write on or off.");
}

export function parseCacheUse(text: string): CacheUse {
  const use = CACHE_USES.find((candidate) => candidate === text);
  if (use !== undefined) return use;
  throw new ValueProblem(`${quoted(text)} is not a use of the cache.`, `Use one of ${CACHE_USES.join(", ")}.`);
}

export function parseLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((candidate) => candidate === text);
  if (level !== undefined) return level;
  throw new ValueProblem(`${quoted(text)} is not a log level.`, `Use one of ${LOG_LEVELS.join(", ")}.`);
}

/** Undefined for no limit. */
export function parseLimit(text: string): number | undefined {
  if (text === "off") return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ValueProblem(`${quoted(text)} is not a limit.`, "Give a number from 1, or off for no limit.");
}

/** A name that is written into addresses. */
export function parseIdentifier(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text)) return text;
  throw new ValueProblem(
    `${quoted(text)} has characters that do not belong there.`,
    "Use letters, digits, dots, dashes and underscores, as GitHub shows it.",
  );
}

export function parseSecret(text: string): Secret {
  return new Secret(text);
}

export function parsePath(text: string): string {
  return resolve(text);
}

/** Editions that the documentation names and this version does not have. */
const LATER_EDITIONS = new Set(["keycloak"]);

export function parseEdition(text: string): string {
  if (!LATER_EDITIONS.has(text)) return text;
  throw new ValueProblem(
    `This version has no edition ${text}.`,
    "Use oss or saas, or name a module of your own by a path that begins with ./ or /.",
  );
}
