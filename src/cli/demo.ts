import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../config/load-config.js";
import { writeBanner } from "./banner.js";
import { startGateway } from "./start-gateway.js";

const DEMO_TOKEN = "classic";

export interface DemoOptions {
  /** When somebody began to wait for it, in milliseconds since the epoch. */
  readonly since?: number;
}

/** Starts the gateway on the built-in fake GitHub, with a token stored: there are data to look at, and nothing is kept. */
export async function demo({ since = performance.timeOrigin }: DemoOptions = {}): Promise<AsyncDisposable> {
  const { startFakeGitHub } = await import("../../fake-github/index.js");
  const fakeGitHub = await startFakeGitHub();
  const dataDir = await mkdtemp(join(tmpdir(), "octogate-demo-"));
  try {
    const env = {
      ...process.env,
      OCTOGATE_GITHUB_URL: fakeGitHub.url,
      OCTOGATE_DATA_DIR: dataDir,
      // One of its own: a generated one is announced with the advice to keep it.
      OCTOGATE_ENCRYPTION_KEYS: `demo:${randomBytes(32).toString("base64")}`,
      OCTOGATE_ENCRYPTION_KEYS_FILE: "",
    };
    const { login } = await storeToken(env, fakeGitHub.world.token(DEMO_TOKEN).text);
    const gateway = await startGateway({ loaded: loadConfig(env) });
    writeBanner(gateway, [
      `GitHub    ${fakeGitHub.url}   (fake: made-up data, nothing leaves this machine)`,
      `You are   @${login}`,
      `Ready     after ${((Date.now() - since) / 1000).toFixed(1)} s`,
      `Failures  curl -X POST ${fakeGitHub.url}/_fake/faults -d '{"match":{"path":"/graphql"},"form":"unicorn-html"}'`,
    ]);
    return {
      async [Symbol.asyncDispose]() {
        await gateway[Symbol.asyncDispose]();
        await fakeGitHub[Symbol.asyncDispose]();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** By a gateway that nobody knows of: the one at the public port has data from the first request on. */
async function storeToken(env: NodeJS.ProcessEnv, token: string): Promise<{ readonly login: string }> {
  const aside = {
    OCTOGATE_HOST: "127.0.0.1",
    OCTOGATE_PORT: "0",
    OCTOGATE_PUBLIC_URL: "",
    OCTOGATE_METRICS_PORT: "",
    OCTOGATE_TRUSTED_DOCUMENTS: "",
    OCTOGATE_LOG_LEVEL: "silent",
  };
  await using gateway = await startGateway({ loaded: loadConfig({ ...env, ...aside }) });
  return await setToken(gateway.url, token);
}

async function setToken(url: string, token: string): Promise<{ readonly login: string }> {
  const query =
    "mutation SetToken($token: Secret!) { setGitHubToken(input: { token: $token }) { credential { login } userErrors { message } } }";
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { token } }),
  });
  const answer = (await response.json()) as {
    readonly data?: { readonly setGitHubToken: { readonly credential: { readonly login: string } | null } | null };
  };
  const credential = answer.data?.setGitHubToken?.credential;
  if (!credential) throw new Error(`The fake GitHub does not accept its own token: ${JSON.stringify(answer)}`);
  return credential;
}
