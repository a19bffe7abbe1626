import { NotPlanned } from "../../plan/not-planned.js";
import type { FieldShape, OrderedKey, Shape } from "../selection/shape.js";
import { ANY, nullable } from "./json-pattern.js";
import { leafText } from "./leaf-text.js";
import { objectText, type MemberText, type PieceText } from "./object-text.js";
import { TextReader, UnexpectedJson } from "./text-reader.js";
import { readText, type ValueText } from "./value-text.js";

const TYPE_NAME = "__typename";
const known = new WeakMap<Shape, ValueText | NotPlanned>();

/**
 * What becomes of the text of an object of this shape.
 *
 * @throws NotPlanned where more has to be done than texts allow, such as a list in it.
 */
export function textOfShape(shape: Shape): ValueText {
  let text = known.get(shape);
  if (text === undefined) known.set(shape, (text = compiled(shape)));
  if (text instanceof NotPlanned) throw text;
  return text;
}

function compiled(shape: Shape): ValueText | NotPlanned {
  try {
    if (shape.connection !== undefined) return new NotPlanned("form");
    return shape.variants === undefined ? objectOf(shape, []) : variantsOf(shape.variants);
  } catch (error) {
    if (error instanceof NotPlanned) return error;
    throw error;
  }
}

/** An object of an abstract type says first of which type it is. What this schema has no type for does not match. */
function variantsOf(variants: NonNullable<Shape["variants"]>): ValueText {
  const texts = new Map<string, ValueText>();
  for (const [name, { shape }] of variants) {
    texts.set(`{"${TYPE_NAME}":"${name}"`, objectOf(shape, [{ alias: TYPE_NAME, source: `"${name}"` }]));
  }
  const all = [...texts.values()];
  const source = `(?:${all.map((text) => text.source).join("|")})`;
  if (all.every(({ rewrite }) => rewrite === undefined)) return { source };
  const rewrites = [...texts].map(([begin, text]) => ({ begin, read: readText(text) }));
  return {
    source,
    rewrite(reader, context) {
      const variant = rewrites.find(({ begin }) => reader.isAt(begin));
      if (variant === undefined) throw new UnexpectedJson();
      return variant.read(reader, context, new Map());
    },
  };
}

function objectOf({ fields, order }: Pick<Shape, "fields" | "order">, before: readonly MemberText[]): ValueText {
  if (order === undefined) throw new NotPlanned("form");
  const members = new Map(before.map((member) => [member.alias, member]));
  for (const field of fields) {
    for (const member of membersOf(field)) if (!members.has(member.alias)) members.set(member.alias, member);
  }
  const byKey = new Map(fields.map((field) => [field.responseKey, field]));
  return objectText(
    [...members.values()],
    order.map((key) => pieceOf(key, byKey.get(key.key), members)),
  );
}

function membersOf({ from, leaf, isNullable, needs }: FieldShape): readonly MemberText[] {
  if (typeof from === "function") {
    if (needs === undefined) throw new NotPlanned("form");
    return needs.map((alias) => ({ alias, source: ANY }));
  }
  if (from.list !== undefined) throw new NotPlanned("form");
  const { source, write } = from.object === undefined ? leafText(leaf) : writtenWhole(textOfShape(from.object));
  return [
    {
      alias: from.key,
      source: isNullable ? nullable(source) : source,
      ...(write !== undefined && {
        write: (text, context) => (text === "null" && isNullable ? text : write(text, context)),
      }),
    },
  ];
}

/** An object within another one. Its text is known to match. */
function writtenWhole({ source, rewrite }: ValueText): Pick<MemberText, "source" | "write"> {
  if (rewrite === undefined) return { source };
  return { source, write: (text, context) => rewrite(new TextReader(text), context, new Map()) };
}

function pieceOf(
  { key, typeName }: OrderedKey,
  field: FieldShape | undefined,
  members: ReadonlyMap<string, MemberText>,
): PieceText {
  if (field === undefined) {
    if (typeName === undefined) throw new NotPlanned("form");
    const constant = JSON.stringify(typeName);
    return members.get(key)?.source === constant ? { key, member: key } : { key, constant };
  }
  const { from, leaf, isNullable, needs = [] } = field;
  if (typeof from !== "function") return { key, member: from.key };
  if (leaf === undefined) throw new NotPlanned("form");
  return {
    key,
    needs,
    compute(needed, context) {
      const value = from(needed, context);
      if (value === null || value === undefined) return isNullable && value === null ? "null" : undefined;
      return value instanceof Error ? undefined : JSON.stringify(leaf.serialize(value));
    },
  };
}
