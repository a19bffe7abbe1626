import { LRUCache } from "lru-cache";

const MAX_CALLERS = 10_000;
const FIRST_MS = 60_000;
const LONGEST_MS = 16 * 60_000;

interface Streak {
  /** How many pauses in a row. */
  readonly length: number;
  readonly until: number;
  /** Answers since the last of them, refusals included. */
  answers: number;
}

/**
 * How long to wait where GitHub asks for a pause and gives no time: a minute, and twice as long after each pause that
 * was followed by another refusal.
 *
 * @see https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#exceeding-the-rate-limit
 */
export class Backoff {
  readonly #streaks = new LRUCache<string, Streak>({ max: MAX_CALLERS });
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Something was answered to a caller; nearly always there is nothing to note. */
  answered(caller: string): void {
    if (this.#streaks.size === 0) return;
    const streak = this.#streaks.get(caller);
    // What was under way when the pause began says nothing of the time after it.
    if (streak !== undefined && streak.until <= this.#now()) streak.answers += 1;
  }

  /** The pause for a refusal, which has been noted as an answer too. */
  next(caller: string): { readonly until: number; readonly streak: number } {
    const last = this.#streaks.get(caller);
    const now = this.#now();
    // Refusals of calls that were under way together are one.
    if (last !== undefined && now < last.until) return { until: last.until, streak: last.length };
    const streak = last === undefined || last.answers > 1 ? 1 : last.length + 1;
    const until = now + Math.min(FIRST_MS * 2 ** (streak - 1), LONGEST_MS);
    this.heard(caller, streak, until);
    return { until, streak };
  }

  /** Another replica has met such a refusal. */
  heard(caller: string, length: number, until: number): void {
    this.#streaks.set(caller, { length, until, answers: 0 });
  }
}
