import { loadConfig } from "../config/load-config.js";
import { writeBanner } from "./banner.js";
import { startGateway, type RunningGateway } from "./start-gateway.js";

/** Starts the gateway as the environment says. */
export async function start(): Promise<RunningGateway> {
  const gateway = await startGateway({ loaded: loadConfig() });
  const next =
    gateway.signInUrl === null
      ? "Next      store a GitHub token with the mutation setGitHubToken, then ask for repositories"
      : `Sign in   ${gateway.signInUrl}`;
  writeBanner(gateway, [next]);
  return gateway;
}
