import { NotPlanned } from "../../plan/not-planned.js";
import { decodeBytes } from "../body.js";
import { ANY, atPlace } from "./json-pattern.js";

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
 * Every method throws `UnexpectedJson` where something else stands than what is asked for.
 */
export class TextReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Steps over what has to stand here. */
  expect(literal: string): void {
    if (!this.isAt(literal)) throw new UnexpectedJson();
    this.#at += literal.length;
  }

  isAt(literal: string): boolean {
    return this.#text.startsWith(literal, this.#at);
  }

  /** Steps over what the pattern matches here; the text of it. */
  take(pattern: RegExp): string {
    const start = this.#at;
    pattern.lastIndex = start;
    if (!pattern.test(this.#text)) throw new UnexpectedJson();
    this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
  }

  /** Steps over what the pattern matches here; the texts of its groups. */
  match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) throw new UnexpectedJson();
    this.#at = pattern.lastIndex;
    return match;
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
    if (this.#at !== this.#text.length) throw new UnexpectedJson();
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
