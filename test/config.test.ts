import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { ConfigError, type ConfigProblem, formatConfigError } from "../src/config/config-error.js";
import { environmentDocs } from "../src/config/environment-docs.js";
import { loadConfig } from "../src/config/load-config.js";
import { temporaryFolder } from "./storage-temporary-folder.js";

const KEY = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";
const OTHER_KEY = "EjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8=";

const DAY_MS = 24 * 60 * 60 * 1000;
const SAAS = {
  OCTOGATE_EDITION: "saas",
  REDIS_URL: "redis://:canary@127.0.0.1:6379",
  OCTOGATE_GITHUB_CLIENT_ID: "Iv1.0123456789abcdef",
  OCTOGATE_GITHUB_CLIENT_SECRET: "0123456789abcdef0123456789abcdef01234567",
  OCTOGATE_GITHUB_APP_SLUG: "octogate",
  OCTOGATE_SESSION_KEYS: `${KEY}, ${OTHER_KEY}`,
  OCTOGATE_ENCRYPTION_KEYS: `k1:${KEY}`,
};

function errorOf(env: Record<string, string>): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("The environment was accepted.");
}

function problemOf(env: Record<string, string>): ConfigProblem {
  const { problems } = errorOf(env);
  expect(problems).toHaveLength(1);
  return problems[0] as ConfigProblem;
}

