import cluster, { type Worker } from "node:cluster";
import { fileURLToPath } from "node:url";
import type { GatewayFacts } from "./start-gateway.js";
import { isListensMessage, type StopMessage } from "./worker-messages.js";

const ENTRY = fileURLToPath(new URL("./worker.js", import.meta.url));

/** How a worker ended; both are null where its process could not be started. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A worker, as the process sees it that started it. */
export class WorkerProcess {
  readonly #worker: Worker;
  readonly #startedAt = performance.now();
  /** Resolves when it takes requests, and never if it does not come to that. */
  readonly listening: Promise<GatewayFacts>;
  readonly ended: Promise<Ending>;

  constructor() {
    cluster.setupPrimary({ exec: ENTRY, args: [] });
    const worker = cluster.fork();
    this.#worker = worker;
    this.listening = new Promise((resolve) => {
      worker.on("message", (message: unknown) => {
        if (isListensMessage(message)) resolve(message.octogateListens);
      });
    });
    this.ended = new Promise((resolve) => {
      worker.once("exit", (code: number | null, signal: string | null) => resolve({ code, signal }));
      worker.on("error", () => {
        // Else it is about a message to a worker that is about to be seen to have ended.
        if (worker.process.pid === undefined) resolve({ code: null, signal: null });
      });
    });
  }

  /** As the log names it; no other worker of this command has it, before or after. */
  get id(): number {
    return this.#worker.id;
  }

  get pid(): number | undefined {
    return this.#worker.process.pid;
  }

  get ageMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Lets it end as at this signal. */
  stop(signal: NodeJS.Signals): void {
    // One that has gone away meanwhile is told nothing.
    this.#worker.send({ octogateStop: signal } satisfies StopMessage, () => undefined);
  }

  /** Ends it at once. */
  kill(): void {
    this.#worker.process.kill("SIGKILL");
  }
}
