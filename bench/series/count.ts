import type { Contender } from "../contenders.js";
import type { Child } from "../harness/child.js";
import { open } from "../harness/measure.js";
import { PAGE_SIZE } from "../harness/rows.js";
import type { Server } from "../servers/start-server.js";
import type { Stage } from "../stage.js";
import { workOf } from "../work.js";

/** What one request takes, as noise does not change it. */
export interface Counts {
  readonly promises: number;
  /** On the heap and in buffers. */
  readonly allocatedBytes: number;
  readonly redisCommands: number;
  readonly upstreamRequests: number;
}

/** For servers whose allocations are counted: nothing is collected while 256 MB are made, nor when they have time for it. */
export const COUNTED_NODE_FLAGS = [
  "--expose-gc",
  "--min-semi-space-size=256",
  "--max-semi-space-size=256",
  "--no-memory-reducer",
  "--no-minor-gc-task",
];

/** Long lists make so much that only a few of them fit into a young generation. */
const USUAL = { warmUp: 300, times: 10 };
const LONG = { warmUp: 60, times: 2 };
/**
 * What the server does once in a while, such as telling the other replicas something, falls into some batches of
 * requests and not into others; the least one tells of requests.
 */
const BATCHES = 5;
const TRIES = 3;

/** Counts over requests that are sent one after another to a server that has answered many of them before. */
export async function countRequests(
  stage: Stage,
  server: Server,
  { words }: Pick<Contender, "words">,
  size: number,
): Promise<Counts> {
  const [child] = server.children;
  if (child === undefined) throw new Error("There is no server.");
  await open({ load: stage.load, server, work: workOf(words, size), isWide: size > PAGE_SIZE }, 1);
  const { warmUp, times } = size > PAGE_SIZE ? LONG : USUAL;
  const send = (requests: number) => stage.load.ask("repeat", { times: requests });
  const batch = () => send(times);
  await send(warmUp);

  const redisCommands = await leastOf(() => moreOf(async () => (await stage.redis?.commands()) ?? 0, batch));
  const upstreamRequests = await leastOf(() => moreOf(() => stage.upstream.ask("requests"), batch));
  // Asking for the count makes some too.
  const own = await leastOf(() => promisesOf(child, () => send(0)));
  const promises = (await leastOf(() => promisesOf(child, batch))) - own;
  const bytes = await bytesOf(child, batch);
  await stage.load.ask("close");
  return {
    promises: promises / times,
    allocatedBytes: bytes / times,
    redisCommands: redisCommands / times,
    upstreamRequests: upstreamRequests / times,
  };
}

type Send = () => Promise<unknown>;

async function leastOf(count: () => Promise<number>): Promise<number> {
  const counted: number[] = [];
  while (counted.length < BATCHES) counted.push(await count());
  return Math.min(...counted);
}

/** By how much a number that only grows is larger afterwards. */
async function moreOf(read: () => Promise<number>, send: Send): Promise<number> {
  const before = await read();
  await send();
  return (await read()) - before;
}

async function promisesOf(child: Child, send: Send): Promise<number> {
  await child.ask("countPromises");
  await send();
  return child.ask("promises");
}

async function bytesOf(child: Child, send: Send): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    await child.ask("heap", { collect: true });
    // Meanwhile the background is done with what was collected.
    await send();
    const before = await child.ask("heap", { collect: false });
    await send();
    const after = await child.ask("heap", { collect: false });
    if (after.collections === before.collections) return after.youngBytes - before.youngBytes;
  }
  throw new Error("Something was collected each time that it was counted.");
}
