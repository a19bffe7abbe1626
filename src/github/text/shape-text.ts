import type { Raw, Shape, ShapeContext } from "../selection/shape.js";
import { JsonText } from "../../text/json-text.js";
import { NotAsText } from "../../text/not-as-text.js";
import { endOfValue, isArrayAt, isNullAt, isObjectAt, UnexpectedJson } from "./scan.js";
import { textShapeOf, type TextMember, type TextShape } from "./text-shape.js";

const CLOSE_OBJECT = 0x7d;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;

/**
 * Makes what the client gets out of the text of an object of GitHub's.
 *
 * @throws NotAsText where the text does not tell enough, or is not what was asked for.
 */
export function shapeText({ text }: JsonText, shape: Shape, context: ShapeContext): JsonText | null {
  const textShape = textShapeOf(shape);
  if (textShape === undefined) throw new NotAsText("form");
  const reader = new TextReader(text, context);
  const shaped = reader.value(textShape);
  return shaped === "null" ? null : new JsonText(shaped);
}

/** Reads one text from its beginning to its end. */
class TextReader {
  readonly #text: string;
  readonly #context: ShapeContext;
  #at = 0;

  constructor(text: string, context: ShapeContext) {
    this.#text = text;
    this.#context = context;
  }

  /** An object, a list of objects, or null. */
  value(shape: TextShape): string {
    if (isNullAt(this.#text, this.#at)) {
      this.#at += 4;
      return "null";
    }
    const start = this.#at;
    if (!isArrayAt(this.#text, start)) return this.#object(shape);
    const items: string[] = [];
    this.#at += 1;
    while (this.#text.charCodeAt(this.#at) !== CLOSE_ARRAY) {
      if (items.length > 0 && this.#text.charCodeAt(this.#at++) !== COMMA) throw new UnexpectedJson();
      items.push(this.value(shape));
    }
    this.#at += 1;
    return shape.isVerbatim ? this.#text.slice(start, this.#at) : `[${items.join(",")}]`;
  }

  #object(shape: TextShape): string {
    const text = this.#text;
    const start = this.#at;
    if (!isObjectAt(text, start)) throw new UnexpectedJson();
    if (shape.variants !== undefined) return this.#object(this.#variant(shape.variants));
    const values: string[] = [];
    let needed: Raw | undefined;
    this.#at += 1;
    for (const [index, member] of shape.members.entries()) {
      const prefix = index === 0 ? member.first : member.next;
      if (!text.startsWith(prefix, this.#at)) throw new UnexpectedJson();
      this.#at += prefix.length;
      const value = this.#member(member);
      values.push(value);
      if (member.isNeeded) (needed ??= {})[member.alias] = JSON.parse(value);
    }
    if (text.charCodeAt(this.#at) !== CLOSE_OBJECT) throw new UnexpectedJson();
    this.#at += 1;
    if (shape.isVerbatim) return text.slice(start, this.#at);
    const written = shape.pieces.map((piece) => {
      if ("constant" in piece) return piece.prefix + piece.constant;
      if ("member" in piece) return piece.prefix + (values[piece.member] ?? "null");
      const computed = piece.compute(needed ?? {}, this.#context);
      if (computed === undefined) throw new NotAsText("value");
      return piece.prefix + computed;
    });
    return `{${written.join(",")}}`;
  }

  #member({ isNullable, admitted, object, serialize }: TextMember): string {
    const start = this.#at;
    if (object !== undefined) {
      const value = this.value(object);
      if (value === "null" && !isNullable) throw new NotAsText("value");
      return value;
    }
    const end = endOfValue(this.#text, start);
    this.#at = end;
    const value = this.#text.slice(start, end);
    if (value === "null") {
      if (!isNullable) throw new NotAsText("value");
      return value;
    }
    if (admitted !== undefined && !admitted.has(value)) throw new NotAsText("value");
    return serialize === undefined ? value : JSON.stringify(serialize(JSON.parse(value)));
  }

  /** Of an abstract type; what this schema has no type for is null, as it is elsewhere. */
  #variant(variants: ReadonlyMap<string, TextShape>): TextShape {
    const from = this.#at + TYPE_PREFIX.length;
    if (!this.#text.startsWith(TYPE_PREFIX, this.#at)) throw new UnexpectedJson();
    const variant = variants.get(this.#text.slice(from, this.#text.indexOf('"', from)));
    if (variant === undefined) throw new NotAsText("value");
    return variant;
  }
}

const TYPE_PREFIX = '{"__typename":"';
