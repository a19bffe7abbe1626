import type { FieldNode } from "graphql";
import { isRaw } from "../selection/is-raw.js";
import { fieldsIn, keyOf, pageOf } from "./asked-page.js";
import { joinLists, joinPages, joinPieces, type InfoKeys, type PageKeys } from "./join-pieces.js";
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
const OWN_END_TEXT = `${OWN_END.key}: pageInfo { endCursor hasNextPage } `;

/** The size of a list that the client chose: only such are variables. */
const INNER_SIZE = /\bfirst: (\$@\w+)/g;

/** How many items a part asks for; 1 where it is no page, and cannot be asked for in pieces. */
export function pageSizeOf(part: AskedPart): number {
  const { ids } = part.variables;
  const size = Array.isArray(ids) ? ids.length : pageOf(part)?.first;
  return typeof size === "number" ? Math.max(1, size) : 1;
}

/** Whether the client says how many items GitHub is to bring of lists within what is asked for. */
export function hasInnerLists({ selection }: AskedPart): boolean {
  const own = selection?.page?.first;
  return [...(selection?.text.matchAll(INNER_SIZE) ?? [])].some(([, variable]) => variable !== own);
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
  const page = pageOf(part);
  if (page === undefined) throw new Error("What is no page cannot be asked for in pieces.");
  const path = page.path();
  const keys = keysIn(page.fields());
  const end = keys.infos.find(tellsEnd) ?? OWN_END;
  return {
    start: typeof page.after === "string" ? page.after : null,
    pieceAt: (place, first) => page.pieceAt(place, first, end === OWN_END ? OWN_END_TEXT : ""),
    placeAfter(piece) {
      const info = valueAt(piece.value, [...path, end.key]);
      const cursor = fieldOf(info, end, "endCursor");
      return fieldOf(info, end, "hasNextPage") === true && typeof cursor === "string" ? cursor : undefined;
    },
    join(pieces) {
      const pages = pieces.map(({ value }) => valueAt(value, path));
      // A list that GitHub withheld on the way stays withheld.
      const withheld = pieces[pages.findIndex((each) => !isRaw(each))];
      if (withheld !== undefined) return withheld;
      const whole = joinPages(pages.filter(isRaw), keys);
      delete whole[OWN_END.key];
      return joinPieces(pieces, withValueAt(pieces[0]?.value, path, whole));
    },
  };
}

function keysIn(fields: readonly FieldNode[]): PageKeys {
  return {
    lists: fields.filter(({ name }) => name.value === "nodes" || name.value === "edges").map(keyOf),
    infos: fields
      .filter(({ name }) => name.value === "pageInfo")
      .map((info) => ({ key: keyOf(info), fields: fieldsIn(info).map((field) => [keyOf(field), field.name.value]) })),
  };
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
