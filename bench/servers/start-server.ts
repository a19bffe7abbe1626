import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtFile, startChild, type Child } from "../harness/child.js";
import { freePort } from "../harness/redis.js";
import { WIDE_DIGIT } from "../harness/world.js";
import { signIn, storeToken, tokenOf } from "./sign-in.js";

export type ServerName =
  | "proxy"
  | "constant"
  | "oss"
  | "oss-cached"
  | "saas"
  | "saas-limited"
  | "saas-cached"
  | "saas-workers"
  | "mercurius"
  | "yoga-undici"
  | "yoga-fetch"
  | "hive"
  | "usual";

/** What every server is put between. */
export interface Surroundings {
  readonly upstreamUrl: string;
  readonly redisUrl: string;
  /** How many users there are; connections share them in turn. */
  readonly users: number;
  /** Rows of the answer that is there already. */
  readonly rows: number;
  /** Flags of Node for the servers. */
  readonly nodeFlags: readonly string[];
  /** Settings of Octogate beyond those of the bench. */
  readonly settings: Readonly<Record<string, string>>;
}

/** One or more equal processes, with users who are signed in. */
export interface Server extends AsyncDisposable {
  readonly children: readonly Child[];
  /** What requests carry, by user. Users of the second list reach ten organizations. */
  readonly headers: readonly Readonly<Record<string, string>>[];
  readonly wideHeaders: readonly Readonly<Record<string, string>>[];
}

type Headers = Readonly<Record<string, string>>;
/** What a request of one user carries. */
type Admit = (url: string, userId: number) => Promise<Headers>;

interface Recipe {
  readonly file: string;
  readonly env: Headers;
  /** Started once for all replicas, which are its workers. */
  readonly isOneCommand?: true;
  /** Called once, for the first of the processes. */
  prepare?(url: string): Promise<void>;
  readonly admit: Admit;
}

const OCTOGATE = fileURLToPath(new URL("../../dist/src/main.js", `file://${builtFile("main.js")}`));

/** As `npm start` has it. */
const START_FLAGS = ["--max-semi-space-size=64"];

/** Starts a server in one process or several, and signs its users in. */
export async function startServer(name: ServerName, around: Surroundings, replicas = 1): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "octogate-bench-"));
  const children: Child[] = [];
  const firstPort = await freePort();
  async function dispose(): Promise<void> {
    for (const child of children) await child[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    const recipe = recipeOf(name, around, { folder, port: firstPort });
    while (children.length < (recipe.isOneCommand ? 1 : replicas)) {
      const port = children.length === 0 ? firstPort : await freePort();
      const env = {
        ...recipe.env,
        ...("OCTOGATE_PORT" in recipe.env && { OCTOGATE_PORT: String(port) }),
        ...(recipe.isOneCommand && { OCTOGATE_WORKERS: String(replicas) }),
      };
      const nodeFlags = [...(recipe.file === OCTOGATE ? START_FLAGS : []), ...around.nodeFlags];
      children.push(await startChild({ file: recipe.file, env, nodeFlags }));
    }
    const url = `http://127.0.0.1:${children[0]?.port}`;
    await recipe.prepare?.(url);
    const admitAll = async (isWide: boolean) => {
      const admitted: Headers[] = [];
      for (const userId of userIds(around.users, isWide)) admitted.push(await recipe.admit(url, userId));
      return admitted;
    };
    const headers = await admitAll(false);
    return { children, headers, wideHeaders: await admitAll(true), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function userIds(count: number, isWide: boolean): readonly number[] {
  return Array.from({ length: count }, (_, index) => (index + 1) * 10 + (isWide ? WIDE_DIGIT : 0));
}

function recipeOf(
  name: ServerName,
  around: Surroundings,
  own: { readonly folder: string; readonly port: number },
): Recipe {
  const { upstreamUrl, redisUrl, rows } = around;
  const UPSTREAM_URL = upstreamUrl;
  const byToken: Admit = async (_url, userId) => ({ authorization: `bearer ${tokenOf(userId)}` });
  const peer = (file: string, env: Headers = {}): Recipe => ({
    file: builtFile(`peers/${file}.js`),
    env: { UPSTREAM_URL, ...env },
    admit: byToken,
  });
  switch (name) {
    case "proxy":
      return { file: builtFile("servers/proxy.js"), env: { UPSTREAM_URL }, admit: byToken };
    case "constant":
      return { file: builtFile("servers/constant.js"), env: { ROWS: String(rows) }, admit: byToken };
    case "oss":
      return oss("off", around, own);
    case "oss-cached":
      return oss("on", around, own);
    case "saas":
      return saas({}, around, own);
    case "saas-limited":
      return saas({ OCTOGATE_RATE_LIMIT: "99999999" }, around, own);
    case "saas-cached":
      return saas({ OCTOGATE_CACHE: "on" }, around, own);
    case "saas-workers":
      return { ...saas({}, around, own), isOneCommand: true };
    case "mercurius":
      return peer("mercurius");
    case "yoga-undici":
      return peer("yoga", { TRANSPORT: "undici" });
    case "yoga-fetch":
      return peer("yoga", { TRANSPORT: "fetch" });
    case "hive":
      return peer("hive");
    case "usual":
      return { ...peer("usual-stack", { REDIS_URL: redisUrl }), admit: byLogin };
    default:
      return name satisfies never;
  }
}

function oss(
  cache: string,
  { upstreamUrl, settings }: Surroundings,
  { folder, port }: { folder: string; port: number },
) {
  const env = { ...commonEnv(upstreamUrl, folder, port), OCTOGATE_CACHE: cache, ...settings };
  return { file: OCTOGATE, env, prepare: storeToken, admit: async () => ({}) } satisfies Recipe;
}

function saas(
  own: Headers,
  { upstreamUrl, redisUrl, settings }: Surroundings,
  { folder, port }: { folder: string; port: number },
): Recipe {
  const env = {
    ...commonEnv(upstreamUrl, folder, port),
    OCTOGATE_EDITION: "saas",
    OCTOGATE_PUBLIC_URL: `http://127.0.0.1:${port}`,
    OCTOGATE_REDIS_URL: redisUrl,
    OCTOGATE_GITHUB_CLIENT_ID: "Iv1.bench",
    OCTOGATE_GITHUB_CLIENT_SECRET: "client secret of the bench",
    OCTOGATE_GITHUB_APP_SLUG: "bench",
    OCTOGATE_SESSION_KEYS: "session-key-of-the-bench-0123456789abcdefgh",
    OCTOGATE_ENCRYPTION_KEYS: `k1:${Buffer.from("encryption key of the bench 0123").toString("base64")}`,
    // What the App reaches is remembered: the series are of GraphQL.
    OCTOGATE_CACHE: "access",
    OCTOGATE_RATE_LIMIT: "off",
    OCTOGATE_LOGIN_LIMIT: "off",
    ...own,
    ...settings,
  };
  return { file: OCTOGATE, env, admit: async (url, userId) => ({ cookie: await signIn(url, userId) }) };
}

function commonEnv(upstreamUrl: string, folder: string, port: number): Headers {
  return {
    OCTOGATE_PORT: String(port),
    OCTOGATE_GITHUB_URL: upstreamUrl,
    OCTOGATE_DATA_DIR: folder,
    // It tells nothing of a request that goes well at any level that a server in production has.
    OCTOGATE_LOG_LEVEL: "warn",
  };
}

const byLogin: Admit = async (url, userId) => {
  const response = await fetch(`${url}/login/${tokenOf(userId)}`);
  const [cookie = ""] = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  return { cookie };
};
