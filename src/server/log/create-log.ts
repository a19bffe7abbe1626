import { pino, type Logger } from "pino";
import type { LogLevel } from "../../config/config.js";
import { describeError } from "./describe-error.js";
import { readableLine } from "./readable-line.js";
import { redact } from "./redact.js";

export type Log = Logger;

/** Takes whole lines, with their line end. */
export interface LogDestination {
  write(line: string): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** Standard output, if not given. */
  readonly destination?: LogDestination;
  /** Lines for a person instead of JSON; if not given, when standard output is a terminal. */
  readonly readable?: boolean;
}

/**
 * One JSON object a line. Secrets are taken out of the finished line, whatever field or message they came by, and
 * nothing in it can begin a line or steer a terminal.
 */
export function createLog({ level, destination, readable }: LogOptions): Log {
  const sink = destination ?? process.stdout;
  const isReadable = readable ?? (destination === undefined && process.stdout.isTTY);
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    {
      write(line: string): void {
        const safe = escapeControls(redact(line.trimEnd()));
        sink.write(`${isReadable ? readableLine(safe) : safe}\n`);
      },
    },
  );
}

// JSON leaves these as they are: DEL, the C1 controls (0x9b begins a terminal's control sequence) and two line ends.
function escapeControls(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u2028\u2029\n\r]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
