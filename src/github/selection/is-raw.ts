import type { Raw } from "./shape.js";

/** Whether a value in GitHub's answer is an object; errors stand there for what GitHub withheld. */
export function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Error);
}
