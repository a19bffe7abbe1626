import { createHash } from "node:crypto";

/** A deterministic source of numbers: the same seed gives the same world on every machine. */
export interface Random {
  /** At least 0, less than `limit`. */
  below(limit: number): number;
  /** At least 0, less than 1. */
  fraction(): number;
  pick<T>(choices: readonly T[]): T;
  chance(probability: number): boolean;
  text(length: number): string;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** mulberry32, keyed by a hash of the seed. */
export function createRandom(seed: string): Random {
  let state = createHash("sha256").update(seed).digest().readUInt32LE(0);
  function fraction(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    below,
    fraction,
    pick<T>(choices: readonly T[]): T {
      return choices[below(choices.length)] as T;
    },
    chance: (probability) => fraction() < probability,
    text: (length) => Array.from({ length }, () => ALPHABET[below(ALPHABET.length)]).join(""),
  };
}

/** A git object id that depends on nothing but its parts. */
export function objectId(...parts: readonly (string | number)[]): string {
  return createHash("sha1").update(parts.join("\0")).digest("hex");
}
