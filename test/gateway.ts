import type { FormattedExecutionResult } from "graphql";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeGitHub, type FakeGitHub, type FakeGitHubOptions } from "../fake-github/index.js";
import { startGateway as start } from "../src/cli/start-gateway.js";
import type { GitHubHost } from "../src/config/github-host.js";
import { loadConfig } from "../src/config/load-config.js";

export interface TestGatewayOptions {
  /** Environment beyond what the test gateway needs itself. */
  readonly config?: Readonly<Record<string, string>>;
  /** A GitHub that is there already; otherwise one is started with `world`. */
  readonly fakeGitHub?: FakeGitHub;
  readonly world?: FakeGitHubOptions;
  /** Name of the token to store through `setGitHubToken`; `null` for none. */
  readonly token?: string | null;
  /** What the gateway takes the fake GitHub for, where that is not an Enterprise Server at its own address. */
  readonly host?: Pick<GitHubHost, "kind" | "host" | "webUrl">;
  /** Whether queries are run both ways and compared, as they are unless told otherwise. */
  readonly bothWays?: boolean;
  /** A folder that is there already; otherwise one is made and removed. */
  readonly dataDir?: string;
}

/** An answer of the gateway to an operation. */
export interface GraphQLAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into answers of many shapes.
  readonly data: Record<string, never> | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly nextStep: string } & Readonly<Record<string, unknown>>;
  }[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
  readonly text: string;
}

export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  readonly fakeGitHub: FakeGitHub;
  readonly logLines: readonly string[];
  /** How many queries could be answered the short way, and how many could not. */
  readonly ways: { short: number; full: number };
  /** How many root fields were finished ahead of execution. */
  finished(): number;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  graphql(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GraphQLAnswer>;
}

const SET_TOKEN =
  "mutation SetToken($token: Secret!) { setGitHubToken(input: { token: $token }) { credential { id } userErrors { code message } } }";

/** The whole gateway in the OSS edition, on a fake GitHub, with a token stored; its log at debug level is kept. */
export async function startGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const fakeGitHub = options.fakeGitHub ?? (await startFakeGitHub(options.world));
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "octogate-test-")));
  const logLines: string[] = [];
  const ways = { short: 0, full: 0 };
  let finishedFields = 0;
  function compareShort({ data, errors }: FormattedExecutionResult, short: string | undefined): void {
    ways[short === undefined ? "full" : "short"] += 1;
    if (short === undefined) return;
    if (errors !== undefined) throw new Error(`The short way hides errors: ${JSON.stringify(errors)}`);
    const full = JSON.stringify({ data });
    if (short !== full) throw new Error(`The short way says ${short}, not ${full}.`);
  }
  function compareFinished(executed: unknown, finished: unknown): void {
    finishedFields += 1;
    const [one, other] = [JSON.stringify(executed), JSON.stringify(finished)];
    if (one !== other) throw new Error(`What was finished ahead is ${other}, not ${one}.`);
  }
  const loaded = loadConfig({
    OCTOGATE_PORT: "0",
    OCTOGATE_GITHUB_URL: fakeGitHub.url,
    OCTOGATE_DATA_DIR: dataDir,
    OCTOGATE_LOG_LEVEL: "debug",
    // Most tests look at what GitHub is asked, or change the world between two equal operations.
    OCTOGATE_CACHE: "off",
    ...options.config,
  });
  const gitHubHost = { ...loaded.config.gitHubHost, ...options.host };
  const running = await start({
    loaded: { ...loaded, config: { ...loaded.config, gitHubHost } },
    logDestination: { write: (line) => void logLines.push(line) },
    ...(options.bothWays !== false && { onBothWays: { short: compareShort, finished: compareFinished } }),
  });
  const gateway: TestGateway = {
    url: running.url,
    dataDir,
    fakeGitHub,
    logLines,
    ways,
    finished: () => finishedFields,
    fetch: (path, init) => fetch(`${running.url}${path}`, init),
    graphql: graphqlAt(running.url),
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      if (options.fakeGitHub === undefined) await fakeGitHub[Symbol.asyncDispose]();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
  const token = options.token === undefined ? "classic" : options.token;
  if (token !== null) await storeToken(gateway, fakeGitHub.world.token(token).text);
  return gateway;
}

/** Operations for the gateway at an address. */
export function graphqlAt(url: string): TestGateway["graphql"] {
  return (query, variables = {}, headers = {}) => ask(url, { query, variables }, headers);
}

async function storeToken(gateway: TestGateway, token: string): Promise<void> {
  const { text } = await gateway.graphql(SET_TOKEN, { token });
  if (!/"userErrors":\[\]/.test(text)) throw new Error(`The token was not stored: ${text}`);
  gateway.fakeGitHub.journal.clear();
}

async function ask(url: string, body: object, headers: Readonly<Record<string, string>>): Promise<GraphQLAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as Partial<Pick<GraphQLAnswer, "data" | "errors" | "extensions">>;
  return {
    status: response.status,
    headers: response.headers,
    data: answer.data ?? null,
    errors: answer.errors ?? [],
    extensions: answer.extensions,
    text,
  };
}
