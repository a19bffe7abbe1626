import { LRUCache } from "lru-cache";
import type { AskedPart } from "./upstream-batch.js";

/** After this the whole page is tried again: what was too much for GitHub for a while need not stay so. */
const LIFE_MS = 10 * 60_000;
// The texts of selections are the keys.
const MAX_CHARACTERS = 4_000_000;

/** What is remembered for one caller. */
export interface SizesOfCaller {
  /** How many items of such a part to ask for at a time; `undefined` where there was no trouble. */
  get(part: AskedPart): number | undefined;
  set(part: AskedPart, size: number): void;
  delete(part: AskedPart): void;
}

/**
 * How large a page GitHub could answer in time, by caller and shape: operation and selection, whatever the arguments.
 * By caller, since it is the caller's data that make a page heavy: nobody's pages are cut up for the repositories of
 * somebody else.
 */
export class PageSizes {
  readonly #sizes: LRUCache<string, number>;

  constructor(now: () => number) {
    this.#sizes = new LRUCache({
      maxSize: MAX_CHARACTERS,
      sizeCalculation: (_size, key) => key.length,
      ttl: LIFE_MS,
      ttlResolution: 0,
      perf: { now },
    });
  }

  of(caller: string): SizesOfCaller {
    const keyOf = ({ operation, selection }: AskedPart) => `${caller}\n${operation}\n${selection?.text ?? ""}`;
    return {
      // Nearly always there is nothing, and then no key is made.
      get: (part) => (this.#sizes.size === 0 ? undefined : this.#sizes.get(keyOf(part))),
      set: (part, size) => void this.#sizes.set(keyOf(part), size),
      delete: (part) => void this.#sizes.delete(keyOf(part)),
    };
  }
}
