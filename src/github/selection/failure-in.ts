import { isRaw } from "./is-raw.js";

/** The first error that stands in what GitHub answered, however deep. */
export function failureIn(value: unknown): Error | undefined {
  if (value instanceof Error) return value;
  if (!Array.isArray(value) && !isRaw(value)) return undefined;
  for (const each of Object.values(value)) {
    const failure = failureIn(each);
    if (failure !== undefined) return failure;
  }
  return undefined;
}
