import type { Measurement } from "../harness/measure.js";
import { spreadOf } from "../harness/statistics.js";
import type { ColdResult } from "../series/cold.js";
import type { Counts } from "../series/count.js";
import type { MemoryResult } from "../series/memory.js";
import type { Condition, Result } from "../series/run-rounds.js";

/** What one run has measured, by series; counts by the name of the contender. */
export interface Measured {
  main?: readonly Result[];
  sizes?: readonly Result[];
  connections?: readonly Result[];
  delay?: readonly Result[];
  replicas?: readonly Result[];
  cold?: readonly ColdResult[];
  memory?: MemoryResult;
  counts?: Readonly<Record<string, Counts>>;
}

/** A goal, and how near a run has come to it. */
export interface Outcome {
  readonly goal: string;
  /** `at least` where more is better. */
  readonly wanted: "at most" | "at least";
  readonly limit: number;
  readonly unit: string;
  readonly measured: number;
  readonly isMet: boolean;
}

/** Gives nothing where the run has not measured it. */
type Reading = (run: Measured) => number | undefined;
type Goal = Omit<Outcome, "measured" | "isMet"> & { readonly read: Reading };
type Where = Pick<Condition, "size" | "connections" | "delayMs" | "replicas">;

const USUAL: Where = { size: 30, connections: 32, delayMs: 0, replicas: 1 };
/** Bytes by which a heap differs from itself after a collection, for each of 500 users. */
const UNCERTAIN = 100;

const GOALS: readonly Goal[] = [
  ...goalsOf("oss", "OSS"),
  ...goalsOf("saas", "SaaS"),
  atLeast(1.7, "× one", "SaaS, two workers: requests per second", twoWorkers(requestsPerSecondOf)),
  atMost(1.1, "× one", "SaaS, two workers: CPU", twoWorkers(cpuOf)),
  atMost(UNCERTAIN, "bytes", "SaaS, idle session: memory", ({ memory }) => memory?.gatewayBytesPerSession),
  atMost(1_024, "bytes", "SaaS, user with token: Redis", ({ memory }) => memory?.redisBytesPerUser),
];

/** Every goal that the run has measured something for. All figures, and what they are ratios to, are of that run. */
export function outcomesOf(run: Measured): readonly Outcome[] {
  return GOALS.flatMap(({ read, ...goal }): readonly Outcome[] => {
    const measured = read(run);
    if (measured === undefined) return [];
    return [{ ...goal, measured, isMet: goal.wanted === "at most" ? measured <= goal.limit : measured >= goal.limit }];
  });
}

function goalsOf(name: string, title: string): readonly Goal[] {
  const cached = `${name}-cached`;
  return [
    atMost(1.2, "× proxy", title, cpuInMain(name)),
    atMost(1.6, "× proxy", `${title}, computed fields`, cpuInMain(`${name}-computed`)),
    atMost(0.5, "× proxy", `${title}, from its cache`, cpuInMain(cached)),
    atMost(8, "× proxy", `${title}, the complete way`, cpuInMain(`${name}-complete`)),
    atLeast(2.5, `× ${title}`, "mercurius, JIT, undici", cpuBeside("mercurius", name)),
    atLeast(10, `× ${title}`, "Hive Gateway, per user", cpuBeside("hive", name)),
    atLeast(25, `× ${title}`, "usual stack", cpuBeside("usual", name)),
    atMost(1.5, "× proxy", `${title}, 1,000 repositories`, ({ sizes }) => {
      return find(sizes, name, { ...USUAL, size: 1_000 })?.ratios.cpu.median;
    }),
    atMost(5, "ms", `${title}, 1,000 repositories, one connection: longest block`, ({ sizes }) => {
      return find(sizes, name, { ...USUAL, size: 1_000, connections: 1 })?.longestBlockMs;
    }),
    atMost(1.1, "× at 32", `${title}, 512 connections`, ({ connections }) => {
      const many = find(connections, name, { ...USUAL, connections: 512 });
      return quotient(cpuOf, many, find(connections, name, USUAL));
    }),
    atMost(0.3, "ms", `${title}, 50 ms upstream delay, one connection: added p50`, ({ delay }) => {
      return find(delay, name, { ...USUAL, delayMs: 50, connections: 1 })?.addedP50Ms.median;
    }),
    atMost(400, "ms", `${title}, cold start: CPU`, ({ cold }) => {
      return cold?.find(({ contender }) => contender === name)?.cpuMs.median;
    }),
    atMost(20, "", `${title}: promises`, ({ counts }) => counts?.[name]?.promises),
    atMost(20, "", `${title}, computed fields: promises`, ({ counts }) => counts?.[`${name}-computed`]?.promises),
    atMost(20, "", `${title}, from its cache: promises`, ({ counts }) => counts?.[cached]?.promises),
    atMost(1, "", `${title}: Redis commands`, ({ counts }) => counts?.[name]?.redisCommands),
    atMost(0, "", `${title}, from its cache: Redis commands`, ({ counts }) => counts?.[cached]?.redisCommands),
    atMost(1, "", `${title}: upstream requests`, ({ counts }) => counts?.[name]?.upstreamRequests),
    atMost(0, "", `${title}, from its cache: upstream requests`, ({ counts }) => counts?.[cached]?.upstreamRequests),
  ];
}

function atMost(limit: number, unit: string, goal: string, read: Reading): Goal {
  return { goal, wanted: "at most", limit, unit, read };
}

function atLeast(limit: number, unit: string, goal: string, read: Reading): Goal {
  return { goal, wanted: "at least", limit, unit, read };
}

function cpuInMain(name: string): Reading {
  return ({ main }) => find(main, name, USUAL)?.ratios.cpu.median;
}

function cpuBeside(peer: string, name: string): Reading {
  return ({ main }) => quotient(cpuOf, find(main, peer, USUAL), find(main, name, USUAL));
}

function twoWorkers(figure: (measurement: Measurement) => number): Reading {
  return ({ replicas }) => {
    const two = find(replicas, "saas-workers", { ...USUAL, replicas: 2 });
    return quotient(figure, two, find(replicas, "saas-workers", USUAL));
  };
}

function cpuOf({ cpuMicros }: Measurement): number {
  return cpuMicros;
}

function requestsPerSecondOf({ requestsPerSecond }: Measurement): number {
  return requestsPerSecond;
}

function find(results: readonly Result[] | undefined, name: string, where: Where): Result | undefined {
  return results?.find(
    ({ contender, condition: { size, connections, delayMs, replicas } }) =>
      contender === name &&
      size === where.size &&
      connections === where.connections &&
      delayMs === where.delayMs &&
      replicas === where.replicas,
  );
}

/** The middle one of the quotients of all rounds. */
function quotient(
  figure: (measurement: Measurement) => number,
  one: Result | undefined,
  other: Result | undefined,
): number | undefined {
  if (one === undefined || other === undefined) return undefined;
  const others = other.rounds.map(figure);
  return spreadOf(one.rounds.map((measurement, round) => figure(measurement) / (others[round] ?? NaN))).median;
}
