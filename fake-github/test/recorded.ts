import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, test } from "vitest";

/** Recorded answers of the real GitHub, where a checkout has them. */
export const RECORDINGS = resolve(import.meta.dirname, "../../../shared/github/recordings");

/** Skips, and says why, in a checkout without the recordings. */
export function describeRecorded(name: string, tests: () => void): void {
  if (existsSync(RECORDINGS)) describe(name, tests);
  else test.skip(`${name}: there are no recordings of GitHub at ${RECORDINGS}`);
}
