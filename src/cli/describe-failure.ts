import { ConfigError, formatConfigError } from "../config/config-error.js";
import { redact } from "../server/log/redact.js";

/**
 * Why the program ends, in words for the operator; the stack of what nobody expected. Without tokens: people put them
 * into the wrong variable, and messages repeat what was given.
 */
export function describeFailure(error: unknown): string {
  return redact(textOf(error));
}

// By name: the entry does not load the folders whose errors these are.
const OF_CONFIGURATION = new Set(["EditionError", "StorageError", "TrustedDocumentsError"]);

/** Whether the operator's settings or files are to blame. */
export function isConfiguration(error: unknown): boolean {
  return error instanceof ConfigError || (error instanceof Error && OF_CONFIGURATION.has(error.name));
}

function textOf(error: unknown): string {
  if (error instanceof ConfigError) return formatConfigError(error);
  if (!(error instanceof Error)) return String(error);
  if (isConfiguration(error)) return error.message;
  return listenProblem(error) ?? error.stack ?? error.message;
}

// The second one where the port is shared by workers.
const OF_LISTENING = new Set<string | undefined>(["listen", "bind"]);

function listenProblem(error: NodeJS.ErrnoException & { readonly address?: string; readonly port?: number }) {
  const place = `${error.address ?? "this machine"}, port ${error.port ?? "unknown"},`;
  switch (error.code) {
    case "EADDRINUSE":
      return (
        `The address ${place} is in use. ` +
        "Stop what listens there, or choose another port: OCTOGATE_PORT for the gateway, OCTOGATE_METRICS_PORT for its " +
        "metrics, --port for the fake GitHub."
      );
    case "EACCES":
      if (!OF_LISTENING.has(error.syscall)) return undefined;
      return `The address ${place} may not be used by this user. Choose a port above 1023 with OCTOGATE_PORT.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      if (!OF_LISTENING.has(error.syscall) && error.syscall !== "getaddrinfo") return undefined;
      return (
        "OCTOGATE_HOST is no address of this machine. " +
        "Use 127.0.0.1, or 0.0.0.0 for every network that it is connected to."
      );
    default:
      return undefined;
  }
}
