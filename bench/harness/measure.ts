import type { Server } from "../servers/start-server.js";
import type { Work } from "../work.js";
import type { Child } from "./child.js";
import type { Usage } from "./messages.js";

export interface Measurement {
  readonly requestsPerSecond: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
  /** User and system time of the server's processes, per request. */
  readonly cpuMicros: number;
  readonly rssBytes: number;
  /** The longest time in which the event loop did not turn, where it was watched. */
  readonly longestBlockMs?: number;
}

export interface MeasureOptions {
  readonly load: Child;
  readonly server: Server;
  readonly work: Work;
  readonly connections: number;
  readonly seconds: number;
  /** Before it is measured. */
  readonly warmUp: WarmUp;
  /** Of users who reach as much as the work asks for. */
  readonly isWide: boolean;
  readonly isLoopWatched: boolean;
}

/** Goes on until one of them is reached. */
export interface WarmUp {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * One server under load for a time, after its answer was compared with the expected one.
 *
 * The processor's time is taken before the first and after the last of the requests that it is divided by: connections
 * are open before, and none is cut off.
 */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const { load, server, connections, seconds, isLoopWatched } = options;
  await open(options, connections);
  await warmUp(load, options.warmUp);
  if (isLoopWatched) await Promise.all(server.children.map((child) => child.ask("watchLoop")));
  const before = await usageOf(server);
  const { requests, wrong, ...run } = await load.ask("run", { seconds });
  const after = await usageOf(server);
  const blocks = isLoopWatched ? await Promise.all(server.children.map((child) => child.ask("longestBlock"))) : [];
  await load.ask("close");
  if (wrong > 0) throw new Error(`${wrong} of ${requests} answers were not the expected one.`);
  return {
    requestsPerSecond: requests / run.seconds,
    p50Micros: run.p50Micros,
    p99Micros: run.p99Micros,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / requests,
    rssBytes: after.rssBytes,
    ...(isLoopWatched && { longestBlockMs: Math.max(...blocks) }),
  };
}

/** Connects the load with a server, and compares the first answer. */
export async function open(
  { load, server, work, isWide }: Pick<MeasureOptions, "load" | "server" | "work" | "isWide">,
  connections: number,
): Promise<void> {
  const headers = isWide ? server.wideHeaders : server.headers;
  const answer = await load.ask("open", {
    ports: server.children.map(({ port }) => port),
    connections,
    path: work.path,
    headers: headers.map((each) => ({ ...each, ...work.headers })),
    body: work.body,
  });
  work.check(answer);
}

async function warmUp(load: Child, { requests, seconds }: WarmUp): Promise<void> {
  for (let sent = 0, spent = 0; sent < requests && spent < seconds;) {
    const run = await load.ask("run", { seconds: Math.min(0.5, seconds) });
    sent += run.requests;
    spent += run.seconds;
  }
}

async function usageOf({ children }: Server): Promise<Usage> {
  const usages = await Promise.all(children.map((child) => child.ask("usage")));
  return {
    cpuMicros: usages.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0),
    rssBytes: usages.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
  };
}
