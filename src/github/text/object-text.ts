import { NotPlanned } from "../../plan/not-planned.js";
import { encodeBytes } from "../body.js";
import type { Raw, ShapeContext } from "../selection/shape.js";
import { atPlace } from "./json-pattern.js";
import { readBytes } from "./text-reader.js";
import type { RowBefore, ValueText } from "./value-text.js";

/** A member of an object as GitHub is asked for it. */
export interface MemberText {
  readonly alias: string;
  readonly source: string;
  /** Makes the client's text, where it is not GitHub's. */
  readonly write?: (text: string, context: ShapeContext) => string;
}

/** What the client gets under one of its keys. */
export type PieceText =
  | { readonly key: string; readonly member: string }
  | { readonly key: string; readonly constant: string }
  | { readonly key: string; readonly needs: readonly string[]; readonly compute: Compute };

/** Makes a value, as JSON; undefined where it cannot be made here. */
export type Compute = (needed: Raw, context: ShapeContext) => string | undefined;

/** Several members that the client gets as they are, one behind the other; or one that is looked at. */
interface Group {
  readonly members: MemberText[];
  readonly isCopied: boolean;
}

/** What the client gets behind what came before it, with the bracket or the comma in between. */
type Part =
  | { readonly kind: "copied"; readonly before: string; readonly group: number }
  | { readonly kind: "constant"; readonly text: string }
  | { readonly kind: "rewritten"; readonly before: string; readonly group: number; readonly write: MemberText["write"] }
  | { readonly kind: "computed"; readonly before: string; readonly needs: readonly Need[]; readonly compute: Compute };

interface Need {
  readonly alias: string;
  readonly group: number;
}

/**
 * An object.
 *
 * @param members In the order in which GitHub is asked for them.
 * @param pieces In the client's order.
 */
export function objectText(members: readonly MemberText[], pieces: readonly PieceText[]): ValueText {
  const source = `\\{${members.map(memberSource).join(",")}\\}`;
  if (isAsItIs(members, pieces)) return { source };
  const groups = groupsOf(members, pieces);
  const parts = partsOf(groups, pieces);
  const pattern = atPlace(`\\{${groups.map(groupSource).join(",")}\\}`);
  return { source, rewrite: (reader, context, before) => written(reader.match(pattern), parts, context, before) };
}

function written(match: RegExpExecArray, parts: readonly Part[], context: ShapeContext, before: RowBefore): string {
  let text = "";
  for (const part of parts) text += writtenPart(match, part, context, before);
  // Of a type that the client asks nothing of.
  return text === "" ? "{}" : `${text}}`;
}

function writtenPart(match: RegExpExecArray, part: Part, context: ShapeContext, before: RowBefore): string {
  switch (part.kind) {
    case "copied":
      return part.before + (match[part.group] ?? "");
    case "constant":
      return part.text;
    case "rewritten": {
      const text = match[part.group] ?? "";
      const known = before.get(part.group);
      if (known?.text === text) return known.written;
      // Joined and not added: texts that were added are put together anew each time that they are a part of another.
      const made = [part.before, part.write?.(text, context) ?? text].join("");
      before.set(part.group, { text, written: made });
      return made;
    }
    case "computed": {
      const needed: Raw = {};
      for (const { alias, group } of part.needs) needed[alias] = readBytes(match[group] ?? "");
      const value = part.compute(needed, context);
      if (value === undefined) throw new NotPlanned("value");
      return part.before + encodeBytes(value);
    }
    default:
      return part satisfies never;
  }
}

function isAsItIs(members: readonly MemberText[], pieces: readonly PieceText[]): boolean {
  return (
    members.length === pieces.length &&
    members.every((member, index) => {
      const piece = pieces[index];
      return piece !== undefined && isCopy(piece, member);
    })
  );
}

function isCopy(piece: PieceText, { alias, write }: MemberText): boolean {
  return "member" in piece && piece.member === alias && piece.key === alias && write === undefined;
}

/** Neighbours at GitHub that are neighbours for the client too are copied at once. */
function groupsOf(members: readonly MemberText[], pieces: readonly PieceText[]): readonly Group[] {
  const groups: Group[] = [];
  let last = -1;
  for (const member of members) {
    const place = pieces.findIndex((piece) => isCopy(piece, member));
    const isCopied = place !== -1;
    const before = groups.at(-1);
    if (isCopied && before?.isCopied === true && place === last + 1) before.members.push(member);
    else groups.push({ members: [member], isCopied });
    last = place;
  }
  return groups;
}

function partsOf(groups: readonly Group[], pieces: readonly PieceText[]): readonly Part[] {
  const groupOf = (alias: string) => 1 + groups.findIndex(({ members }) => members.some((one) => one.alias === alias));
  const parts: Part[] = [];
  for (const piece of pieces) {
    const separator = parts.length === 0 ? "{" : ",";
    const before = `${separator}"${piece.key}":`;
    if ("constant" in piece) parts.push({ kind: "constant", text: before + piece.constant });
    else if ("compute" in piece) {
      const needs = piece.needs.map((alias) => ({ alias, group: groupOf(alias) }));
      parts.push({ kind: "computed", before, needs, compute: piece.compute });
    } else {
      const group = groupOf(piece.member);
      const { members, isCopied } = groups[group - 1] ?? { members: [], isCopied: false };
      if (!isCopied) parts.push({ kind: "rewritten", before, group, write: members[0]?.write });
      else if (members[0]?.alias === piece.member) parts.push({ kind: "copied", before: separator, group });
    }
  }
  return parts;
}

function groupSource({ members, isCopied }: Group): string {
  if (isCopied) return `(${members.map(memberSource).join(",")})`;
  return members.map(({ alias, source }) => `"${alias}":(${source})`).join(",");
}

function memberSource({ alias, source }: MemberText): string {
  return `"${alias}":${source}`;
}
