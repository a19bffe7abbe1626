import { EXIT_CODE_CONFIG } from "../config/config-error.js";
import { describeFailure, isConfiguration } from "./describe-failure.js";

const FAILED = 1;
export const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** A program at work. Disposing it lets what is in flight finish, then closes everything. */
export interface Running extends AsyncDisposable {
  /** Lets those who send requests find out that it is about to end. Nothing is refused meanwhile. */
  takeLeave?(): Promise<void>;
}

/** A failure that another process has told already. */
export class FailureTold extends Error {
  override readonly name = "FailureTold";

  constructor(readonly exitCode: number) {
    super(`Another process has failed with ${exitCode}.`);
  }
}

export interface RunOptions {
  /** The signal to end at; if not given, the first that this process gets. */
  readonly stopped?: Promise<NodeJS.Signals>;
}

/**
 * Runs a program until a signal ends it; also one that comes while it starts. A person (SIGINT) does not wait until the
 * others know. A second signal does not wait for anything.
 *
 * Problems of configuration and of stored files are told in words and end with 78 (`EX_CONFIG` of sysexits.h); all
 * else ends with 1.
 */
export async function run(start: () => Promise<Running>, { stopped = nextSignal() }: RunOptions = {}): Promise<void> {
  try {
    const running = await start();
    if ((await stopped) === "SIGTERM") await running.takeLeave?.();
    await running[Symbol.asyncDispose]();
    process.exit(0);
  } catch (error) {
    if (error instanceof FailureTold) process.exit(error.exitCode);
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exit(isConfiguration(error) ? EXIT_CODE_CONFIG : FAILED);
  }
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isFirst = true;
    function stop(signal: NodeJS.Signals): void {
      if (!isFirst) process.exit(FAILED);
      isFirst = false;
      resolve(signal);
    }
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}
