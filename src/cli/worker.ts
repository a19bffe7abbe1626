import "reflect-metadata";
import cluster from "node:cluster";
import { loadConfig } from "../config/load-config.js";
import { run, SIGNALS } from "./run.js";
import type { RunningGateway } from "./start-gateway.js";
import { isStopMessage, type ListensMessage } from "./worker-messages.js";

// The entry of a worker: `worker-process.ts` starts it.
await run(startWorker, { stopped: toldToStop() });

async function startWorker(): Promise<RunningGateway> {
  // Loaded after somebody listens to signals: it takes the longest.
  const { startGateway } = await import("./start-gateway.js");
  const gateway = await startGateway({
    loaded: loadConfig(),
    ...(cluster.worker !== undefined && { worker: cluster.worker.id }),
  });
  const { url, editionName, metricsUrl, signInUrl, notices } = gateway;
  process.send?.({ octogateListens: { url, editionName, metricsUrl, signInUrl, notices } } satisfies ListensMessage);
  return gateway;
}

/** A terminal signals every process of a group, and the primary passes signals on: the same twice is no second one. */
function toldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, resolve);
    process.on("message", (message: unknown) => {
      if (isStopMessage(message)) resolve(message.octogateStop);
    });
  });
}
