import type { LoadedConfig } from "../config/config.js";
import { createLog } from "../server/log/create-log.js";
import { loadMetricsOfWorkers } from "./load-metrics.js";
import type { Running } from "./run.js";
import type { GatewayFacts } from "./start-gateway.js";
import { WorkerCrew } from "./worker-crew.js";

/**
 * Starts as many gateways as the settings say, each in a process of its own and all behind one port. This process
 * serves nothing: it hands connections out in turn.
 *
 * @throws FailureTold when one of them cannot start.
 */
export async function startWorkers({ config }: LoadedConfig): Promise<GatewayFacts & Running> {
  const log = createLog({ level: config.logLevel });
  const metrics = await loadMetricsOfWorkers({ config, log });
  await metrics?.listen();
  const crew = new WorkerCrew(log);
  // Alone, since what is wrong with the settings is wrong for all and is to be told once.
  const facts = await crew.add();
  await Promise.all(Array.from({ length: config.workers - 1 }, () => crew.add()));
  return {
    ...facts,
    metricsUrl: metrics === undefined ? null : `${metrics.url}/metrics`,
    takeLeave: () => crew.stop("SIGTERM"),
    async [Symbol.asyncDispose]() {
      await crew.stop("SIGINT");
      await metrics?.[Symbol.asyncDispose]();
    },
  };
}
