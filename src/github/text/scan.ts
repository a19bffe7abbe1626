import { NotPlanned } from "../../plan/not-planned.js";

// Finds its way in the text of a JSON document without reading it into objects. The text is compact, as GitHub's
// servers write it; anything else is an UnexpectedJson, and is left to JSON.parse.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The text is not what was expected; `JSON.parse` knows what it is. */
export class UnexpectedJson extends NotPlanned {
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
