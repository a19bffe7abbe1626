// Loaded into every process of the bench, before its own code (`node --import`): what only the process itself can tell.
import { createHook } from "node:async_hooks";
import cluster from "node:cluster";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Profiler, Session } from "node:inspector/promises";
import { Server, type AddressInfo } from "node:net";
import { monitorEventLoopDelay, PerformanceObserver, type IntervalHistogram } from "node:perf_hooks";
import { getHeapSpaceStatistics, getHeapStatistics } from "node:v8";
import type { AskMessage, AskName, Asks, Heap, Ready, Reply, Usage } from "./messages.js";

type Handler<Name extends AskName> = (input: Asks[Name]["in"]) => Asks[Name]["out"] | Promise<Asks[Name]["out"]>;

const handlers = new Map<AskName, (input: never) => unknown>();

/** Answers a question of the bench in this process. */
export function onAsk<Name extends AskName>(name: Name, handler: Handler<Name>): void {
  handlers.set(name, handler);
}

/** Tells the bench that this process can be used. Servers need not: that they listen is told for them. */
export function ready(port: number): void {
  const { user, system } = process.cpuUsage();
  const message: Ready = { ready: true, port, cpuMicros: user + system, wallMs: performance.now() };
  process.send?.(message);
}

onAsk("usage", async () => {
  const { user, system } = process.cpuUsage();
  const own: Usage = { cpuMicros: user + system, rssBytes: process.memoryUsage.rss() };
  // Workers of a cluster are processes of their own.
  const workers = await Promise.all(Object.values(cluster.workers ?? {}).map((worker) => askWorker(worker)));
  return [own, ...workers].reduce((sum, each) => ({
    cpuMicros: sum.cpuMicros + each.cpuMicros,
    rssBytes: sum.rssBytes + each.rssBytes,
  }));
});

let collections = 0;
let collectionObserver: PerformanceObserver | undefined;
onAsk("heap", async ({ collect }): Promise<Heap> => {
  if (collectionObserver === undefined) {
    collectionObserver = new PerformanceObserver((list) => (collections += list.getEntries().length));
    collectionObserver.observe({ entryTypes: ["gc"] });
  }
  if (collect) globalThis.gc?.();
  // What was collected is swept up in the background, and the observer is told later than it happens.
  await sleep(300);
  const { used_heap_size: used, external_memory: external } = getHeapStatistics();
  const young = getHeapSpaceStatistics().filter(({ space_name: name }) => name.startsWith("new_"));
  return {
    usedBytes: used + external,
    youngBytes: young.reduce((sum, space) => sum + space.space_used_size, external),
    collections,
  };
});

let promises = 0;
const promiseHook = createHook({
  init(_id, type) {
    if (type === "PROMISE") promises += 1;
  },
});
onAsk("countPromises", () => {
  promises = 0;
  promiseHook.enable();
  return null;
});
onAsk("promises", () => {
  promiseHook.disable();
  return promises;
});

const LOOP_RESOLUTION_MS = 1;
let loop: IntervalHistogram | undefined;
onAsk("watchLoop", () => {
  loop?.disable();
  loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  loop.enable();
  return null;
});
onAsk("longestBlock", () => {
  const longest = (loop?.max ?? 0) / 1e6;
  loop?.disable();
  // It is the time between two turns of a timer, which includes the timer's own.
  return Math.max(0, longest - LOOP_RESOLUTION_MS);
});

let profiling: Session | undefined;
onAsk("startProfile", async () => {
  const { Session: InspectorSession } = await import("node:inspector/promises");
  profiling = new InspectorSession();
  profiling.connect();
  await profiling.post("Profiler.enable");
  await profiling.post("Profiler.setSamplingInterval", { interval: 200 });
  await profiling.post("Profiler.start");
  return null;
});
onAsk("stopProfile", async ({ file }) => {
  const stopped: Profiler.StopReturnType | undefined = await profiling?.post("Profiler.stop");
  profiling?.disconnect();
  await writeFile(file, JSON.stringify(stopped?.profile));
  return null;
});

process.on("message", (message: AskMessage) => {
  if (typeof message !== "object" || !("ask" in message)) return;
  void answer(message);
});

async function answer({ ask, id, input }: AskMessage): Promise<void> {
  let reply: Reply;
  try {
    const handler = handlers.get(ask);
    if (handler === undefined) throw new Error(`This process cannot be asked for ${ask}.`);
    reply = { id, output: await handler(input as never) };
  } catch (error) {
    reply = { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.send?.(reply);
}

async function askWorker(worker: (typeof cluster.workers & object)[string]): Promise<Usage> {
  if (worker === undefined) return { cpuMicros: 0, rssBytes: 0 };
  return new Promise((resolve) => {
    const id = Math.random();
    function take(reply: Reply): void {
      if (reply.id !== id || !("output" in reply)) return;
      worker?.off("message", take);
      resolve(reply.output as Usage);
    }
    worker.on("message", take);
    const message: AskMessage = { ask: "usage", id, input: null };
    worker.send(message);
  });
}

// The channel must keep no server alive, and no server may outlive the bench.
if (process.send !== undefined && cluster.isPrimary) {
  process.channel?.unref();
  process.once("disconnect", () => process.exit(1));
  let workersToListen = Number(process.env["OCTOGATE_WORKERS"] ?? 1);
  cluster.on("listening", (_worker, { port }) => {
    workersToListen -= 1;
    if (workersToListen === 0) ready(port);
  });
  const prototype = Server.prototype as unknown as { listen: (this: Server, ...args: unknown[]) => Server };
  const listen = prototype.listen;
  prototype.listen = function listenAndTell(...args) {
    this.once("listening", () => ready((this.address() as AddressInfo).port));
    return Reflect.apply(listen, this, args);
  };
}
