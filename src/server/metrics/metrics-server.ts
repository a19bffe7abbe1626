import type { Config } from "../../config/config.js";
import { pathOf, type Step } from "../connect.js";
import { HttpError } from "../http-error.js";
import { HttpServer } from "../http-server.js";
import { jsonErrors } from "../json-errors.js";
import type { Log } from "../log/create-log.js";
import { securityHeaders } from "../security-headers.js";
import { stepChain } from "../step-chain.js";

export interface MetricsServerOptions {
  readonly config: Pick<Config, "host" | "publicUrl">;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly log: Log;
  readonly read: () => Promise<MetricsText>;
}

export type MetricsServer = Pick<HttpServer, "url" | "listen" | typeof Symbol.asyncDispose>;

/** Metrics as Prometheus reads them. */
export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

const METRICS_PATH = "/metrics";

/** A port of its own for metrics: who reaches the public one does not see them. */
export function createMetricsServer({ config, port, log, read }: MetricsServerOptions): MetricsServer {
  return new HttpServer({
    host: config.host,
    port,
    headers: securityHeaders({ publicUrl: config.publicUrl }),
    listener: stepChain([metricsPage(read)], [jsonErrors({ log })]),
  });
}

function metricsPage(read: MetricsServerOptions["read"]): Step {
  return async (request, response) => {
    if (request.method !== "GET" || pathOf(request) !== METRICS_PATH) {
      throw new HttpError("There is nothing here but GET /metrics. GraphQL is at the gateway's own port.", {
        status: 404,
        code: "NOT_FOUND",
      });
    }
    const { contentType, text } = await read();
    response.setHeader("Content-Type", contentType);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Length", Buffer.byteLength(text));
    response.end(text);
  };
}
