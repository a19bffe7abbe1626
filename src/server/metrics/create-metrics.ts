import { AggregatorRegistry } from "prom-client";
import type { Meter } from "./meter.js";
import { createMetricsServer, type MetricsServer, type MetricsServerOptions } from "./metrics-server.js";
import { PrometheusMeter } from "./prometheus-meter.js";

type Options = Omit<MetricsServerOptions, "read">;

/** Metrics of this process, and the port at which they are read. */
export function createMetrics(options: Options): { readonly meter: Meter; readonly server: MetricsServer } {
  const meter = new PrometheusMeter();
  const { registry } = meter;
  const read = async () => ({ contentType: registry.contentType, text: await registry.metrics() });
  return { meter, server: createMetricsServer({ ...options, read }) };
}

/** Metrics of a worker. They are read where those of all workers are. */
export function createWorkerMeter(): Meter {
  const meter = new PrometheusMeter();
  AggregatorRegistry.setRegistries(meter.registry);
  return meter;
}

/** The port at which the metrics of all workers of this process are read as one. */
export function createMetricsOfWorkers(options: Options): MetricsServer {
  const registry = new AggregatorRegistry();
  const read = async () => ({ contentType: registry.contentType, text: await registry.clusterMetrics() });
  return createMetricsServer({ ...options, read });
}
