import type { UpstreamError } from "../answer.js";
import { isRaw } from "./is-raw.js";

/**
 * Puts each error of GitHub's into the data, where its field would be.
 *
 * An error's path alone does not tell what is null: with `RESOURCE_LIMITS_EXCEEDED`, and wherever a field above cannot be
 * null, GitHub nulls a parent. So the error goes to the first null on its way.
 *
 * @param toFailure Puts an error into our words.
 * @returns Errors that belong to nothing in these data.
 */
export function placeErrors(
  data: Readonly<Record<string, unknown>>,
  errors: readonly UpstreamError[],
  toFailure: (error: UpstreamError) => Error,
): readonly UpstreamError[] {
  return errors.filter((error) => !place(data, error.path ?? [], () => toFailure(error)));
}

function place(data: unknown, path: readonly (string | number)[], failure: () => Error): boolean {
  let parent: unknown = data;
  for (const step of path) {
    if (Array.isArray(parent) && typeof step === "number") {
      if (parent[step] === null || parent[step] === undefined) {
        parent[step] = failure();
        return true;
      }
      parent = parent[step];
    } else if (isRaw(parent) && Object.hasOwn(parent, step)) {
      if (parent[step] === null || parent[step] === undefined) {
        parent[step] = failure();
        return true;
      }
      parent = parent[step];
    } else {
      // An earlier error already stands here.
      return parent instanceof Error;
    }
  }
  return false;
}
