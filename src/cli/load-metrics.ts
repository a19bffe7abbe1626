import type { Config } from "../config/config.js";
import type { Log } from "../server/log/create-log.js";
import type { Meter } from "../server/metrics/meter.js";
import type { MetricsServer } from "../server/metrics/metrics-server.js";

export interface MetricsOptions {
  readonly config: Config;
  readonly log: Log;
}

/** What counts, and where it is read; nothing without a port for it. */
export interface Metrics {
  readonly meter?: Meter;
  /** Absent in a worker, whose metrics are read where those of all are. */
  readonly server?: MetricsServer;
}

// Loaded only where metrics are wanted.
const load = () => import("../server/metrics/create-metrics.js");

/** Metrics of a process that serves requests. */
export async function loadMetrics({
  config,
  log,
  isWorker,
}: MetricsOptions & { readonly isWorker: boolean }): Promise<Metrics> {
  const port = config.metricsPort;
  if (port === undefined) return {};
  const metrics = await load();
  return isWorker ? { meter: metrics.createWorkerMeter() } : metrics.createMetrics({ config, port, log });
}

/** Where the metrics of all workers of this process are read. */
export async function loadMetricsOfWorkers({ config, log }: MetricsOptions): Promise<MetricsServer | undefined> {
  const port = config.metricsPort;
  return port === undefined ? undefined : (await load()).createMetricsOfWorkers({ config, port, log });
}
