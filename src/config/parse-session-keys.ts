import { Secret } from "../secret/secret.js";
import { ValueProblem } from "./value-problem.js";

const LEAST_BYTES = 32;
const MAKE_ONE = "Make one with: npx octogate keys";

/** Reads keys separated by commas. Problems name a key by its position and never quote it. */
export function parseSessionKeys(text: string): readonly Secret[] {
  const keys = text.split(",").map((entry) => entry.trim());
  for (const [index, key] of keys.entries()) {
    const bytes = Buffer.byteLength(key);
    if (bytes < LEAST_BYTES) {
      throw new ValueProblem(`Key ${index + 1} has ${bytes} bytes where at least ${LEAST_BYTES} are needed.`, MAKE_ONE);
    }
    if (new Set(key).size < 8) throw new ValueProblem(`Key ${index + 1} is a placeholder, not a random key.`, MAKE_ONE);
  }
  if (new Set(keys).size < keys.length) {
    throw new ValueProblem("The same key is given twice.", "Keep it once; the first signs and all of them verify.");
  }
  return keys.map((key) => new Secret(key));
}
