import { ConfigError, EXIT_CODE_CONFIG, formatConfigError } from "../config/config-error.js";

const FAILED = 1;

/**
 * Runs a program until a signal ends it. A second signal does not wait any longer.
 *
 * Problems of configuration and of stored files are told in words and end with 78 (`EX_CONFIG` of sysexits.h); all
 * else ends with 1.
 */
export async function run(start: () => Promise<AsyncDisposable>): Promise<void> {
  try {
    const running = await start();
    const signal = await nextSignal();
    process.once(signal, () => process.exit(FAILED));
    await running[Symbol.asyncDispose]();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exit(isConfiguration(error) ? EXIT_CODE_CONFIG : FAILED);
  }
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
}

// By name: the entry does not load the folders whose errors these are.
function isConfiguration(error: unknown): error is Error {
  return (
    error instanceof ConfigError || (error instanceof Error && ["EditionError", "StorageError"].includes(error.name))
  );
}

function describe(error: unknown): string {
  if (error instanceof ConfigError) return formatConfigError(error);
  if (isConfiguration(error)) return error.message;
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return "The port is in use. Stop what listens there, or choose another with OCTOGATE_PORT.";
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
