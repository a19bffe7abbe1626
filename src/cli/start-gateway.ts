import packageJson from "../../package.json" with { type: "json" };
import type { LoadedConfig } from "../config/config.js";
import { loadEdition, openEdition } from "../editions/load-edition.js";
import { createServer } from "../server/create-server.js";
import { describeGateway } from "../server/describe-gateway.js";
import { createLog, type LogDestination } from "../server/log/create-log.js";

export interface StartOptions {
  readonly loaded: LoadedConfig;
  /** Where log lines go; standard output, if not given. */
  readonly logDestination?: LogDestination;
}

/** A gateway that listens. Disposing it finishes what is in flight and closes everything. */
export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  readonly editionName: string;
  /** Sentences that the operator should read. */
  readonly notices: readonly string[];
}

/**
 * Configuration, edition, server, in this order.
 *
 * @throws EditionError, StorageError: nothing listens then, and everything is closed again.
 */
export async function startGateway({ loaded, logDestination }: StartOptions): Promise<RunningGateway> {
  const { config, secrets } = loaded;
  const { version } = packageJson;
  const notices = [...loaded.notices];
  const log = createLog({
    level: config.logLevel,
    ...(logDestination !== undefined && { destination: logDestination }),
  });
  const loadedEdition = await loadEdition(config.edition);
  const edition = await openEdition(loadedEdition, {
    config,
    secrets,
    version,
    notice: (text) => notices.push(text),
    report: ({ level, message, fields = {} }) => log[level](fields, message),
  });
  try {
    const server = await createServer({
      config,
      edition,
      log,
      description: describeGateway({ config, edition, version }),
    });
    await server.listen();
    for (const notice of notices) log.warn(notice);
    log.info({ url: server.url, edition: edition.name, version }, "ready");
    return {
      url: server.url,
      editionName: edition.name,
      notices,
      async [Symbol.asyncDispose]() {
        server.drain();
        await server[Symbol.asyncDispose]();
        await edition[Symbol.asyncDispose]();
        log.info("stopped");
      },
    };
  } catch (error) {
    await edition[Symbol.asyncDispose]();
    throw error;
  }
}
