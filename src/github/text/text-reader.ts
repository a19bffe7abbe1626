import { NotPlanned } from "../../plan/not-planned.js";
import { decodeBytes, encodeBytes } from "../body.js";
import type { Raw, ShapeContext } from "../selection/shape.js";
import { endOfValue, isNullAt, UnexpectedJson } from "./scan.js";
import type { TextMember, TextShape } from "./text-shape.js";

const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const TYPE_PREFIX = '{"__typename":"';

/**
 * Walks over the text of an answer, value by value, and makes of each what the client gets. All texts have one character
 * for each byte.
 *
 * Every method throws `NotPlanned` where the text does not tell enough, or is not what was asked for.
 */
export class TextReader {
  /** Where the next value begins. */
  at: number;
  readonly #text: string;
  readonly #context: ShapeContext;

  constructor(text: string, at: number, context: ShapeContext) {
    this.#text = text;
    this.at = at;
    this.#context = context;
  }

  /** Steps over what has to stand here. */
  expect(literal: string): void {
    if (!this.#text.startsWith(literal, this.at)) throw new UnexpectedJson();
    this.at += literal.length;
  }

  /** An object, a list of objects, or null. */
  value(shape: TextShape): string {
    const start = this.at;
    const first = this.#text.charCodeAt(start);
    if (first === OPEN_OBJECT) return this.#object(shape);
    if (first === OPEN_ARRAY) {
      const items = this.items(() => this.value(shape));
      return shape.isVerbatim ? this.#text.slice(start, this.at) : `[${items.join(",")}]`;
    }
    if (!isNullAt(this.#text, start)) throw new UnexpectedJson();
    this.at += "null".length;
    return "null";
  }

  /** A list. */
  items<Item>(read: () => Item): readonly Item[] {
    this.expect("[");
    const items: Item[] = [];
    while (this.#text.charCodeAt(this.at) !== CLOSE_ARRAY) {
      if (items.length > 0 && this.#text.charCodeAt(this.at++) !== COMMA) throw new UnexpectedJson();
      items.push(read());
    }
    this.at += 1;
    return items;
  }

  /** Any value, read. */
  json(): unknown {
    const start = this.at;
    this.at = endOfValue(this.#text, start);
    return readBytes(this.#text.slice(start, this.at));
  }

  #object(shape: TextShape): string {
    const text = this.#text;
    if (shape.variants !== undefined) return this.#object(this.#variant(shape.variants));
    if (shape.isVerbatim || shape.isVerbatimBehindFirst) return this.#verbatim(shape);
    const values: string[] = [];
    let needed: Raw | undefined;
    let isFirst = true;
    this.at += 1;
    for (const member of shape.members) {
      this.expect(isFirst ? member.first : member.next);
      isFirst = false;
      const value = this.member(member);
      values.push(value);
      if (member.isNeeded) (needed ??= {})[member.alias] = readBytes(value);
    }
    if (text.charCodeAt(this.at) !== CLOSE_OBJECT) throw new UnexpectedJson();
    this.at += 1;
    const written = shape.pieces.map((piece) => {
      if ("constant" in piece) return piece.prefix + piece.constant;
      if ("member" in piece) return piece.prefix + (values[piece.member] ?? "null");
      const computed = piece.compute(needed ?? {}, this.#context);
      if (computed === undefined) throw new NotPlanned("value");
      return piece.prefix + encodeBytes(computed);
    });
    return `{${written.join(",")}}`;
  }

  /** Looks at each member and copies them all, or all but the first. */
  #verbatim({ members, isVerbatim }: TextShape): string {
    const start = this.at;
    let second = start;
    this.at += 1;
    for (let index = 0; index < members.length; index += 1) {
      const member = members[index];
      if (member === undefined) break;
      this.expect(index === 0 ? member.first : member.next);
      this.member(member);
      if (index === 0) second = this.at + 1;
    }
    this.expect("}");
    return isVerbatim ? this.#text.slice(start, this.at) : `{${this.#text.slice(second, this.at)}`;
  }

  /** The value of a member, as the client gets it. */
  member({ isNullable, admitted, object, serialize }: TextMember): string {
    const start = this.at;
    if (object !== undefined) {
      const value = this.value(object);
      if (value === "null" && !isNullable) throw new NotPlanned("value");
      return value;
    }
    const end = endOfValue(this.#text, start);
    this.at = end;
    const value = this.#text.slice(start, end);
    if (value === "null") {
      if (!isNullable) throw new NotPlanned("value");
      return value;
    }
    if (admitted !== undefined && !admitted.has(value)) throw new NotPlanned("value");
    return serialize === undefined ? value : encodeBytes(JSON.stringify(serialize(readBytes(value))));
  }

  /** Of an abstract type; what this schema has no type for is null, as it is elsewhere. */
  #variant(variants: ReadonlyMap<string, TextShape>): TextShape {
    const from = this.at + TYPE_PREFIX.length;
    if (!this.#text.startsWith(TYPE_PREFIX, this.at)) throw new UnexpectedJson();
    const variant = variants.get(this.#text.slice(from, this.#text.indexOf('"', from)));
    if (variant === undefined) throw new NotPlanned("value");
    return variant;
  }
}

/** @throws NotPlanned for what is no JSON. */
export function readBytes(bytes: string): unknown {
  try {
    return JSON.parse(decodeBytes(bytes));
  } catch {
    throw new UnexpectedJson();
  }
}
