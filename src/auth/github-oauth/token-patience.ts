import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks again while the store is away: whoever waits for a refresh bears with a moment of it. At least twice, since the
 * first failure can be the fault of a process that is too busy to hear an answer.
 *
 * @param until Of `performance.now()`.
 */
export async function patiently<T>(ask: () => Promise<T>, until: number): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries >= 2 && performance.now() > until) throw error;
      await sleep(50 + Math.random() * 50);
    }
  }
}

/** What the promise gives, unless it takes longer; it goes on all the same. */
export async function within<T>(ms: number, promise: Promise<T>, tooLate: () => Error): Promise<T> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).then(
    () => Promise.reject(tooLate()),
    // Cleared: the promise was first.
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
