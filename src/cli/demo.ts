import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../config/load-config.js";
import { writeBanner } from "./banner.js";
import { startGateway } from "./start-gateway.js";

const DEMO_TOKEN = "classic";

/** Starts the gateway on the built-in fake GitHub, with a token stored: there are data to look at, and nothing is kept. */
export async function demo(): Promise<AsyncDisposable> {
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
    const gateway = await startGateway({ loaded: loadConfig(env) });
    const { login } = await storeToken(gateway.url, fakeGitHub.world.token(DEMO_TOKEN).text);
    writeBanner(gateway, [
      `GitHub    ${fakeGitHub.url}   (fake: made-up data, nothing leaves this machine)`,
      `You are   @${login}`,
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

async function storeToken(url: string, token: string): Promise<{ readonly login: string }> {
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
