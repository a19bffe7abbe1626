import type { Options, SeriesName } from "../options.js";
import type { Condition } from "./run-rounds.js";

const LARGEST = 1_000;
const SIZES = [1, 10, 30, 100, 300, LARGEST];
const CONNECTIONS = [8, 32, 128, 512];

/** The conditions of a series that varies one thing. */
export function conditionsOf(series: SeriesName, options: Options): readonly Condition[] {
  const usual = { size: options.size, connections: options.connections, delayMs: 0, replicas: 1 };
  switch (series) {
    case "main":
      return [{ ...usual, title: `${usual.size} repositories, ${usual.connections} connections` }];
    case "sizes":
      return [
        ...SIZES.map((size) => ({ ...usual, size, title: `${size} repositories` })),
        // With more of them, the event loop does several requests in one turn, also where none takes long.
        { ...usual, size: LARGEST, connections: 1, title: `${LARGEST} repositories, one connection` },
      ];
    case "connections":
      return CONNECTIONS.map((connections) => ({ ...usual, connections, title: `${connections} connections` }));
    case "delay":
      return [
        { ...usual, title: "no upstream delay" },
        { ...usual, delayMs: 50, title: `50 ms upstream delay, ${usual.connections} connections` },
        { ...usual, delayMs: 50, connections: 1, title: "50 ms upstream delay, one connection" },
      ];
    case "replicas":
      return [1, 2].map((replicas) => ({ ...usual, replicas, title: `${replicas} of each server` }));
    case "cold":
    case "memory":
      throw new Error(`The series ${series} has no conditions.`);
    default:
      return series satisfies never;
  }
}
