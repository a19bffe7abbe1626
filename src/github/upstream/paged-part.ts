import { Kind, parse, type FieldNode } from "graphql";
import { isRaw } from "../selection/is-raw.js";
import { VARIABLE_PREFIX } from "../selection/selection-compiler.js";
import { joinLists, joinPages, joinPieces, type InfoKeys, type PageKeys } from "./join-pieces.js";
import { templateOf } from "./operation-template.js";
import type { AskedPart, PartAnswer } from "./upstream-batch.js";

/** A part that can be asked for piece by piece. A place is where a piece begins. */
export interface PagedPart<Place> {
  readonly start: Place;
  pieceAt(place: Place, size: number): AskedPart;
  /** Where the next piece begins; `undefined` where there is none. */
  placeAfter(piece: PartAnswer, place: Place, size: number): Place | undefined;
  /** The answer to the whole part, as GitHub would have given it. */
  join(pieces: readonly PartAnswer[]): PartAnswer;
}

/** What tells where a piece ends, where the client did not ask for it. */
const OWN_END: InfoKeys = {
  key: "half__",
  fields: [
    ["endCursor", "endCursor"],
    ["hasNextPage", "hasNextPage"],
  ],
};
const OWN_END_TEXT = `${OWN_END.key}: pageInfo { endCursor hasNextPage } }`;

/** How many items a part asks for; 1 where it is no page, and cannot be asked for in pieces. */
export function pageSizeOf({ variables: { first, ids }, selection }: AskedPart): number {
  if (Array.isArray(ids)) return Math.max(1, ids.length);
  return typeof first === "number" && selection !== undefined ? Math.max(1, first) : 1;
}

/** Objects by their ids. A place is an index. */
export function idsInPieces(part: AskedPart): PagedPart<number> {
  const ids = part.variables["ids"] as readonly unknown[];
  return {
    start: 0,
    pieceAt: (index, size) => ({ ...part, variables: { ...part.variables, ids: ids.slice(index, index + size) } }),
    placeAfter: (_piece, index, size) => (index + size < ids.length ? index + size : undefined),
    join: (pieces) => joinPieces(pieces, joinLists(pieces.map(({ value }) => value))),
  };
}

/** A page of a list. A place is a cursor of GitHub's; `null` is the beginning. */
export function listInPieces(part: AskedPart): PagedPart<string | null> {
  const { path } = templateOf(part.operation);
  const text = part.selection?.text ?? "";
  const keys = keysIn(text);
  const known = keys.infos.find(tellsEnd);
  const end = known ?? OWN_END;
  const selection = part.selection && {
    ...part.selection,
    text: known === undefined ? text.replace(/\}$/, OWN_END_TEXT) : text,
  };
  const { after } = part.variables;
  return {
    start: typeof after === "string" ? after : null,
    pieceAt: (place, first) => ({ ...part, selection, variables: { ...part.variables, first, after: place } }),
    placeAfter(piece) {
      const info = valueAt(piece.value, [...path, end.key]);
      const cursor = fieldOf(info, end, "endCursor");
      return fieldOf(info, end, "hasNextPage") === true && typeof cursor === "string" ? cursor : undefined;
    },
    join(pieces) {
      const pages = pieces.map(({ value }) => valueAt(value, path));
      // A list that GitHub withheld on the way stays withheld.
      const withheld = pieces[pages.findIndex((page) => !isRaw(page))];
      if (withheld !== undefined) return withheld;
      const page = joinPages(pages.filter(isRaw), keys);
      delete page[OWN_END.key];
      return joinPieces(pieces, withValueAt(pieces[0]?.value, path, page));
    },
  };
}

/** The selection of a page is one of fields alone. */
function keysIn(text: string): PageKeys {
  const [operation] = parse(text.replaceAll(VARIABLE_PREFIX, "$"), { noLocation: true }).definitions;
  const fields = operation?.kind === Kind.OPERATION_DEFINITION ? fieldsIn(operation) : [];
  return {
    lists: fields.filter(({ name }) => name.value === "nodes" || name.value === "edges").map(keyOf),
    infos: fields
      .filter(({ name }) => name.value === "pageInfo")
      .map((info) => ({ key: keyOf(info), fields: fieldsIn(info).map((field) => [keyOf(field), field.name.value]) })),
  };
}

function fieldsIn({ selectionSet }: Pick<FieldNode, "selectionSet">): readonly FieldNode[] {
  return selectionSet?.selections.filter((each) => each.kind === Kind.FIELD) ?? [];
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function tellsEnd({ fields }: InfoKeys): boolean {
  return ["endCursor", "hasNextPage"].every((wanted) => fields.some(([, name]) => name === wanted));
}

function fieldOf(info: unknown, { fields }: InfoKeys, wanted: string): unknown {
  const [key = ""] = fields.find(([, name]) => name === wanted) ?? [];
  return isRaw(info) ? info[key] : undefined;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((each, key) => (isRaw(each) ? each[key] : each), value);
}

function withValueAt(value: unknown, [key, ...rest]: readonly string[], inner: unknown): unknown {
  if (key === undefined || !isRaw(value)) return inner;
  return { ...value, [key]: withValueAt(value[key], rest, inner) };
}
