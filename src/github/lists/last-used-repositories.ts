import { GatewayError } from "../../errors/gateway-error.js";
import { NodesDocument } from "../generated/operations.js";
import { readRow, type Row } from "../selection/connection-page.js";
import type { CursorPosition } from "../selection/cursor.js";
import { isRaw } from "../selection/is-raw.js";
import { orThrow, presentList } from "../selection/present.js";
import type { NodesKey } from "../selection/shape.js";
import { admissionFacts, hasPermission, isAdmitted, isNarrowed } from "./admission.js";
import { itemShaper, nodesKeysOf, type ListCall, type ListPage, type PlacedRow } from "./list-call.js";
import { askOwnRepositories, readOwnRepositories } from "./own-repositories.js";
import type { RepositoriesArguments } from "./repositories-arguments.js";

/** Where a walk stands: among the repositories that were used here, or in GitHub's list. */
interface Place {
  readonly part: "used" | "list";
  /** Index among those used, or GitHub's cursor; `undefined` at the beginning of GitHub's list. */
  readonly index: number;
  readonly cursor: string | undefined;
  /** Ids of those used, newest first, as they were when the walk began: a walk shows each repository once. */
  readonly used: readonly string[];
}

/** A row of those used, with its index among those that were asked for. */
type UsedRow = Row & { readonly index: number };

/** What was used last, newest first, then the others as they were pushed to. */
export async function readLastUsedFirst(
  args: RepositoriesArguments,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const place = at === undefined ? await beginning("used", args, call) : placeOf(at);
  if (place.used.length === 0) return readOwnRepositories(args, call, at);
  const left = place.part === "used" ? place.used.slice(place.index) : [];
  const [used, list] = await Promise.all([
    readUsed(left.slice(0, args.first), args, call),
    left.length > args.first ? undefined : readList(args, call, place),
  ]);
  const usedRows = used.rows.map((row) => placedUsed(row, place));
  const rows = [...usedRows, ...(list?.rows ?? [])];
  const shown = rows.slice(0, args.first);
  const isCut = rows.length > shown.length || list === undefined;
  return {
    rows: shown,
    hasNextPage: isCut || list?.hasNextPage === true,
    totalCount: list?.totalCount ?? null,
    withheld: [...used.withheld, ...(list?.withheld ?? [])],
    ...(!isCut && list?.end !== undefined && { end: list.end }),
    ...(list === undefined && { end: positionAt("used", place.index + args.first, place.used) }),
  };
}

/** The others as they were pushed to, oldest first, then what was used last, newest at the very end. */
export async function readLastUsedLast(
  args: RepositoriesArguments,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const place = at === undefined ? await beginning("list", args, call) : placeOf(at);
  if (place.used.length === 0) return readOwnRepositories(args, call, at);
  const oldestFirst = place.used.toReversed();
  const [list, used] = await Promise.all([
    place.part === "list" ? readList(args, call, place) : undefined,
    readUsed(oldestFirst.slice(place.index, place.index + args.first), args, call),
  ]);
  const isListOver = list?.hasNextPage !== true;
  const usedRows = isListOver ? used.rows.map((row) => placedUsed(row, place)) : [];
  const rows = [...(list?.rows ?? []), ...usedRows];
  const shown = rows.slice(0, args.first);
  const isCut = rows.length > shown.length;
  const hasMoreUsed = isListOver && place.index + args.first < place.used.length;
  const usedEnd = hasMoreUsed ? positionAt("used", place.index + args.first, place.used) : undefined;
  const end = isListOver ? usedEnd : list.end;
  return {
    rows: shown,
    hasNextPage: isCut || hasMoreUsed || !isListOver,
    totalCount: list?.totalCount ?? null,
    withheld: [...used.withheld, ...(list?.withheld ?? [])],
    ...(!isCut && end !== undefined && { end }),
  };
}

/** GitHub's list without what was used here. */
async function readList(args: RepositoriesArguments, call: ListCall, place: Place): Promise<ListPage> {
  const after = place.cursor ?? null;
  const isCounted = args.minimumPermission === null;
  const page = await askOwnRepositories(args, call, {
    first: args.first,
    after,
    facts: isCounted ? "{ id }" : "{ id viewerPermission }",
    isCounted,
  });
  const rows = page.rows
    .filter(
      ({ facts }) =>
        !place.used.includes(String(facts["id"])) && hasPermission(facts["viewerPermission"], args.minimumPermission),
    )
    .map((row) => ({ ...row, position: positionAt("list", row.cursor ?? "", place.used) }));
  return {
    ...page,
    rows,
    ...(typeof page.endCursor === "string" && { end: positionAt("list", page.endCursor, place.used) }),
  };
}

/** Those used that can still be seen and that the arguments admit, in the order of the ids, and what is withheld. */
async function readUsed(
  ids: readonly string[],
  args: RepositoriesArguments,
  call: ListCall,
): Promise<{ readonly rows: readonly UsedRow[]; readonly withheld: ListPage["withheld"] }> {
  if (ids.length === 0) return { rows: [], withheld: [] };
  const keys = nodesKeysOf(call);
  const [facts, ...answers] = await Promise.all([
    call.batch.ask(
      NodesDocument,
      { ids },
      { ...call.selection, text: `{ ... on Repository { ${admissionFacts(args)} } }` },
    ),
    ...keys.map(({ node }) =>
      call.batch.ask(NodesDocument, { ids }, { ...call.selection, text: `{ ... on Repository ${node.text} }` }),
    ),
  ]);
  const known = orThrow(presentList(facts.value));
  const lists = answers.map(({ value }) => orThrow(presentList(value)));
  const withheld: (Error | undefined)[] = [];
  const rows: UsedRow[] = [];
  ids.forEach((_id, index) => {
    const fact = known[index];
    // Gone, or out of this credential's sight: the picker simply no longer offers it.
    if (fact instanceof GatewayError && fact.code === "NOT_FOUND") return;
    if (isRaw(fact) && !isAdmitted(fact, args)) return;
    const items = new Map<NodesKey, unknown>(keys.map((key, each) => [key, lists[each]?.[index]]));
    const row = readRow(items, itemShaper(call, facts), { facts: fact ?? null });
    if (row instanceof Error || row === undefined) withheld.push(row);
    else rows.push({ ...row, index });
  });
  return { rows, withheld };
}

function placedUsed(row: UsedRow, { index, used }: Place): PlacedRow {
  return { ...row, position: positionAt("used", index + row.index + 1, used) };
}

async function beginning(part: Place["part"], args: RepositoriesArguments, call: ListCall): Promise<Place> {
  // GitHub does not tell of one repository how the caller relates to it: with fewer relations than all, its order stands.
  const uses = isNarrowed(args) ? [] : await call.batch.holdFor(call.lastUsed());
  return { part, index: 0, cursor: undefined, used: uses.map(({ repositoryId }) => repositoryId) };
}

function positionAt(part: Place["part"], where: number | string, used: readonly string[]): CursorPosition {
  return [part, where, ...used];
}

function placeOf([part, where, ...used]: CursorPosition): Place {
  return {
    part: part === "used" ? "used" : "list",
    index: typeof where === "number" ? where : 0,
    cursor: typeof where === "string" ? where : undefined,
    used: used.map(String),
  };
}
