import type { GatewayError } from "../../errors/gateway-error.js";
import { SearchIssuesDocument } from "../generated/operations.js";
import type { Page, Row } from "../selection/connection-page.js";
import type { CursorPosition } from "../selection/cursor.js";
import type { ListCall, ListPage, PlacedRow } from "./list-call.js";
import { askSearch } from "./search-page.js";
import { settleParts } from "./settle-parts.js";

const FACTS = "{ id createdAt }";

// In place of a cursor: the search has come to its end.
const ENDED = 0;

/** Where a walk through several searches stands. */
interface Place {
  /** When the item shown last was opened; empty at the beginning. */
  readonly shownLast: string;
  /** Ids of those shown that were opened in the same second: another search can find them again. */
  readonly shownThen: readonly string[];
  /** GitHub's cursor in each search; empty at its beginning. */
  readonly cursors: readonly (string | typeof ENDED)[];
}

/** One search on its way through its page. */
interface Lane {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly endCursor: unknown;
  next: number;
  cursor: string | typeof ENDED;
}

/**
 * The union of several searches that are each ordered by creation, newest first, without duplicates, as one list in the
 * same order. One document asks for a page of each; the position has a cursor for each.
 */
export async function mergeSearches(
  searchTexts: readonly string[],
  itemType: string,
  first: number,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const start = placeOf(at, searchTexts.length);
  const asked = searchTexts.map((searchText, index) => {
    const cursor = start.cursors[index];
    if (cursor === ENDED) return Promise.resolve(undefined);
    const after = cursor === undefined || cursor === "" ? null : cursor;
    const search = { searchText, first, after, itemType, facts: FACTS, count: "issueCount", isCounted: false } as const;
    return askSearch(SearchIssuesDocument, search, call);
  });
  const pages = await settleParts(asked);
  const lanes = pages.map((page, index) => laneOf(page, start.cursors[index] ?? ""));
  const { rows, place } = merge(lanes, start, first);
  const end = lanes.map((lane) => endOf(lane));
  return {
    rows,
    hasNextPage: lanes.some((lane) => lane.next < lane.rows.length || lane.hasNextPage),
    totalCount: null,
    withheld: pages.flatMap((page) => (page instanceof Error ? [page] : (page?.withheld ?? []))),
    restrictions: pages.flatMap((page) =>
      page === undefined || page instanceof Error ? [] : (page.restrictions ?? []),
    ),
    end: positionOf({ ...place, cursors: end }),
  };
}

/** Takes the newest of what the searches show next, again and again. */
function merge(
  lanes: readonly Lane[],
  start: Place,
  first: number,
): { readonly rows: readonly PlacedRow[]; readonly place: Place } {
  const rows: PlacedRow[] = [];
  const seen = new Set(start.shownThen);
  let place = start;
  for (;;) {
    for (const lane of lanes) skipShown(lane, seen, start.shownLast);
    // Behind the end of its page a search could go on with something newer than what the others show.
    if (rows.length === first || lanes.some((lane) => lane.next === lane.rows.length && lane.hasNextPage)) break;
    const lane = newest(lanes);
    const row = lane?.rows[lane.next];
    if (lane === undefined || row === undefined) break;
    step(lane);
    const id = String(row.facts["id"]);
    const createdAt = String(row.facts["createdAt"]);
    seen.add(id);
    place = {
      shownLast: createdAt,
      shownThen: createdAt === place.shownLast ? [...place.shownThen, id] : [id],
      cursors: lanes.map(({ cursor }) => cursor),
    };
    rows.push({ ...row, position: positionOf(place) });
  }
  return { rows, place };
}

/** Goes past what is shown already, here or in another search; GitHub's cursors shift when something new comes in. */
function skipShown(lane: Lane, seen: ReadonlySet<string>, shownLast: string): void {
  for (let row = lane.rows[lane.next]; row !== undefined; row = lane.rows[lane.next]) {
    const isNewer = shownLast !== "" && String(row.facts["createdAt"]) > shownLast;
    if (!isNewer && !seen.has(String(row.facts["id"]))) return;
    step(lane);
  }
}

function step(lane: Lane): void {
  lane.cursor = lane.rows[lane.next]?.cursor ?? lane.cursor;
  lane.next += 1;
}

function newest(lanes: readonly Lane[]): Lane | undefined {
  const createdAt = ({ rows, next }: Lane) => String(rows[next]?.facts["createdAt"]);
  return lanes.reduce<Lane | undefined>((best, lane) => {
    if (lane.next === lane.rows.length) return best;
    return best === undefined || createdAt(lane) > createdAt(best) ? lane : best;
  }, undefined);
}

function laneOf(page: Page | GatewayError | undefined, cursor: string | typeof ENDED): Lane {
  if (page === undefined || page instanceof Error) {
    return { rows: [], hasNextPage: false, endCursor: undefined, next: 0, cursor };
  }
  return { rows: page.rows, hasNextPage: page.hasNextPage === true, endCursor: page.endCursor, next: 0, cursor };
}

/** The cursor from which the next page goes on; a search that has failed is asked for the same once more. */
function endOf({ rows, next, hasNextPage, endCursor, cursor }: Lane): string | typeof ENDED {
  if (next < rows.length || endCursor === undefined) return cursor;
  if (!hasNextPage) return ENDED;
  return typeof endCursor === "string" ? endCursor : cursor;
}

function positionOf({ shownLast, shownThen, cursors }: Place): CursorPosition {
  return [shownLast, ...cursors, ...shownThen];
}

function placeOf(at: CursorPosition | undefined, searches: number): Place {
  if (at === undefined) return { shownLast: "", shownThen: [], cursors: Array.from({ length: searches }, () => "") };
  return {
    shownLast: String(at[0]),
    cursors: at.slice(1, 1 + searches).map((cursor) => (cursor === ENDED ? ENDED : String(cursor))),
    shownThen: at.slice(1 + searches).map(String),
  };
}
