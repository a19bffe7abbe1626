import { NotPlanned } from "../../plan/not-planned.js";
import { bytesOf, decodeBytes } from "../body.js";
import { ANY, atPlace } from "./json-pattern.js";
import type { ListPatterns } from "./list-patterns.js";

const ANY_VALUE = atPlace(ANY);

/** The text is not what was expected; `JSON.parse` knows what it is. */
export class UnexpectedJson extends NotPlanned {
  constructor() {
    super("value");
  }
}

/**
 * Goes through the text of an answer from the beginning to the end. All texts have one character for each byte.
 *
 * Of a text that comes in chunks a window is known: what does not match may be cut off at its end, and is tried again
 * with more. So a large answer is never one large text, which would be slow to make and slow to collect.
 *
 * Every method throws `UnexpectedJson` where something else stands than what is asked for.
 */
export class TextReader {
  #window: string;
  #at = 0;
  /** How many characters are no longer in the window. */
  #passed = 0;
  readonly #chunks: readonly Buffer[];
  #nextChunk = 0;

  /** @param text Its beginning, or all of it. @param chunks What comes behind that. */
  constructor(text: string, chunks: readonly Buffer[] = []) {
    this.#window = text;
    this.#chunks = chunks;
  }

  /** Where the reader stands, in bytes from the beginning. */
  get place(): number {
    return this.#passed + this.#at;
  }

  /** Steps over what has to stand here. */
  expect(literal: string): void {
    if (!this.isAt(literal)) throw new UnexpectedJson();
    this.#at += literal.length;
  }

  isAt(literal: string): boolean {
    while (this.#hasMore && this.#window.length - this.#at < literal.length) this.#learnMore();
    return this.#window.startsWith(literal, this.#at);
  }

  /** Steps over what the pattern matches here; the text of it. */
  take(pattern: RegExp): string {
    for (;;) {
      const end = this.#endOf(pattern);
      // A number that goes to the end of the window may go on behind it.
      if (end !== undefined && (end < this.#window.length || !this.#hasMore)) {
        const text = this.#window.slice(this.#at, end);
        this.#at = end;
        return text;
      }
      this.#learnMore();
    }
  }

  /** Steps over the object that the pattern matches here; the texts of its groups. */
  match(pattern: RegExp): RegExpExecArray {
    for (;;) {
      pattern.lastIndex = this.#at;
      const match = pattern.exec(this.#window);
      if (match !== null) {
        this.#at = pattern.lastIndex;
        return match;
      }
      this.#learnMore();
    }
  }

  /** Steps over a list, as much of it at once as the window holds. */
  passList({ some, last }: ListPatterns): void {
    this.expect("[");
    if (this.isAt("]")) return this.expect("]");
    for (;;) {
      this.#at = this.#endOf(some) ?? this.#at;
      const end = this.#endOf(last);
      if (end !== undefined) {
        this.#at = end;
        return;
      }
      this.#learnMore();
    }
  }

  /** Steps over a list. @param stepOver Takes the item that stands here, and steps over it. */
  list(stepOver: () => void): void {
    this.expect("[");
    for (let isFirst = true; !this.isAt("]"); isFirst = false) {
      if (!isFirst) this.expect(",");
      stepOver();
    }
    this.expect("]");
  }

  /** Any value, read. */
  json(): unknown {
    return readBytes(this.take(ANY_VALUE));
  }

  expectEnd(): void {
    if (this.#hasMore || this.#at !== this.#window.length) throw new UnexpectedJson();
  }

  #endOf(pattern: RegExp): number | undefined {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#window) ? pattern.lastIndex : undefined;
  }

  get #hasMore(): boolean {
    return this.#nextChunk < this.#chunks.length;
  }

  /** At least twice as much: what is tried again with more is not tried too often. */
  #learnMore(): void {
    if (!this.#hasMore) throw new UnexpectedJson();
    const known = this.#window.length - this.#at;
    const from = this.#nextChunk;
    for (let learned = 0; learned <= known && this.#hasMore; this.#nextChunk += 1) {
      learned += this.#chunks[this.#nextChunk]?.length ?? 0;
    }
    this.#window = this.#window.slice(this.#at) + bytesOf(this.#chunks.slice(from, this.#nextChunk));
    this.#passed += this.#at;
    this.#at = 0;
  }
}

/** @throws UnexpectedJson for what is no JSON. */
export function readBytes(bytes: string): unknown {
  try {
    return JSON.parse(decodeBytes(bytes));
  } catch {
    throw new UnexpectedJson();
  }
}
