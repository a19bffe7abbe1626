import { NotAsText } from "../../text/not-as-text.js";

// Finds its way in the text of a JSON document without reading it into objects. The text is compact, as GitHub's
// servers write it; anything else is an UnexpectedJson, and is left to JSON.parse.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The text is not what was expected; `JSON.parse` knows what it is. */
export class UnexpectedJson extends NotAsText {
  constructor() {
    super("value");
  }
}

/** Position behind the value that begins at `start`. */
export function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start);
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return endOfNested(text, start);
  return endOfLiteral(text, start);
}

/**
 * Visits the members of the object that begins at `start`, in their order.
 *
 * @returns Position behind the object.
 */
export function visitMembers(
  text: string,
  start: number,
  visit: (key: string, start: number, end: number) => void,
): number {
  if (text.charCodeAt(start) !== OPEN_OBJECT) throw new UnexpectedJson();
  let at = start + 1;
  if (text.charCodeAt(at) === CLOSE_OBJECT) return at + 1;
  for (;;) {
    if (text.charCodeAt(at) !== QUOTE) throw new UnexpectedJson();
    const keyEnd = endOfString(text, at);
    if (text.charCodeAt(keyEnd) !== COLON) throw new UnexpectedJson();
    const end = endOfValue(text, keyEnd + 1);
    visit(text.slice(at + 1, keyEnd - 1), keyEnd + 1, end);
    const next = text.charCodeAt(end);
    if (next === CLOSE_OBJECT) return end + 1;
    if (next !== COMMA) throw new UnexpectedJson();
    at = end + 1;
  }
}

/** Visits the items of the array that begins at `start`. */
export function visitItems(text: string, start: number, visit: (start: number, end: number) => void): void {
  if (text.charCodeAt(start) !== OPEN_ARRAY) throw new UnexpectedJson();
  let at = start + 1;
  if (text.charCodeAt(at) === CLOSE_ARRAY) return;
  for (;;) {
    const end = endOfValue(text, at);
    visit(at, end);
    const next = text.charCodeAt(end);
    if (next === CLOSE_ARRAY) return;
    if (next !== COMMA) throw new UnexpectedJson();
    at = end + 1;
  }
}

/** Whether an object begins there. */
export function isObjectAt(text: string, start: number): boolean {
  return text.charCodeAt(start) === OPEN_OBJECT;
}

/** Whether an array begins there. */
export function isArrayAt(text: string, start: number): boolean {
  return text.charCodeAt(start) === OPEN_ARRAY;
}

/** Whether `null` stands there. */
export function isNullAt(text: string, start: number): boolean {
  return text.startsWith("null", start);
}

function endOfNested(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at) - 1;
        break;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        depth += 1;
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
      default:
    }
  }
  throw new UnexpectedJson();
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end === -1) throw new UnexpectedJson();
  return end + 1;
}

/** A quote is escaped by an odd number of backslashes in front of it. */
function isEscaped(text: string, quote: number): boolean {
  let at = quote - 1;
  while (text.charCodeAt(at) === BACKSLASH) at -= 1;
  return (quote - at) % 2 === 0;
}

function endOfLiteral(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY) break;
    at += 1;
  }
  if (at === start) throw new UnexpectedJson();
  return at;
}
