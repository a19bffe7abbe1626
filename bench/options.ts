import { parseArgs } from "node:util";

export const SERIES = ["main", "sizes", "connections", "delay", "replicas", "cold", "memory"] as const;
export type SeriesName = (typeof SERIES)[number];

export interface Options {
  readonly rounds: number;
  readonly seconds: number;
  /** Names of contenders; empty for those of the series. */
  readonly only: readonly string[];
  readonly series: readonly SeriesName[];
  /** Repositories of a list, where they are not what is varied. */
  readonly size: number;
  readonly connections: number;
  /** Counts what a request takes instead of timing it. */
  readonly count: boolean;
  /** Of all processes of the bench, as `nice` has it; below 0 only for root. */
  readonly nice: number;
  /** Settings of Octogate beyond those of the bench. */
  readonly settings: Readonly<Record<string, string>>;
}

export const USAGE = `npm run bench -- [options]

  --rounds N        rounds, each of which measures everything once (8)
  --seconds N       how long each is measured in a round (2)
  --only A,B        contenders by name; the proxy is always there
  --series NAME     main (default), ${SERIES.slice(1).join(", ")}, or all; several with commas
  --size N          repositories of the list: 1 to 100, or whole hundreds up to 1000 (30)
  --connections N   connections of the load (32)
  --count           counts promises, bytes, Redis commands and upstream requests instead
  --nice=N          priority of all processes; below 0 (root) where others work on the machine (0)
  --set NAME=VALUE  a variable of Octogate's environment; may be repeated
`;

/** Reads the command line; throws with a sentence for a person. */
export function readOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string", default: "8" },
      seconds: { type: "string", default: "2" },
      only: { type: "string", default: "" },
      series: { type: "string", default: "main" },
      size: { type: "string", default: "30" },
      connections: { type: "string", default: "32" },
      count: { type: "boolean", default: false },
      nice: { type: "string", default: "0" },
      set: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  return {
    rounds: positive("rounds", values.rounds),
    seconds: positive("seconds", values.seconds),
    only: namesIn(values.only),
    series: seriesOf(namesIn(values.series)),
    size: positive("size", values.size),
    connections: positive("connections", values.connections),
    count: values.count,
    nice: Number(values.nice),
    settings: Object.fromEntries(values.set.map(settingOf)),
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`--${name} ${text} is not a number above 0.`);
}

function namesIn(text: string): readonly string[] {
  return text.split(",").filter((name) => name !== "");
}

function seriesOf(names: readonly string[]): readonly SeriesName[] {
  if (names.includes("all")) return SERIES;
  const known: readonly string[] = SERIES;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no series ${unknown}. Use ${SERIES.join(", ")} or all.`);
  return SERIES.filter((name) => names.includes(name));
}

function settingOf(text: string): readonly [string, string] {
  const [name = "", ...value] = text.split("=");
  if (value.length === 0) throw new Error(`--set ${text} has no value. Write NAME=VALUE.`);
  return [name, value.join("=")];
}
