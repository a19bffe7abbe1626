import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../server/log/create-log.js";
import { FailureTold } from "./run.js";
import type { GatewayFacts } from "./start-gateway.js";
import { WorkerProcess, type Ending } from "./worker-process.js";

const FAILED = 1;
/** Before another worker takes the place of one that has ended; longer each time, unless that one had lived for long. */
const PAUSE_MS = { first: 100, most: 30_000 };
const LONG_LIFE_MS = 60_000;

/** Workers of one command, of which there are always as many as were added. */
export class WorkerCrew {
  readonly #log: Log;
  readonly #workers = new Set<WorkerProcess>();
  readonly #places: Promise<Ending | undefined>[] = [];
  readonly #end = new AbortController();

  constructor(log: Log) {
    this.#log = log;
    // Whatever ends this process: nobody would hold the port for them, nor start another one.
    process.once("exit", () => {
      for (const worker of this.#workers) worker.kill();
    });
  }

  /** Starts one more, and waits until it takes requests. Throws FailureTold when it ends instead. */
  async add(): Promise<GatewayFacts> {
    const worker = this.#startWorker();
    const first = await Promise.race([worker.listening, worker.ended]);
    if ("code" in first) throw failureOf(first);
    this.#places.push(this.#keepPlace(worker));
    return first;
  }

  /** Lets all of them end as at this signal, and waits for it. Throws FailureTold when one does not end well. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    this.#end.abort();
    for (const worker of this.#workers) worker.stop(signal);
    const endings = await Promise.all(this.#places);
    if (endings.some((ending) => ending !== undefined && ending.code !== 0)) throw new FailureTold(FAILED);
  }

  /** How the last of them ended, unless nobody was there at the end. */
  async #keepPlace(first: WorkerProcess): Promise<Ending | undefined> {
    let pauseMs = PAUSE_MS.first;
    for (let worker = first; ; worker = this.#startWorker()) {
      const ending = await worker.ended;
      if (this.#end.signal.aborted) return ending;
      if (worker.ageMs > LONG_LIFE_MS) pauseMs = PAUSE_MS.first;
      const { id, pid } = worker;
      // One that ended well was asked to, by a signal of its own.
      const level = ending.code === 0 ? "info" : "error";
      this.#log[level]({ worker: id, pid, ...ending, pauseMs }, "a worker has ended; another one takes its place");
      await sleep(pauseMs, undefined, this.#end).catch(() => undefined);
      if (this.#end.signal.aborted) return undefined;
      pauseMs = Math.min(2 * pauseMs, PAUSE_MS.most);
    }
  }

  #startWorker(): WorkerProcess {
    const worker = new WorkerProcess();
    this.#workers.add(worker);
    void worker.ended.then(() => this.#workers.delete(worker));
    return worker;
  }
}

/** What a worker fails at it has told, unless it was killed. */
function failureOf({ code, signal }: Ending): FailureTold {
  if (code === null) {
    const how = signal === null ? "could not be started" : `was ended by ${signal} before it listened`;
    process.stderr.write(`A worker ${how}. Look for what ends processes here, such as a limit of memory.\n`);
  }
  return new FailureTold(code || FAILED);
}
