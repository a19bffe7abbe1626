import type { AccessRestriction } from "../access-restriction.js";
import type { ListCall, ListPage, PlacedRow } from "../lists/list-call.js";
import { assertRepository, repositoryQualifier } from "../lists/named-repository.js";
import type { PageArguments } from "../lists/page-arguments.js";
import { settleParts } from "../lists/settle-parts.js";
import { restrictionsOf } from "../restrictions.js";
import type { CursorPosition } from "../selection/cursor.js";
import { compareTasks } from "./task.js";
import { TASK_KINDS, type TaskKind } from "./task-kinds.js";
import { askTasks, WINDOW_SIZE, type FoundTasks } from "./task-search.js";
import { TASK_SOURCES, type TaskSource } from "./task-sources.js";

/** Arguments of `Query.suggestedTasks`. */
export interface SuggestedTasksArguments extends PageArguments {
  readonly kinds: readonly TaskKind[] | null;
  readonly repository: string | null;
}

// Enough for every item of a window and of what has moved there from the one before.
const MAX_SHOWN = 6 * WINDOW_SIZE;

// In place of a cursor: the search has come to its end.
const ENDED = 0;
type Cursor = string | typeof ENDED;

/** Where a walk stands: in a window on each search, some of which is shown already. */
interface Place {
  /** GitHub's cursor at which the window begins, for each search; empty at its beginning. */
  readonly cursors: readonly Cursor[];
  /** Short names of the items shown. */
  readonly shown: readonly string[];
}

/**
 * Work that waits for the caller: three searches in one document, each failing alone. Urgency is nothing that GitHub
 * orders by, so a window on each search is put in order here, and the walk goes on to the next window behind it.
 */
export async function readSuggestedTasks(
  args: SuggestedTasksArguments,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const wanted = new Set(args.kinds ?? TASK_KINDS);
  const sources = TASK_SOURCES.filter(({ rules }) => rules.some(({ kind }) => wanted.has(kind)));
  const place = placeOf(at, sources.length);
  const asked = sources.map((source, index) => {
    const cursor = place.cursors[index] ?? "";
    if (cursor === ENDED) return Promise.resolve(undefined);
    const searchText = [source.searchText, ...repositoryQualifier(args.repository)].join(" ");
    return askTasks(source, { searchText, cursor, wanted }, call);
  });
  const [found] = await Promise.all([settleParts(asked), assertRepository(args.repository, call)]);
  return pageOf(found, sources, place, args.first);
}

function pageOf(
  found: readonly (FoundTasks | Error | undefined)[],
  sources: readonly TaskSource[],
  place: Place,
  first: number,
): ListPage {
  const whole = found.map((each) => (each instanceof Error ? undefined : each));
  const all = whole.flatMap((each) => each?.rows ?? []).toSorted((one, other) => compareTasks(one.task, other.task));
  const left = all.filter(({ name }) => !place.shown.includes(name));
  const page = left.slice(0, first);
  const shown = [...place.shown];
  const rows = page.map((row): PlacedRow => {
    shown.push(row.name);
    return { ...row, position: positionOf({ ...place, shown }) };
  });
  const isMore = whole.some((each) => each?.hasNextPage === true);
  const isWindowOver = left.length === page.length;
  const cursors = isWindowOver ? place.cursors.map((cursor, index) => behind(whole[index], cursor)) : place.cursors;
  const isAll = !isMore && place.cursors.every((cursor) => cursor === "") && !whole.includes(undefined);
  return {
    rows,
    hasNextPage: !isWindowOver || isMore,
    totalCount: isAll ? all.length : null,
    withheld: whole.flatMap((each) => each?.withheld ?? []),
    restrictions: found.flatMap((each, index) => restrictionsFrom(each, sources[index])),
    end: positionOf({ ...place, cursors, shown }),
  };
}

function restrictionsFrom(
  found: FoundTasks | Error | undefined,
  source: TaskSource | undefined,
): readonly AccessRestriction[] {
  if (!(found instanceof Error)) return found?.restrictions ?? [];
  return restrictionsOf([found]).map((each) => ({ ...each, message: `${source?.missing} ${each.message}` }));
}

/** The cursor behind a window; a search that has failed is asked for the same once more. */
function behind(found: FoundTasks | undefined, cursor: Cursor): Cursor {
  if (found === undefined) return cursor;
  return found.hasNextPage && typeof found.endCursor === "string" ? found.endCursor : ENDED;
}

function positionOf({ cursors, shown }: Place): CursorPosition {
  return [...cursors, ...shown.slice(-MAX_SHOWN)];
}

function placeOf(at: CursorPosition | undefined, sources: number): Place {
  if (at === undefined) return { cursors: Array.from({ length: sources }, () => ""), shown: [] };
  return {
    cursors: at.slice(0, sources).map((cursor) => (cursor === ENDED ? ENDED : String(cursor))),
    shown: at.slice(sources).map(String),
  };
}
