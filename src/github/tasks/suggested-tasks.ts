import type { AccessRestriction } from "../access-restriction.js";
import { SearchIssuesDocument } from "../generated/operations.js";
import { itemShaper, keysOf, nodesKeysOf, type ListCall, type ListPage, type PlacedRow } from "../lists/list-call.js";
import { assertRepository, repositoryQualifier } from "../lists/named-repository.js";
import type { PageArguments } from "../lists/page-arguments.js";
import { truncation } from "../lists/search-page.js";
import { settleParts } from "../lists/settle-parts.js";
import { restrictionsOf } from "../restrictions.js";
import { readRow, type Row } from "../selection/connection-page.js";
import { listName, type CursorPosition } from "../selection/cursor.js";
import { COUNT_KEY, FACTS_KEY, PAGE_KEY } from "../selection/facts-key.js";
import { failureIn } from "../selection/failure-in.js";
import { isRaw } from "../selection/is-raw.js";
import { withOwnValues } from "../selection/own-values.js";
import { needKey } from "../selection/response-key.js";
import { TASK_SUBJECT } from "../readers/task.js";
import { compareTasks, taskFacts, taskOf, type Task } from "./task.js";
import { TASK_KINDS, type TaskKind } from "./task-kinds.js";
import { TASK_SOURCES, type TaskSource } from "./task-sources.js";

/** Arguments of `Query.suggestedTasks`. */
export interface SuggestedTasksArguments extends PageArguments {
  readonly kinds: readonly TaskKind[] | null;
  readonly repository: string | null;
}

/** How many items of each search are put in order together: GitHub's largest page. */
const WINDOW_SIZE = 100;
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

interface TaskRow extends Row {
  readonly task: Task;
  /** Short name of the item, not of the task: what has become less urgent on the way is not shown again. */
  readonly name: string;
}

/** What one search has brought of its window. */
interface Found {
  readonly rows: readonly TaskRow[];
  readonly hasNextPage: boolean;
  readonly endCursor: unknown;
  readonly withheld: readonly (Error | undefined)[];
  readonly restrictions: readonly AccessRestriction[];
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
    return askSource(source, { searchText, cursor, wanted }, call);
  });
  const [found] = await Promise.all([settleParts(asked), assertRepository(args.repository, call)]);
  return pageOf(found, sources, place, args.first);
}

async function askSource(
  source: TaskSource,
  options: {
    readonly searchText: string;
    readonly cursor: string;
    readonly wanted: ReadonlySet<TaskKind>;
  },
  call: ListCall,
): Promise<Found> {
  const views = nodesKeysOf(call);
  const texts = [
    `${FACTS_KEY}: edges { node { ... on ${source.itemType} { ${taskFacts(source, options.wanted)} } } }`,
    `${PAGE_KEY}: pageInfo { hasNextPage endCursor }`,
    ...(keysOf(call).restrictions.length > 0 ? [`${COUNT_KEY}: issueCount`] : []),
    ...views.flatMap(({ node }, index) =>
      node.text.includes(TASK_SUBJECT)
        ? [`${viewKey(index)}: edges ${node.text.replaceAll(TASK_SUBJECT, "node")}`]
        : [],
    ),
  ];
  const variables = { searchText: options.searchText, first: WINDOW_SIZE, after: options.cursor || null };
  const selection = { ...call.selection, text: `{ ${texts.join(" ")} }` };
  const answer = await call.batch.ask(SearchIssuesDocument, variables, selection);
  const raw = isRaw(answer.value) ? answer.value : {};
  const shapeItem = itemShaper(call, answer);
  const rows: TaskRow[] = [];
  const withheld: (Error | undefined)[] = [...answer.elsewhere];
  listOf(raw[FACTS_KEY]).forEach((edge, index) => {
    const facts = isRaw(edge) ? edge["node"] : edge;
    const task = isRaw(facts) ? taskOf(source, facts, options.wanted) : undefined;
    // What GitHub withheld of an item's facts leaves it a task, if perhaps a less urgent one.
    const failure = answer.hasErrors ? failureIn(facts) : undefined;
    if (failure !== undefined || !isRaw(facts)) withheld.push(failure);
    if (task === undefined) return;
    const items = views.map((key, view) => {
      const item = listOf(raw[viewKey(view)])[index] ?? {};
      return [key, isRaw(item) ? withOwnValues(item, { ...task }) : item] as const;
    });
    const row = readRow(new Map(items), shapeItem, {});
    if (row instanceof Error || row === undefined) withheld.push(row);
    else rows.push({ ...row, task, name: listName(isRaw(facts) && facts["id"]).slice(0, 6) });
  });
  const page = raw[PAGE_KEY];
  const { hasNextPage, endCursor } = isRaw(page) ? page : {};
  return { rows, withheld, hasNextPage: hasNextPage === true, endCursor, restrictions: truncation(raw[COUNT_KEY]) };
}

function pageOf(
  found: readonly (Found | Error | undefined)[],
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
  found: Found | Error | undefined,
  source: TaskSource | undefined,
): readonly AccessRestriction[] {
  if (!(found instanceof Error)) return found?.restrictions ?? [];
  return restrictionsOf([found]).map((each) => ({ ...each, message: `${source?.missing} ${each.message}` }));
}

/** The cursor behind a window; a search that has failed is asked for the same once more. */
function behind(found: Found | undefined, cursor: Cursor): Cursor {
  if (found === undefined) return cursor;
  return found.hasNextPage && typeof found.endCursor === "string" ? found.endCursor : ENDED;
}

function viewKey(index: number): string {
  return needKey("view", String(index));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
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
