import { loadConfig } from "../config/load-config.js";
import { writeBanner } from "./banner.js";
import { startGateway, type RunningGateway } from "./start-gateway.js";

/** Starts the gateway as the environment says. */
export async function start(): Promise<RunningGateway> {
  const gateway = await startGateway({ loaded: loadConfig() });
  const next =
    gateway.signInUrl === null
      ? "Next      open the console: it helps you to a GitHub token, unless one is stored already"
      : `Sign in   ${gateway.signInUrl}`;
  writeBanner(gateway, [next]);
  return gateway;
}