describe("loadConfig", () => {
  test("takes the defaults of the documentation from an empty environment", () => {
    const { config, secrets, notices } = loadConfig({});
    expect(config).toEqual({
      edition: "oss",
      host: "127.0.0.1",
      isLocal: true,
      port: 4000,
      workers: 1,
      publicUrl: new URL("http://127.0.0.1:4000"),
      trustProxy: 0,
      gitHubHost: {
        kind: "DOTCOM",
        host: "github.com",
        webUrl: "https://github.com",
        graphqlUrl: "https://api.github.com/graphql",
        restUrl: "https://api.github.com",
      },
      dataDir: resolve(".octogate"),
      gitHubClientId: undefined,
      gitHubAppSlug: undefined,
      sessionIdleMs: 14 * DAY_MS,
      sessionMaxMs: 90 * DAY_MS,
      requestsPerMinute: 3000,
      loginsPerAddress: 100,
      cache: "on",
      explorer: true,
      introspection: true,
      logLevel: "info",
      hasProxy: false,
      production: false,
    });
    expect(secrets).toEqual({ encryptionKeys: undefined });
    expect(notices).toEqual([]);
  });

  test("reads every variable", () => {
    const { config, secrets } = loadConfig({
      OCTOGATE_EDITION: "./my-edition.js",
      OCTOGATE_HOST: "0.0.0.0",
      OCTOGATE_PORT: "8080",
      OCTOGATE_PUBLIC_URL: "https://octogate.example.com",
      OCTOGATE_TRUST_PROXY: "2",
      OCTOGATE_GITHUB_URL: "https://github.example.com",
      OCTOGATE_DATA_DIR: "/var/lib/octogate",
      OCTOGATE_ENCRYPTION_KEYS: `k2:${KEY}, k1:${OTHER_KEY}`,
      OCTOGATE_EXPLORER: "off",
      OCTOGATE_INTROSPECTION: "off",
      OCTOGATE_LOG_LEVEL: "debug",
    });
    expect(config).toMatchObject({
      edition: "./my-edition.js",
      host: "0.0.0.0",
      port: 8080,
      publicUrl: new URL("https://octogate.example.com"),
      trustProxy: 2,
      dataDir: "/var/lib/octogate",
      explorer: false,
      introspection: false,
      logLevel: "debug",
    });
    expect(secrets.encryptionKeys?.map(({ id, key }) => [id, key.reveal()])).toEqual([
      ["k2", KEY],
      ["k1", OTHER_KEY],
    ]);
  });

  test("switches explorer and introspection off in production, unless they are set", () => {
    expect(loadConfig({ NODE_ENV: "production" }).config).toMatchObject({
      production: true,
      explorer: false,
      introspection: false,
    });
    const set = loadConfig({ NODE_ENV: "production", OCTOGATE_EXPLORER: "on", OCTOGATE_INTROSPECTION: "on" });
    expect(set.config).toMatchObject({ explorer: true, introspection: true });
  });

  test("prefers OCTOGATE_PORT to PORT and derives the public address from it", () => {
    expect(loadConfig({ PORT: "5000" }).config.publicUrl.href).toBe("http://127.0.0.1:5000/");
    expect(loadConfig({ PORT: "5000", OCTOGATE_PORT: "6000" }).config.port).toBe(6000);
    expect(loadConfig({ OCTOGATE_PORT: "0", OCTOGATE_HOST: "::1" }).config.publicUrl.href).toBe("http://[::1]:0/");
    expect(loadConfig({ OCTOGATE_HOST: "0.0.0.0" }).config.publicUrl.href).toBe("http://127.0.0.1:4000/");
    expect(problemOf({ PORT: "http" })).toMatchObject({ variable: "PORT", source: "environment" });
  });

  test("lets every edition but OSS have several workers, and auto is one for each core", () => {
    const own = { OCTOGATE_EDITION: "./mine.js" };
    expect(loadConfig({ ...own, OCTOGATE_WORKERS: "3" }).config.workers).toBe(3);
    expect(loadConfig({ ...own, OCTOGATE_WORKERS: "auto" }).config.workers).toBe(availableParallelism());
    expect(loadConfig({ OCTOGATE_WORKERS: "1" }).config.workers).toBe(1);
    expect(problemOf({ OCTOGATE_WORKERS: "3" })).toMatchObject({
      variable: "OCTOGATE_WORKERS",
      wrong: "There would be 3 processes, and the edition oss is one, for one owner.",
    });
  });

  test.each([
    ["127.0.0.1", true],
    ["127.1.2.3", true],
    ["::1", true],
    ["localhost", true],
    ["0.0.0.0", false],
    ["::", false],
    ["192.168.1.4", false],
  ])("knows whether others can connect to %s", (host, isLocal) => {
    expect(loadConfig({ OCTOGATE_HOST: host }).config.isLocal).toBe(isLocal);
  });

  test("counts an empty value as not given", () => {
    expect(loadConfig({ OCTOGATE_PORT: "", OCTOGATE_GITHUB_URL: " ", OCTOGATE_NO_SUCH: "" }).config.port).toBe(4000);
  });

  test.each([
    ["https://github.com/", "DOTCOM", "https://api.github.com/graphql", "https://api.github.com"],
    ["https://acme.ghe.com", "DATA_RESIDENCY", "https://api.acme.ghe.com/graphql", "https://api.acme.ghe.com"],
    ["https://GIT.corp", "ENTERPRISE_SERVER", "https://git.corp/api/graphql", "https://git.corp/api/v3"],
    ["https://git.corp:8443", "ENTERPRISE_SERVER", "https://git.corp:8443/api/graphql", "https://git.corp:8443/api/v3"],
    ["http://127.0.0.1:4100", "ENTERPRISE_SERVER", "http://127.0.0.1:4100/api/graphql", "http://127.0.0.1:4100/api/v3"],
    ["https://notgithub.com", "ENTERPRISE_SERVER", "https://notgithub.com/api/graphql", "https://notgithub.com/api/v3"],
    ["https://a.b.ghe.com", "ENTERPRISE_SERVER", "https://a.b.ghe.com/api/graphql", "https://a.b.ghe.com/api/v3"],
  ])("derives the addresses of the APIs from %s", (url, kind, graphqlUrl, restUrl) => {
    expect(loadConfig({ OCTOGATE_GITHUB_URL: url }).config.gitHubHost).toMatchObject({ kind, graphqlUrl, restUrl });
  });

  test.each([
    ["https://api.github.com", "https://github.com"],
    ["https://www.github.com", "https://github.com"],
    ["https://api.acme.ghe.com/graphql", "https://acme.ghe.com"],
    ["https://git.corp/api/v3", "https://git.corp"],
    ["http://github.com", "https://github.com"],
    ["http://127.0.0.1.evil.example", "https://127.0.0.1.evil.example"],
    ["https://ana:secret@git.corp", "https://git.corp"],
  ])("refuses %s as GitHub's address and says to use %s", (url, better) => {
    expect(problemOf({ OCTOGATE_GITHUB_URL: url }).advice).toContain(`Use ${better}`);
  });

  test.each([
    ["OCTOGATE_EDITION", "keycloak"],
    ["OCTOGATE_PORT", "65536"],
    ["OCTOGATE_PORT", "-1"],
    ["OCTOGATE_PORT", "4000.5"],
    ["OCTOGATE_WORKERS", "0"],
    ["OCTOGATE_WORKERS", "two"],
    ["OCTOGATE_HOST", "http://127.0.0.1"],
    ["OCTOGATE_HOST", "127.0.0.1:4000"],
    ["OCTOGATE_PUBLIC_URL", "octogate.example.com"],
    ["OCTOGATE_PUBLIC_URL", "ftp://octogate.example.com"],
    ["OCTOGATE_PUBLIC_URL", "https://octogate.example.com/path"],
    ["OCTOGATE_PUBLIC_URL", "https://octogate.example.com/?a"],
    ["OCTOGATE_PUBLIC_URL", "https://ana:secret@octogate.example.com"],
    ["OCTOGATE_PUBLIC_URL", "http://octogate.example.com"],
    ["OCTOGATE_TRUST_PROXY", "true"],
    ["OCTOGATE_TRUST_PROXY", "10.0.0.0/33"],
    ["OCTOGATE_TRUST_PROXY", "10.0.0.0/8/8"],
    ["OCTOGATE_TRUST_PROXY", "10.0.0.0/8,proxy"],
    ["OCTOGATE_GITHUB_URL", "github.com"],
    ["OCTOGATE_CACHE", "yes"],
    ["OCTOGATE_EXPLORER", "yes"],
    ["OCTOGATE_INTROSPECTION", "TRUE"],
    ["OCTOGATE_LOG_LEVEL", "verbose"],
    ["OCTOGATE_ENCRYPTION_KEYS", KEY],
    ["OCTOGATE_ENCRYPTION_KEYS", `k1:${KEY.slice(4)}`],
    ["OCTOGATE_ENCRYPTION_KEYS", `k1:${KEY},k1:${OTHER_KEY}`],
    ["OCTOGATE_ENCRYPTION_KEYS", `k1:${Buffer.alloc(32).toString("base64")}`],
    ["OCTOGATE_ENCRYPTION_KEYS", "changeme"],
    ["OCTOGATE_ENCRYPTION_KEYS", "<your-keys-here>"],
  ])("refuses %s=%s with what is wrong and what to do", (variable, value) => {
    const problem = problemOf({ [variable]: value });
    expect(problem).toMatchObject({ variable, source: "environment" });
    expect(problem.wrong).toMatch(/^[A-Z"].*\.$/);
    expect(problem.advice).toMatch(/^[A-Z].{8,}/);
    expect(JSON.stringify(problem)).not.toContain("secret@");
  });

  test.each([
    ["1", 1],
    ["loopback", ["loopback"]],
    ["10.0.0.0/8, ::1,fd00::/8", ["10.0.0.0/8", "::1", "fd00::/8"]],
  ])("takes %s for the proxies in front", (text, expected) => {
    expect(loadConfig({ OCTOGATE_TRUST_PROXY: text }).config.trustProxy).toEqual(expected);
  });

  test.each([
    ["OCTOGATE_GITHUB_ULR", "OCTOGATE_GITHUB_URL"],
    ["OCTOGATE_PROT", "OCTOGATE_PORT"],
    ["OCTOGATE_ENCRYPTION_KEY", "OCTOGATE_ENCRYPTION_KEYS"],
    ["OCTOGATE_ENCRYPTION_KEY_FILE", "OCTOGATE_ENCRYPTION_KEYS_FILE"],
  ])("asks whether %s was meant to be %s", (name, meant) => {
    expect(problemOf({ [name]: "x" }).advice).toBe(`Did you mean ${meant}?`);
  });

  test("makes no guess for a name that is like none", () => {
    expect(problemOf({ OCTOGATE_COFFEE_MACHINE: "on" }).advice).toContain("docs/environment.md");
  });

  test("keeps metrics off the port of the gateway", () => {
    const problem = problemOf({ OCTOGATE_PORT: "9090", OCTOGATE_METRICS_PORT: "9090" });
    expect(problem).toMatchObject({
      variable: "OCTOGATE_METRICS_PORT",
      wrong: expect.stringContaining("of the gateway"),
    });
    expect(problemOf({ OCTOGATE_METRICS_PORT: "4000" }).variable).toBe("OCTOGATE_METRICS_PORT");
    expect(loadConfig({ OCTOGATE_PORT: "0", OCTOGATE_METRICS_PORT: "0" }).config.metricsPort).toBe(0);
  });

  test("has the explorer off with trusted documents, unless it is asked for", () => {
    const trusted = { OCTOGATE_TRUSTED_DOCUMENTS: "manifest.json" };
    expect(loadConfig(trusted).config).toMatchObject({ explorer: false, trustedDocuments: resolve("manifest.json") });
    expect(loadConfig({ ...trusted, OCTOGATE_EXPLORER: "on" }).config.explorer).toBe(true);
  });

  test("mentions variables of others that have no effect yet", () => {
    const { notices } = loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318", HOME: "/root" });
    expect(notices).toEqual(["OTEL_EXPORTER_OTLP_ENDPOINT is set, but this version has no tracing; it has no effect."]);
  });

  test("mentions what the edition does not use, and nothing of the value", () => {
    const { notices } = loadConfig({ REDIS_URL: "redis://:canary@localhost", OCTOGATE_SESSION_IDLE: "1d" });
    expect(notices).toEqual([
      "REDIS_URL is set, but the edition oss does not use it.",
      "OCTOGATE_SESSION_IDLE is set, but the edition oss does not use it.",
    ]);
  });

  test("reads what the SaaS edition needs", () => {
    const { config, secrets, notices } = loadConfig(SAAS);
    expect(config).toMatchObject({
      edition: "saas",
      gitHubClientId: "Iv1.0123456789abcdef",
      gitHubAppSlug: "octogate",
      sessionIdleMs: 14 * DAY_MS,
      sessionMaxMs: 90 * DAY_MS,
      requestsPerMinute: 3000,
      loginsPerAddress: 100,
    });
    expect(secrets.redisUrl?.reveal()).toBe("redis://:canary@127.0.0.1:6379");
    expect(secrets.sessionKeys?.map((key) => key.reveal())).toEqual([KEY, OTHER_KEY]);
    expect(notices).toEqual([]);
    const limits = { OCTOGATE_RATE_LIMIT: "off", OCTOGATE_LOGIN_LIMIT: "5" };
    const other = loadConfig({ ...SAAS, ...limits, OCTOGATE_SESSION_IDLE: "90s", OCTOGATE_SESSION_MAX: "12h" }).config;
    expect(other).toMatchObject({ sessionIdleMs: 90_000, sessionMaxMs: DAY_MS / 2, loginsPerAddress: 5 });
    expect(other.requestsPerMinute).toBeUndefined();
  });

  test("names everything at once that the SaaS edition misses, with what to do", () => {
    const error = errorOf({ OCTOGATE_EDITION: "saas", OCTOGATE_GITHUB_APP_SLUG: "a/b" });
    expect(error.problems.map(({ variable }) => variable)).toEqual([
      "OCTOGATE_GITHUB_APP_SLUG",
      "OCTOGATE_REDIS_URL",
      "OCTOGATE_GITHUB_CLIENT_ID",
      "OCTOGATE_GITHUB_CLIENT_SECRET",
      "OCTOGATE_SESSION_KEYS",
      "OCTOGATE_ENCRYPTION_KEYS",
    ]);
    expect(formatConfigError(error)).toContain("npx octogate keys");
  });

  test.each([
    ["OCTOGATE_SESSION_KEYS", "short"],
    ["OCTOGATE_SESSION_KEYS", `${KEY},short`],
    ["OCTOGATE_SESSION_KEYS", `${KEY},${KEY}`],
    ["OCTOGATE_SESSION_KEYS", `${KEY},`],
    ["OCTOGATE_SESSION_KEYS", "x".repeat(40)],
    ["OCTOGATE_SESSION_IDLE", "14"],
    ["OCTOGATE_SESSION_IDLE", "0d"],
    ["OCTOGATE_SESSION_IDLE", "1.5d"],
    ["OCTOGATE_SESSION_IDLE", "91d"],
    ["OCTOGATE_SESSION_MAX", "401d"],
    ["OCTOGATE_RATE_LIMIT", "0"],
    ["OCTOGATE_LOGIN_LIMIT", "none"],
    ["OCTOGATE_GITHUB_CLIENT_ID", "Iv1 0123"],
  ])("refuses %s=%s, and prints no key", (variable, value) => {
    const error = errorOf({ ...SAAS, [variable]: value });
    expect(error.problems.map((problem) => problem.variable)).toEqual([variable]);
    expect(formatConfigError(error)).not.toContain(KEY);
  });

  test("reports everything at once, as a numbered list", () => {
    const error = errorOf({ OCTOGATE_PORT: "abc", OCTOGATE_GITHUB_ULR: "x", OCTOGATE_EXPLORER: "maybe" });
    expect(formatConfigError(error)).toBe(
      `
✖ Configuration has 3 problems; nothing was started.
  1  OCTOGATE_PORT        environment  "abc" is not a port.
     Give a number from 1 to 65535, or 0 to let the system choose.
  2  OCTOGATE_EXPLORER    environment  "maybe" is neither on nor off.
     Write on or off.
  3  OCTOGATE_GITHUB_ULR  environment  There is no such variable.
     Did you mean OCTOGATE_GITHUB_URL?`.trimStart(),
    );
    expect(formatConfigError(errorOf({ OCTOGATE_PORT: "abc" }))).toContain("1 problem;");
  });
});

describe("secrets", () => {
  test("are read from a file, without the line end", async () => {
    const path = join(await temporaryFolder(), "keys");
    await writeFile(path, `k1:${KEY}\n`);
    const { secrets } = loadConfig({ OCTOGATE_ENCRYPTION_KEYS_FILE: path });
    expect(secrets.encryptionKeys?.[0]?.key.reveal()).toBe(KEY);
  });

  test("are refused when they are given twice, and when the file is missing, empty, a folder or wrong", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "keys");
    const twice = problemOf({ OCTOGATE_ENCRYPTION_KEYS: `k1:${KEY}`, OCTOGATE_ENCRYPTION_KEYS_FILE: path });
    expect(twice.wrong).toContain("OCTOGATE_ENCRYPTION_KEYS_FILE is given too");

    const fromFile = { OCTOGATE_ENCRYPTION_KEYS_FILE: path };
    const place = { variable: "OCTOGATE_ENCRYPTION_KEYS_FILE", source: path };
    expect(problemOf(fromFile)).toMatchObject({ ...place, wrong: "The file cannot be read (ENOENT)." });
    await writeFile(path, "\n");
    expect(problemOf(fromFile)).toMatchObject({ ...place, wrong: "The file is empty." });
    await writeFile(path, "changeme");
    expect(problemOf(fromFile)).toMatchObject({ ...place, wrong: expect.stringContaining("placeholder") as string });
    await mkdir(join(folder, "folder"));
    expect(problemOf({ OCTOGATE_ENCRYPTION_KEYS_FILE: join(folder, "folder") }).wrong).toContain("EISDIR");
  });

  test("are never printed, neither when they are good nor when they are bad", () => {
    const good = loadConfig({ OCTOGATE_ENCRYPTION_KEYS: `k1:${KEY}` });
    expect(JSON.stringify(good) + inspect(good, { depth: 9, showHidden: true })).not.toContain(KEY);
    const half = KEY.slice(0, 20);
    for (const bad of [half, `k1:${half}`, `k1:${KEY},k1:${KEY}`, `k1:${KEY},${KEY}`, `k 1:${KEY}`]) {
      const error = errorOf({ OCTOGATE_ENCRYPTION_KEYS: bad });
      expect(formatConfigError(error) + inspect(error, { depth: 9 })).not.toContain(half);
    }
  });

  test("are not repeated when they got into the wrong variable", () => {
    const token = "ghp_canary0123456789abcdefghijklmnopqrst";
    for (const variable of [
      "OCTOGATE_PORT",
      "OCTOGATE_HOST",
      "OCTOGATE_GITHUB_URL",
      "OCTOGATE_LOG_LEVEL",
      "OCTOGATE_TOKEN",
    ]) {
      const error = errorOf({ [variable]: `${token}\u0000` });
      expect(formatConfigError(error) + inspect(error, { depth: 9 })).not.toContain("canary");
    }
  });
});

test("docs/environment.md says what the code reads", async () => {
  if (process.env["UPDATE_DOCS"] === "1") await writeFile("docs/environment.md", environmentDocs());
  expect(await readFile("docs/environment.md", "utf8")).toBe(environmentDocs());
});
