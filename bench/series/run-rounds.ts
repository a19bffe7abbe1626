import { BASE, type Contender } from "../contenders.js";
import { measure, type MeasureOptions, type Measurement } from "../harness/measure.js";
import { PAGE_SIZE } from "../harness/rows.js";
import { spreadOf, type Spread } from "../harness/statistics.js";
import type { Options } from "../options.js";
import type { Stage } from "../stage.js";
import { workOf } from "../work.js";

/** What all contenders are under while they are measured. */
export interface Condition {
  readonly title: string;
  readonly size: number;
  readonly connections: number;
  readonly delayMs: number;
  readonly replicas: number;
}

/** A contender under one condition: each figure, and its ratio to the base of the same round and condition. */
export interface Result {
  readonly contender: string;
  readonly title: string;
  readonly group: Contender["group"];
  readonly condition: Condition;
  readonly rounds: readonly Measurement[];
  readonly figures: Figures;
  readonly ratios: Figures;
  /** Milliseconds that half of the requests take longer than through the base. */
  readonly addedP50Ms: Spread;
  readonly longestBlockMs?: number;
}

export interface Figures {
  readonly cpu: Spread;
  readonly requestsPerSecond: Spread;
  readonly p50: Spread;
  readonly p99: Spread;
  readonly rss: Spread;
}

export interface RoundsOptions extends Pick<Options, "rounds" | "seconds"> {
  readonly stage: Stage;
  readonly contenders: readonly Contender[];
  readonly conditions: readonly Condition[];
  readonly isLoopWatched?: boolean;
  /** Told before each round. */
  readonly onRound: (round: number) => void;
}

// So many, since the compiler goes by calls and not by time: the first thousand requests take several times as long.
const FIRST_WARM_UP = { requests: 5_000, seconds: 8 };
const NEXT_WARM_UP = { requests: 1_000, seconds: 2 };
// Brings code and memory back into the machine's caches.
const WARM_UP = { requests: Infinity, seconds: 0.2 };

/** Measures each contender under each condition once in every round, so that what disturbs one disturbs all. */
export async function runRounds(options: RoundsOptions): Promise<readonly Result[]> {
  const { contenders, conditions, rounds, seconds, onRound } = options;
  const known = new Map<Contender, Map<Condition, Measurement[]>>(
    contenders.map((contender) => [contender, new Map(conditions.map((condition) => [condition, []]))]),
  );
  for (let round = 0; round <= rounds; round += 1) {
    onRound(round);
    for (const condition of conditions) {
      await options.stage.upstream.ask("delay", { ms: condition.delayMs });
      for (const contender of rotated(contenders, round)) {
        const measured = await measureOnce(options, contender, condition, {
          seconds: round === 0 ? 0.1 : seconds,
          warmUp: round > 0 ? WARM_UP : condition === conditions[0] ? FIRST_WARM_UP : NEXT_WARM_UP,
        });
        // The first one is there to get warm.
        if (round > 0) known.get(contender)?.get(condition)?.push(measured);
      }
    }
  }
  await options.stage.upstream.ask("delay", { ms: 0 });
  const measurements = (contender: Contender, condition: Condition) => known.get(contender)?.get(condition) ?? [];
  return conditions.flatMap((condition) => {
    const base = measurements(BASE, condition);
    return contenders.map((contender) => toResult(contender, condition, measurements(contender, condition), base));
  });
}

async function measureOnce(
  { stage, isLoopWatched = false }: RoundsOptions,
  contender: Contender,
  { size, connections, replicas }: Condition,
  time: Pick<MeasureOptions, "seconds" | "warmUp">,
): Promise<Measurement> {
  try {
    return await measure({
      load: stage.load,
      server: await stage.server(contender, { rows: size, replicas }),
      work: workOf(contender.words, size),
      connections,
      ...time,
      isWide: size > PAGE_SIZE,
      isLoopWatched,
    });
  } catch (cause) {
    throw new Error(`${contender.title} could not be measured.`, { cause });
  }
}

/** Another one is the first in each round: none always comes after the same. */
function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function toResult(
  { name, title, group }: Contender,
  condition: Condition,
  own: readonly Measurement[],
  base: readonly Measurement[],
): Result {
  const ratio = (figure: (measurement: Measurement) => number) =>
    spreadOf(own.map((each, round) => figure(each) / figure(base[round] ?? each)));
  const absolute = (figure: (measurement: Measurement) => number) => spreadOf(own.map(figure));
  const figuresBy = (spread: typeof ratio): Figures => ({
    cpu: spread(({ cpuMicros }) => cpuMicros),
    requestsPerSecond: spread(({ requestsPerSecond }) => requestsPerSecond),
    p50: spread(({ p50Micros }) => p50Micros),
    p99: spread(({ p99Micros }) => p99Micros),
    rss: spread(({ rssBytes }) => rssBytes),
  });
  const blocks = own.flatMap(({ longestBlockMs }) => longestBlockMs ?? []);
  return {
    contender: name,
    title,
    group,
    condition,
    rounds: own,
    figures: figuresBy(absolute),
    ratios: figuresBy(ratio),
    addedP50Ms: spreadOf(own.map(({ p50Micros }, round) => (p50Micros - (base[round]?.p50Micros ?? 0)) / 1_000)),
    ...(blocks.length > 0 && { longestBlockMs: spreadOf(blocks).median }),
  };
}
