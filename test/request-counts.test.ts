import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contendersOf } from "../bench/contenders.js";
import { COUNTED_NODE_FLAGS, countRequests, type Counts } from "../bench/series/count.js";
import { Stage } from "../bench/stage.js";
import { NO_REDIS, hasRedis } from "./redis-server.js";

// What a request takes that the gateway has seen before, as the bench counts it on the built program. Timings depend on
// the machine and on what else it does. These figures do not: they say at once that something has become dearer.

const PAGE = 30;
/** Ten pages of GitHub's largest size, in one operation. */
const MANY = 1_000;

/** What a request may take at most. */
interface Bounds {
  readonly promises: number;
  readonly redisCommands: number;
  readonly upstreamRequests: number;
  /** About a fifth more than was counted: how much the compiler saves is not the same each time. */
  readonly kilobytes: { readonly page: number; readonly many: number };
}

/** By the names of the bench. In SaaS the session is held: it is read once in a second, which falls into few batches. */
const OSS: Readonly<Record<string, Bounds>> = {
  oss: { promises: 16, redisCommands: 0, upstreamRequests: 1, kilobytes: { page: 95, many: 2_150 } },
  "oss-computed": { promises: 16, redisCommands: 0, upstreamRequests: 1, kilobytes: { page: 140, many: 3_550 } },
  "oss-cached": { promises: 8, redisCommands: 0, upstreamRequests: 0, kilobytes: { page: 30, many: 45 } },
};
const SAAS: Readonly<Record<string, Bounds>> = {
  saas: { promises: 16, redisCommands: 0, upstreamRequests: 1, kilobytes: { page: 96, many: 2_170 } },
  "saas-computed": { promises: 16, redisCommands: 0, upstreamRequests: 1, kilobytes: { page: 142, many: 3_570 } },
  "saas-cached": { promises: 8, redisCommands: 0, upstreamRequests: 0, kilobytes: { page: 30, many: 47 } },
};

let stage: Stage;
beforeAll(async () => {
  execFileSync(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", resolve("bench/tsconfig.json")]);
  stage = await Stage.open({ users: 1, settings: {}, nodeFlags: COUNTED_NODE_FLAGS, hasRedis });
});
afterAll(() => stage[Symbol.asyncDispose]());

describe.each([
  ["OSS", OSS, true],
  [`SaaS${hasRedis ? "" : ` (${NO_REDIS})`}`, SAAS, hasRedis],
] as const)(
  "a request that %s knows keeps within its bounds, and 1,000 repositories take no more promises than 30:",
  (_, bounds, canRun) => {
    test.skipIf(!canRun).each(Object.entries(bounds))("%s", { timeout: 300_000 }, async (name, bound) => {
      const page = await count(name, PAGE);
      const many = await count(name, MANY);
      expect.soft(page.promises, "promises").toBeLessThanOrEqual(bound.promises);
      expect.soft(many.promises, "promises for 1,000").toBe(page.promises);
      for (const { redisCommands, upstreamRequests } of [page, many]) {
        expect.soft(redisCommands, "Redis commands").toBeLessThanOrEqual(bound.redisCommands);
        expect.soft(upstreamRequests, "requests to GitHub").toBe(bound.upstreamRequests);
      }
      expect.soft(page.allocatedBytes / 1_000, "kB allocated").toBeLessThanOrEqual(bound.kilobytes.page);
      expect.soft(many.allocatedBytes / 1_000, "kB allocated for 1,000").toBeLessThanOrEqual(bound.kilobytes.many);
    });
  },
);

async function count(name: string, size: number): Promise<Counts> {
  const contender = contendersOf([name]).find((each) => each.name === name);
  if (contender === undefined) throw new Error(`There is no contender ${name}.`);
  const server = await stage.server(contender, { rows: size, replicas: 1 });
  return countRequests(stage, server, contender, size);
}
