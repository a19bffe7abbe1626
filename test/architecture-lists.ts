/** What is done in few files, how it looks in a line, and where it may be done. */
export const IN_FEW_FILES: readonly {
  readonly what: string;
  readonly pattern: RegExp;
  readonly places: readonly string[];
  readonly example: string;
}[] = [
  {
    what: "a secret is revealed",
    pattern: /\breveal\b/,
    places: [
      "src/secret/secret.ts",
      // The token on its way to GitHub.
      "src/github/github-client.ts",
      // Keys to encrypt with, and what is encrypted with them.
      "src/storage/keyring.ts",
      "src/storage/open-keyring.ts",
      "src/storage/sealed-value.ts",
      // A pair of tokens that is sealed as a whole.
      "src/auth/github-oauth/token-spool.ts",
      // Codes, tokens and the App's own secret on their way to GitHub's OAuth endpoints.
      "src/auth/github-oauth/oauth-client.ts",
      "src/auth/github-oauth/oauth-client-rest.ts",
      // Redis's address, which holds its password.
      "src/storage/redis-connection.ts",
      "src/auth/github-oauth/login-sealed-json.ts",
      // Keys that cookies are signed with.
      "src/auth/github-oauth/session-cookie.ts",
    ],
    example: 'const text = "" + token.reveal();',
  },
  {
    what: "the environment is read",
    pattern: /\bprocess\.env\b|\bimport\.meta\.env\b|\{[^}]*\benv\b[^}]*\} = process\b/,
    places: ["src/config/", "src/cli/"],
    example: 'const port = process.env["PORT"];',
  },
  {
    what: "an edition is named",
    pattern: /(["'`])(oss|saas|keycloak)\1|(===|!==|\bcase)\s*"(OSS|SAAS|CUSTOM)"|"(OSS|SAAS|CUSTOM)"\s*(===|!==)/,
    places: ["src/editions/", "src/config/", "src/cli/"],
    example: 'if (edition.name === "saas") startRedis();',
  },
  {
    what: "something is exported as default",
    pattern: /^export default\b/,
    places: ["src/editions/"],
    example: "export default class Session {}",
  },
];

/** What is loaded when metrics are wanted. */
export const METRICS = "src/server/metrics/";

/** What speaks to the network or to Redis, and the places that may load it. */
export const PACKAGES: readonly { readonly name: string; readonly places: readonly string[] }[] = [
  { name: "ioredis", places: ["src/storage/redis-connection.ts"] },
  { name: "connect-redis", places: ["src/auth/github-oauth/"] },
  { name: "express-session", places: ["src/auth/github-oauth/"] },
  { name: "rate-limiter-flexible", places: ["src/auth/github-oauth/", "src/storage/", "src/editions/saas.ts"] },
  { name: "oauth4webapi", places: ["src/auth/github-oauth/", "src/auth/keycloak/"] },
  { name: "@apollo/server", places: ["src/server/graphql/"] },
  { name: "@octokit/graphql", places: ["src/github/"] },
  { name: "prom-client", places: [METRICS] },
  { name: "undici", places: ["src/github/", "src/auth/github-oauth/oauth-client-http.ts"] },
  {
    name: "node:http",
    places: [
      "src/server/gateway-response.ts",
      "src/server/http-server.ts",
      "src/server/json-errors.ts",
      "fake-github/http/",
    ],
  },
  // To tell addresses from names.
  { name: "node:net", places: ["src/config/"] },
  { name: "node:https", places: [] },
];

/** What OSS must never load. */
export const REDIS: ReadonlySet<string> = new Set([
  "ioredis",
  "redis",
  "connect-redis",
  "express-session",
  "rate-limiter-flexible",
]);
/** Where OSS begins: its commands, and the edition that they load by name. */
export const STARTS = ["src/main.ts", "src/cli/octogate.ts", "src/editions/oss.ts"];

export const MOST_LINES = 200;
/** Files that are longer, each with the reason. */
export const LONGER: Readonly<Record<string, string>> = {
  "src/github/generated/operations.ts": "generated",
  "src/github/selection/selection-compiler.ts": "one recursion over a selection; its halves would import each other",
  "fake-github/world/records.ts": "nothing but the types of the world",
  "fake-github/world/world.ts": "one short method for each thing that a test adds or looks up",
};
