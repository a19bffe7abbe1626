import type { ShapeContext } from "../selection/shape.js";
import { atPlace } from "./json-pattern.js";
import type { TextReader } from "./text-reader.js";

/** How a value of GitHub's is written, and what the client gets of it. */
export interface ValueText {
  /** Of a regular expression that matches every text of the value that is as it was asked for, and no other. */
  readonly source: string;
  /** Absent where the client gets the text as it is. */
  readonly rewrite?: ReadText;
}

/** Steps over a value; what the client gets of it. */
export type ReadText = (reader: TextReader, context: ShapeContext, before: RowBefore) => string;

/**
 * What was made of the row before, by the number of the group: owners, branches and permissions are mostly the same
 * ones again.
 */
export type RowBefore = Map<number, { readonly text: string; readonly written: string }>;

export function readText({ source, rewrite }: ValueText): ReadText {
  if (rewrite !== undefined) return rewrite;
  const pattern = atPlace(source);
  return (reader) => reader.take(pattern);
}
