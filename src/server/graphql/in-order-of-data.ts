import type { GraphQLFormattedError } from "graphql";

type Placed = Pick<GraphQLFormattedError, "path">;

/**
 * Errors in the order in which their fields stand in the data, whichever came first: equal answers are equal to the
 * byte. Errors without a path come first.
 */
export function inOrderOfData<E extends Placed>(errors: readonly E[], data: unknown): readonly E[] {
  return errors
    .map((error) => ({ error, place: placeIn(data, error.path ?? []) }))
    .toSorted((one, other) => compare(one.place, other.place))
    .map(({ error }) => error);
}

/** The position of each step among its siblings, as far as the data go: below a null nothing is known. */
function placeIn(data: unknown, path: readonly (string | number)[]): readonly number[] {
  const place: number[] = [];
  let parent = data;
  for (const step of path) {
    if (typeof parent !== "object" || parent === null) break;
    place.push(typeof step === "number" ? step : Object.keys(parent).indexOf(step));
    parent = (parent as Readonly<Record<string | number, unknown>>)[step];
  }
  return place;
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [index, position] of one.entries()) {
    const difference = position - (other[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
