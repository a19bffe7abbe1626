import { loadConfig } from "../config/load-config.js";
import { writeBanner } from "./banner.js";
import type { Running } from "./run.js";

/** Starts the gateway as the environment says. */
export async function start(): Promise<Running> {
  const loaded = loadConfig();
  const { workers } = loaded.config;
  // Who only hands connections out needs nothing of what serves them.
  const gateway =
    workers === 1
      ? await (await import("./start-gateway.js")).startGateway({ loaded })
      : await (await import("./start-workers.js")).startWorkers(loaded);
  const next =
    gateway.signInUrl === null
      ? "Next      open the console: it helps you to a GitHub token, unless one is stored already"
      : `Sign in   ${gateway.signInUrl}`;
  writeBanner(gateway, workers === 1 ? [next] : [`Workers   ${workers}`, next]);
  return gateway;
}
