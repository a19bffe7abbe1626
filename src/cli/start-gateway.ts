import { setTimeout as sleep } from "node:timers/promises";
import packageJson from "../../package.json" with { type: "json" };
import type { LoadedConfig } from "../config/config.js";
import { loadEdition, openEdition } from "../editions/load-edition.js";
import { CALLBACK_PATH } from "../server/console/console-paths.js";
import { createServer } from "../server/create-server.js";
import { describeGateway } from "../server/describe-gateway.js";
import type { OnBothWays } from "../server/graphql/graphql-handler.js";
import { createLog, type LogDestination } from "../server/log/create-log.js";
import { loadMetrics } from "./load-metrics.js";
import type { Running } from "./run.js";

/**
 * A balancer goes on sending until it has looked at `/readyz` again. Most look once or twice a second, and a listener
 * that closes at once refuses what they send until then.
 */
const NOTICED_WITHIN_MS = 1_000;

export interface StartOptions {
  readonly loaded: LoadedConfig;
  /** Where log lines go; standard output, if not given. */
  readonly logDestination?: LogDestination;
  /** Which of several workers this is; in each line of its log. */
  readonly worker?: number;
  /** Runs every query both ways, the short one as well; for tests. */
  readonly onBothWays?: OnBothWays;
}

/** What a person is told of a gateway that listens. */
export interface GatewayFacts {
  readonly url: string;
  readonly editionName: string;
  /** Where metrics are read; `null` where there are none, or where another process has them. */
  readonly metricsUrl: string | null;
  /** The page where people sign in; `null` where there is nobody to sign in. */
  readonly signInUrl: string | null;
  /** Sentences that the operator should read. */
  readonly notices: readonly string[];
}

/** A gateway that listens. Disposing it finishes what is in flight and closes everything. */
export interface RunningGateway extends GatewayFacts, Running {}

/**
 * Configuration, edition, server, in this order.
 *
 * @throws EditionError, StorageError, TrustedDocumentsError: nothing listens then, and everything is closed again.
 */
export async function startGateway({
  loaded,
  logDestination,
  worker,
  onBothWays,
}: StartOptions): Promise<RunningGateway> {
  const { config, secrets } = loaded;
  const { version } = packageJson;
  const notices = [...loaded.notices];
  const processLog = createLog({
    level: config.logLevel,
    ...(logDestination !== undefined && { destination: logDestination }),
  });
  const log = worker === undefined ? processLog : processLog.child({ worker });
  const { meter, server: metrics } = await loadMetrics({ config, log, isWorker: worker !== undefined });
  const loadedEdition = await loadEdition(config.edition);
  const edition = await openEdition(loadedEdition, {
    config,
    secrets,
    version,
    notice: (text) => notices.push(text),
    report: ({ level, message, fields = {} }) => log[level](fields, message),
    measure: meter && ((measurement) => meter.measure(measurement)),
  });
  let { publicUrl } = config;
  try {
    const server = await createServer({
      config,
      edition,
      log,
      meter,
      description: describeGateway({ config, edition, version, publicUrl: () => publicUrl }),
      ...(onBothWays !== undefined && { onBothWays }),
    });
    await metrics?.listen();
    await server.listen();
    if (publicUrl.port === "0") publicUrl = withPortOf(publicUrl, new URL(server.url));
    for (const notice of notices) log.warn(notice);
    const metricsUrl = metrics === undefined ? null : `${metrics.url}/metrics`;
    log.info(
      {
        url: server.url,
        ...(metricsUrl !== null && { metrics: metricsUrl }),
        edition: edition.name,
        version,
        pid: process.pid,
      },
      "ready",
    );
    return {
      url: server.url,
      editionName: edition.name,
      metricsUrl,
      signInUrl: edition.loginFlow === null ? null : new URL(CALLBACK_PATH, publicUrl).href,
      notices,
      async takeLeave() {
        server.drain();
        await sleep(NOTICED_WITHIN_MS);
      },
      async [Symbol.asyncDispose]() {
        try {
          await server[Symbol.asyncDispose]();
          await metrics?.[Symbol.asyncDispose]();
        } finally {
          // Whatever the server came to: tokens that are being renewed are nowhere else.
          await edition[Symbol.asyncDispose]();
        }
        log.info("stopped");
      },
    };
  } catch (error) {
    await metrics?.[Symbol.asyncDispose]();
    await edition[Symbol.asyncDispose]();
    throw error;
  }
}

function withPortOf(url: URL, { port }: URL): URL {
  const address = new URL(url);
  address.port = port;
  return address;
}
