import { setTimeout as sleep } from "node:timers/promises";

/** Waits until a condition holds; fails after five seconds. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 5_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`It has not come true: ${condition.toString()}`);
    await sleep(10);
  }
}
