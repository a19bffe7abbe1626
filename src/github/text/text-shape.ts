import { isEnumType, isScalarType, type GraphQLLeafType } from "graphql";
import type { FieldShape, OrderedKey, Raw, Shape, ShapeContext } from "../selection/shape.js";

/** What has to be done with the text of an object of GitHub's, or of a list of them, to become what the client gets. */
export interface TextShape {
  /** The members as GitHub is asked for them, in that order. */
  readonly members: readonly TextMember[];
  /** What the client gets, in its order. */
  readonly pieces: readonly TextPiece[];
  /** Whether the client gets it as GitHub wrote it; then it is only looked at. */
  readonly isVerbatim: boolean;
  /** Whether all that has to be done is to leave out the first of several members. */
  readonly isVerbatimBehindFirst: boolean;
  /** Where the type is abstract: by GitHub's name of the type, which comes first. */
  readonly variants?: ReadonlyMap<string, TextShape>;
}

export interface TextMember {
  readonly alias: string;
  /** `"alias":`, and the same behind a comma. */
  readonly first: string;
  readonly next: string;
  readonly isNullable: boolean;
  /** Texts that the value must be one of; a value that this schema does not know must reach no client. */
  readonly admitted?: ReadonlySet<string>;
  readonly object?: TextShape;
  /** Makes the client's value where it is not GitHub's. */
  readonly serialize?: (value: unknown) => unknown;
  /** Whether a value is computed from it. */
  readonly isNeeded: boolean;
}

export type TextPiece =
  | { readonly prefix: string; readonly member: number }
  | { readonly prefix: string; readonly constant: string }
  | { readonly prefix: string; readonly compute: (needed: Raw, context: ShapeContext) => string | undefined };

const shapes = new WeakMap<Shape, TextShape | null>();

/** The same shape for text; `undefined` where more has to be done than text allows, such as a list in a list. */
export function textShapeOf(shape: Shape): TextShape | undefined {
  let known = shapes.get(shape);
  if (known === undefined) shapes.set(shape, (known = compile(shape) ?? null));
  return known ?? undefined;
}

function compile(shape: Shape): TextShape | undefined {
  if (shape.connection !== undefined) return undefined;
  if (shape.variants === undefined) return compileObject(shape, []);
  const variants = new Map<string, TextShape>();
  for (const [name, variant] of shape.variants) {
    const compiled = compileObject(variant.shape, [TYPE_NAME]);
    if (compiled === undefined) return undefined;
    variants.set(name, compiled);
  }
  return { members: [TYPE_NAME], pieces: [], isVerbatim: false, isVerbatimBehindFirst: false, variants };
}

const TYPE_NAME = memberOf("__typename", { isNullable: false });

function compileObject(
  { fields, order }: Pick<Shape, "fields" | "order">,
  before: readonly TextMember[],
): TextShape | undefined {
  if (order === undefined) return undefined;
  const members = new Map(before.map((member) => [member.alias, member]));
  for (const field of fields) {
    const own = membersOf(field);
    if (own === undefined) return undefined;
    for (const member of own) if (!members.has(member.alias)) members.set(member.alias, member);
  }
  const list = [...members.values()];
  const byKey = new Map(fields.map((field) => [field.responseKey, field]));
  const pieces: TextPiece[] = [];
  for (const key of order) {
    const piece = pieceOf(key, byKey.get(key.key), list);
    if (piece === undefined) return undefined;
    pieces.push(piece);
  }
  return {
    members: list,
    pieces,
    isVerbatim: isVerbatim(pieces, list, 0),
    isVerbatimBehindFirst: list.length > 1 && isVerbatim(pieces, list, 1),
  };
}

function membersOf({ from, leaf, isNullable, needs }: FieldShape): readonly TextMember[] | undefined {
  if (typeof from === "function") return needs?.map((alias) => memberOf(alias, { isNullable: true, isNeeded: true }));
  if (from.list !== undefined) return undefined;
  if (from.object === undefined) return [memberOf(from.key, { isNullable, ...(leaf !== undefined && leafOf(leaf)) })];
  const object = textShapeOf(from.object);
  return object && [memberOf(from.key, { isNullable, object })];
}

function pieceOf(
  { key, typeName }: OrderedKey,
  field: FieldShape | undefined,
  members: readonly TextMember[],
): TextPiece | undefined {
  const prefix = `${JSON.stringify(key)}:`;
  if (field === undefined) return typeName === undefined ? undefined : { prefix, constant: JSON.stringify(typeName) };
  const { from, leaf, isNullable } = field;
  if (typeof from !== "function") return { prefix, member: members.findIndex(({ alias }) => alias === from.key) };
  if (leaf === undefined) return undefined;
  return {
    prefix,
    compute(needed, context) {
      const value = from(needed, context);
      if (value === null || value === undefined) return isNullable && value === null ? "null" : undefined;
      return value instanceof Error ? undefined : JSON.stringify(leaf.serialize(value));
    },
  };
}

/** Whether the client gets the members from that one on as they are. */
function isVerbatim(pieces: readonly TextPiece[], members: readonly TextMember[], from: number): boolean {
  return (
    pieces.length === members.length - from &&
    pieces.every((piece, index) => isSame(piece, members[index + from], index + from))
  );
}

function isSame(piece: TextPiece, member: TextMember | undefined, index: number): boolean {
  if (member === undefined || !("member" in piece) || piece.member !== index || piece.prefix !== member.first)
    return false;
  return member.serialize === undefined && (member.object?.isVerbatim ?? true);
}

/** Scalars whose values are the same text at GitHub and here. */
const SAME_SCALARS = new Set(["String", "Int", "Float", "Boolean", "ID", "DateTime", "URI", "GitObjectID"]);

function leafOf(leaf: GraphQLLeafType): Pick<TextMember, "admitted" | "serialize"> {
  if (isEnumType(leaf)) return { admitted: new Set(leaf.getValues().map(({ name }) => JSON.stringify(name))) };
  return isScalarType(leaf) && SAME_SCALARS.has(leaf.name) ? {} : { serialize: (value) => leaf.serialize(value) };
}

function memberOf(
  alias: string,
  facts: Omit<TextMember, "alias" | "first" | "next" | "isNeeded"> & { readonly isNeeded?: boolean },
): TextMember {
  const first = `${JSON.stringify(alias)}:`;
  return { isNeeded: false, ...facts, alias, first, next: `,${first}` };
}
