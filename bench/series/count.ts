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

// Long lists make so much that fewer of them fit.
const USUAL = { warmUp: 300, times: 40 };
const LONG = { warmUp: 60, times: 2 };
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
  await stage.load.ask("repeat", { times: warmUp });
  const send = () => stage.load.ask("repeat", { times });

  const [redisBefore, upstreamBefore] = await Promise.all([stage.redis.commands(), stage.upstream.ask("requests")]);
  await send();
  const [redisAfter, upstreamAfter] = await Promise.all([stage.redis.commands(), stage.upstream.ask("requests")]);

  await child.ask("countPromises");
  await send();
  const promises = await child.ask("promises");

  const counts = {
    promises: promises / times,
    allocatedBytes: (await allocated(child, send)) / times,
    redisCommands: (redisAfter - redisBefore) / times,
    upstreamRequests: (upstreamAfter - upstreamBefore) / times,
  };
  await stage.load.ask("close");
  return counts;
}

async function allocated(child: Child, send: () => Promise<unknown>): Promise<number> {
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
