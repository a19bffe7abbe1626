/** What a process has used since it began. */
export interface Usage {
  /** User and system time, in microseconds. */
  readonly cpuMicros: number;
  readonly rssBytes: number;
}

/** Figures that tell of one moment; differences between two of them tell of what came between. */
export interface Heap {
  /** Heap, and what belongs to it outside. */
  readonly usedBytes: number;
  /** What new objects take, in the heap and outside; grows by what is allocated as long as nothing is collected. */
  readonly youngBytes: number;
  /** Collections since the process began to count. */
  readonly collections: number;
}

/** Where requests go, and what they carry. */
export interface LoadPlan {
  readonly ports: readonly number[];
  readonly connections: number;
  readonly path: string;
  /** Of one connection after another, and then from the beginning. */
  readonly headers: readonly Readonly<Record<string, string>>[];
  /** Each `COUNTER` in it becomes another number in every request. */
  readonly body: string;
}

/** Ten digits, so that a number of as many can take their place. The upstream makes no difference between such numbers. */
export const COUNTER = "1000000000";

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
  /** Answers that were not of status 200, or of another length than the first one. */
  readonly wrong: number;
}

/** What processes of the bench can be asked: input and output by name. */
export interface Asks {
  usage: { in: null; out: Usage };
  /** Collects garbage first. Needs `--expose-gc`. */
  heap: { in: { readonly collect: boolean }; out: Heap };
  countPromises: { in: null; out: null };
  /** How many were made since `countPromises`. */
  promises: { in: null; out: number };
  watchLoop: { in: null; out: null };
  /** The longest time since `watchLoop` in which the event loop did not turn, in milliseconds. */
  longestBlock: { in: null; out: number };
  startProfile: { in: null; out: null };
  stopProfile: { in: { readonly file: string }; out: null };

  /** Load: opens all connections with one request on each; the first answer. */
  open: { in: LoadPlan; out: string };
  run: { in: { readonly seconds: number }; out: LoadResult };
  /** Load: so many requests, one after another, on the first connection. */
  repeat: { in: { readonly times: number }; out: null };
  close: { in: null; out: null };

  /** Upstream: how long each answer of GraphQL waits. */
  delay: { in: { readonly ms: number }; out: null };
  /** Upstream: requests so far. */
  requests: { in: null; out: number };
}

export type AskName = keyof Asks;

/** Told once, when the process listens or is ready otherwise. */
export interface Ready {
  readonly ready: true;
  readonly port: number;
  /** Since the process began. */
  readonly cpuMicros: number;
  readonly wallMs: number;
}

export interface AskMessage {
  readonly ask: AskName;
  readonly id: number;
  readonly input: unknown;
}

export type Reply =
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly failure: string };
