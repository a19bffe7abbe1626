import { isObjectType } from "graphql";
import { GatewayError } from "../../errors/gateway-error.js";
import { connectionKeysOf, connectionText } from "../selection/compile-connection.js";
import { readPage, readRow, writePage, type Page, type Row, type ShapeItem } from "../selection/connection-page.js";
import { decodeCursor, encodeCursor, invalidCursor, listName, type CursorPosition } from "../selection/cursor.js";
import { isRaw } from "../selection/is-raw.js";
import { missing } from "../selection/present.js";
import { needKey } from "../selection/response-key.js";
import { shortName, shownWith, withoutShown } from "../selection/shown-before.js";
import type { FieldReader } from "../selection/selection-compiler.js";
import { shapeValue } from "../selection/shape-value.js";
import type { ConnectionKeys, NodesKey, Raw, ShapeContext, Variables } from "../selection/shape.js";

interface Arguments {
  readonly first: number;
  readonly after: string | null;
  readonly search: string | null;
  readonly pinDefault: boolean;
}

const MAX_PAGE_SIZE = 100;

// The pinned default branch stands before GitHub's own list: this cursor leads to the beginning of that.
const AFTER_PINNED = "";

/**
 * Branches of a repository: GitHub's refs by name, with the default branch first, whatever its name, on the first page
 * and on no later one. With a search, the default branch is pinned if it matches.
 */
export const branches: FieldReader = (field, compiler) => {
  const { responseKey: key, type, selectionSets } = field;
  if (!isObjectType(type)) throw new Error("Branches come in a connection.");
  const keys = connectionKeysOf(type, selectionSets, compiler);
  const argumentsOf = (variables: Variables) => toArguments(field.arguments(variables));
  const shows = compiler.variable("Boolean!", (variables) => isPinnedPage(argumentsOf(variables)));
  const first = compiler.variable("Int!", (variables) => argumentsOf(variables).first);
  const after = compiler.variable("String", (variables) => pageStart(argumentsOf(variables)));
  const query = compiler.variable("String", (variables) => argumentsOf(variables).search);
  const [refs, name, id] = [needKey(key, "refs"), needKey(key, "defaultName"), needKey(key, "repositoryId")];
  const pinned = pinnedKeys(key, keys);
  return {
    text: [
      `${id}: id`,
      `${refs}: refs(refPrefix: "refs/heads/", first: ${first}, after: ${after}, query: ${query}) ${connectionText(keys, { facts: "{ name }" })}`,
      `${name}: defaultBranchRef @include(if: ${shows}) { name }`,
      ...[...pinned].map(([{ node }, alias]) => `${alias}: defaultBranchRef @include(if: ${shows}) ${node.text}`),
    ].join(" "),
    page: { key: refs, first, after },
    from(raw, context) {
      const args = argumentsOf(context.variables);
      const position = positionOf(args);
      if (position instanceof Error) return position;
      // The same arguments mean another list in another repository.
      const repository = listName(raw[id]);
      if (position !== undefined && position[1] !== repository) return invalidCursor();
      const list = nameOf(args);
      const [, , pinnedBefore = "", ...shown] = position ?? [];
      const encode: BranchesInput["encode"] = (cursor, pinnedName, names) =>
        encodeCursor(list, [cursor, repository, pinnedName, ...names]);
      const before = { pinnedBefore: String(pinnedBefore), shown: shown.map(String) };
      const page = readBranches(raw, { keys, refs, name, pinned, context, args, ...before, encode });
      return page instanceof Error ? page : writePage(page, keys, (cursor) => cursor);
    },
  };
};

interface BranchesInput {
  readonly keys: ConnectionKeys;
  readonly refs: string;
  readonly name: string;
  readonly pinned: ReadonlyMap<NodesKey, string>;
  readonly context: ShapeContext;
  readonly args: Arguments;
  /** Short name of the branch that the first page pinned; empty where it pinned none. */
  readonly pinnedBefore: string;
  /** Short names of the branches shown last. */
  readonly shown: readonly string[];
  readonly encode: (cursor: string, pinned: string, shown: CursorPosition) => string;
}

