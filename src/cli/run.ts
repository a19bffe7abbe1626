import { EXIT_CODE_CONFIG } from "../config/config-error.js";
import { describeFailure, isConfiguration } from "./describe-failure.js";

const FAILED = 1;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs a program until a signal ends it; also one that comes while it starts. A second signal does not wait any longer.
 *
 * Problems of configuration and of stored files are told in words and end with 78 (`EX_CONFIG` of sysexits.h); all
 * else ends with 1.
 */
export async function run(start: () => Promise<AsyncDisposable>): Promise<void> {
  const stopped = nextSignal();
  try {
    const running = await start();
    await stopped;
    await running[Symbol.asyncDispose]();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exit(isConfiguration(error) ? EXIT_CODE_CONFIG : FAILED);
  }
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isFirst = true;
    function stop(): void {
      if (!isFirst) process.exit(FAILED);
      isFirst = false;
      resolve();
    }
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}
