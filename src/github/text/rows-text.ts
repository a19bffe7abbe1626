import type { Shape, ShapeContext } from "../selection/shape.js";
import { NotPlanned } from "../../plan/not-planned.js";
import { rowSearchOf, type RowSearch } from "./row-search.js";
import { UnexpectedJson } from "./scan.js";
import { TextReader } from "./text-reader.js";
import { textShapeOf, type TextShape } from "./text-shape.js";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const CLOSE_OBJECT = 0x7d;
const END_ITSELF = new Set([QUOTE, CLOSE_ARRAY, CLOSE_OBJECT]);

/** From the first character of a value to the one behind it. */
export type Span = readonly [start: number, end: number];

/** The shape of texts; `NotPlanned` where texts do not do. */
export function textShapeFor(shape: Shape): TextShape {
  const textShape = textShapeOf(shape);
  if (textShape === undefined) throw new NotPlanned("form");
  return textShape;
}

/**
 * Makes what the client gets out of the text of a list of objects. The list is searched for what has to be looked at;
 * only where that finds something unusual it is walked over.
 *
 * @throws NotPlanned where something is missing from the list, or it is not what was asked for.
 */
export function rowsText(text: string, span: Span, shape: TextShape, context: ShapeContext): string {
  const search = rowSearchOf(shape);
  return (search && searchedRows(text, span, { shape, search, context })) ?? walkedRows(text, span, shape, context);
}

function walkedRows(text: string, [start, end]: Span, shape: TextShape, context: ShapeContext): string {
  return `[${eachRow(text, [start, end], shape, context).join(",")}]`;
}

/** What the client gets of each object of a list. */
export function eachRow(text: string, [start, end]: Span, shape: TextShape, context: ShapeContext): readonly string[] {
  const reader = new TextReader(text, start, context);
  const rows = reader.items(() => reader.value(shape));
  if (reader.at !== end) throw new UnexpectedJson();
  // What GitHub withholds is told, and not here.
  if (rows.includes("null")) throw new NotPlanned("value");
  return rows;
}

interface SearchOptions {
  readonly shape: TextShape;
  readonly search: RowSearch;
  readonly context: ShapeContext;
}

/** Undefined where the list has to be walked over. */
function searchedRows(text: string, [start, end]: Span, options: SearchOptions): string | undefined {
  const { shape, search, context } = options;
  if (text.startsWith("[]", start) && end === start + 2) return "[]";
  if (!hasOnlyNullables(text, [start, end], search.nullable)) return undefined;
  const reader = new TextReader(text, start + 1, context);
  // GraphQL answers in the order of the document: one object shows what all are like.
  reader.value(shape);
  const { stops } = search;
  const [first] = stops;
  if (first === undefined) return text.slice(start, end);
  // Owners, branches and permissions are mostly those of the row before.
  const before: string[] = [];
  const after: string[] = [];
  let written = "";
  let copied = start;
  let at = start;
  for (;;) {
    at = text.indexOf(first.key, at);
    if (at === -1 || at >= end) break;
    for (let index = 0; index < stops.length; index += 1) {
      const { key, member, isUnchanged } = stops[index] ?? first;
      const from = text.indexOf(key, at) + key.length;
      if (from < key.length || from >= end) throw new UnexpectedJson();
      const known = before[index] ?? "";
      if (known !== "" && text.slice(from, from + known.length) === known) at = from + known.length;
      else {
        reader.at = from;
        after[index] = reader.member(member);
        at = reader.at;
        // Not of what has no end of its own: the next one could go on where this one ends.
        before[index] = END_ITSELF.has(text.charCodeAt(at - 1)) ? text.slice(from, at) : "";
      }
      if (isUnchanged) continue;
      written += text.slice(copied, from) + after[index];
      copied = at;
    }
  }
  return copied === start ? text.slice(start, end) : written + text.slice(copied, end);
}

/** Whether nothing is null that may not be. What looks like a null in somebody's text is one of a member's, or none. */
function hasOnlyNullables(text: string, [start, end]: Span, nullable: ReadonlySet<string>): boolean {
  for (let at = text.indexOf("null", start); at !== -1 && at < end; at = text.indexOf("null", at + 4)) {
    const before = text.charCodeAt(at - 1);
    if (before === COMMA || before === OPEN_ARRAY) return false;
    if (before !== COLON || text.charCodeAt(at - 2) !== QUOTE) continue;
    if (!nullable.has(text.slice(text.lastIndexOf('"', at - 3) + 1, at - 2))) return false;
  }
  return true;
}