/** A page whose cursors are the client's. */
function readBranches(raw: Raw, input: BranchesInput): Page | Error {
  const { keys, context, args, shown } = input;
  const shapeItem: ShapeItem = (item, { node }) => shapeValue(item, node.shape, context);
  const page = readPage(raw[input.refs], keys, shapeItem);
  if (page instanceof Error) return page;
  if (page.withheld.length > 0) return page.withheld[0] ?? missing();
  const first = isPinnedPage(args) ? pinnedRow(raw, input, shapeItem) : undefined;
  if (first instanceof Error) return first;
  const pinned = first === undefined ? input.pinnedBefore : shortName(first.name);
  const encode = (cursor: string, names: CursorPosition) => input.encode(cursor, pinned, names);
  const shortNameOf = ({ facts }: Row) => shortName(facts["name"]);
  const rows = withoutShown({ rows: page.rows, nameOf: shortNameOf, shown }).filter(
    (row) => shortNameOf(row) !== pinned,
  );
  const names = shownWith({ rows, nameOf: shortNameOf, shown });
  const placed: Page = {
    ...page,
    rows: rows.map((row, index) => ({ ...row, cursor: encode(row.cursor ?? "", names[index] ?? []) })),
    startCursor: undefined,
    endCursor: typeof page.endCursor === "string" ? encode(page.endCursor, names.at(-1) ?? shown) : null,
  };
  if (first === undefined) return { ...placed, startCursor: placed.rows[0]?.cursor };
  return withFirst({ ...first.row, cursor: encode(AFTER_PINNED, []) }, placed, args.first);
}

function pinnedRow(
  raw: Raw,
  { name, pinned, args }: BranchesInput,
  shapeItem: ShapeItem,
): { readonly row: Row; readonly name: string } | Error | undefined {
  const branch = raw[name];
  if (branch instanceof Error) return branch;
  // A repository without a commit has no default branch.
  if (!isRaw(branch) || !matches(String(branch["name"]), args.search)) return undefined;
  const row = readRow(new Map([...pinned].map(([key, alias]) => [key, raw[alias]])), shapeItem, {});
  if (row instanceof Error) return row;
  return row === undefined ? missing() : { row, name: String(branch["name"]) };
}

/** Puts a row before a page; what no longer fits comes with the next page. */
function withFirst(row: Row, page: Page, first: number): Page {
  const rows = [row, ...page.rows];
  if (rows.length <= first) return { ...page, rows, startCursor: row.cursor, endCursor: page.endCursor ?? row.cursor };
  const kept = rows.slice(0, first);
  return { ...page, rows: kept, hasNextPage: true, startCursor: row.cursor, endCursor: kept.at(-1)?.cursor };
}

/** Under each key that shows branches, the alias under which the default branch is asked for as well. */
function pinnedKeys(key: string, { nodes, edges }: ConnectionKeys): ReadonlyMap<NodesKey, string> {
  const all = [...nodes, ...edges.flatMap((edge) => edge.nodes)];
  return new Map(all.map((each, index) => [each, needKey(key, `default${index}`)]));
}

function isPinnedPage({ pinDefault, after }: Arguments): boolean {
  return pinDefault && after === null;
}

/** Where GitHub begins; a foreign cursor is refused where the field is answered, and must not fail its neighbours. */
function pageStart(args: Arguments): string | null {
  const position = positionOf(args);
  if (position === undefined || position instanceof Error) return null;
  return position[0] === AFTER_PINNED ? null : String(position[0]);
}

function positionOf(args: Arguments): CursorPosition | Error | undefined {
  try {
    return decodeCursor(nameOf(args), args.after);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
}

function nameOf({ search, pinDefault }: Arguments): string {
  return listName("branches", search, pinDefault);
}

function matches(name: string, search: string | null): boolean {
  return search === null || name.toLowerCase().includes(search.toLowerCase());
}

function toArguments(given: Readonly<Record<string, unknown>>): Arguments {
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    // A size out of range is refused where the field is answered; it must not make GitHub refuse the whole document.
    first: Math.min(Math.max(Number(given["first"]), 1), MAX_PAGE_SIZE),
    after: text(given["after"]),
    search: text(given["search"])?.trim() || null,
    pinDefault: given["pinDefault"] === true,
  };
}
