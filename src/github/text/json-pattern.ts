import type { ListPatterns } from "./list-patterns.js";

// Sources of regular expressions for JSON as GitHub's servers write it: compact, and of one character for each byte.
// None has a group that captures. Wherever two ways could go on, the next character says which one it is, so that no
// text can make a match slow.

export const STRING = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`;
export const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`;
export const BOOLEAN = "(?:true|false)";
export const SCALAR = `(?:${STRING}|${NUMBER}|true|false|null)`;

// Deeper than anything that a value is computed from.
const LEVELS = 6;

/** Any value. Whether its brackets are in pairs is left to `JSON.parse`. */
export const ANY = anyWithin(LEVELS);

export function nullable(source: string): string {
  return `(?:null|${source})`;
}

/** For `TextReader.passList`. */
export function listPatterns(item: string): ListPatterns {
  return { some: atPlace(`(?:${item},)*`), last: atPlace(String.raw`${item}\]`) };
}

/** A pattern for `TextReader`, which matches at the place where the reader is. */
export function atPlace(source: string): RegExp {
  return new RegExp(source, "y");
}

function anyWithin(levels: number): string {
  if (levels === 0) return SCALAR;
  const inside = String.raw`(?:${STRING}:)?${anyWithin(levels - 1)}(?:,|(?=[}\]]))`;
  return String.raw`(?:${SCALAR}|[{[](?:${inside})*[}\]])`;
}
