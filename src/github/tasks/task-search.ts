import type { AccessRestriction } from "../access-restriction.js";
import { SearchIssuesDocument } from "../generated/operations.js";
import { itemShaper, keysOf, nodesKeysOf, type ListCall } from "../lists/list-call.js";
import { truncation } from "../lists/search-page.js";
import { TASK_SUBJECT } from "../readers/task.js";
import { readRow, type Row } from "../selection/connection-page.js";
import { COUNT_KEY, FACTS_KEY, PAGE_KEY } from "../selection/facts-key.js";
import { failureIn } from "../selection/failure-in.js";
import { isRaw } from "../selection/is-raw.js";
import { withOwnValues } from "../selection/own-values.js";
import { orThrow, presentList, presentObject } from "../selection/present.js";
import { needKey } from "../selection/response-key.js";
import { shortName } from "../selection/shown-before.js";
import { taskFacts, taskOf, type Task } from "./task.js";
import type { TaskKind } from "./task-kinds.js";
import type { TaskSource } from "./task-sources.js";

/** How many items of each search are put in order together: GitHub's largest page. */
export const WINDOW_SIZE = 100;

interface TaskRow extends Row {
  readonly task: Task;
  /** Short name of the item, not of the task: what has become less urgent on the way is not shown again. */
  readonly name: string;
}

/** What one search has brought of its window. */
export interface FoundTasks {
  readonly rows: readonly TaskRow[];
  readonly hasNextPage: boolean;
  readonly endCursor: unknown;
  readonly withheld: readonly (Error | undefined)[];
  readonly restrictions: readonly AccessRestriction[];
}

/** Asks for one window of a search, as the client selected the tasks in it. */
export async function askTasks(
  source: TaskSource,
  options: {
    readonly searchText: string;
    readonly cursor: string;
    readonly wanted: ReadonlySet<TaskKind>;
  },
  call: ListCall,
): Promise<FoundTasks> {
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
  const raw = orThrow(presentObject(answer.value));
  const edges = orThrow(presentList(raw[FACTS_KEY]));
  const { hasNextPage, endCursor } = orThrow(presentObject(raw[PAGE_KEY]));
  const shown = views.map(({ node }, index) =>
    node.text.includes(TASK_SUBJECT) ? orThrow(presentList(raw[viewKey(index)])) : [],
  );
  const shapeItem = itemShaper(call, answer);
  const rows: TaskRow[] = [];
  const withheld: (Error | undefined)[] = [...answer.elsewhere];
  edges.forEach((edge, index) => {
    const facts = isRaw(edge) ? edge["node"] : edge;
    const task = isRaw(facts) ? taskOf(source, facts, options.wanted) : undefined;
    // What GitHub withheld of an item's facts leaves it a task, if perhaps a less urgent one.
    const failure = answer.hasErrors ? failureIn(facts) : undefined;
    if (failure !== undefined || !isRaw(facts)) withheld.push(failure);
    if (task === undefined) return;
    const items = views.map((key, view) => {
      const item = shown[view]?.[index] ?? {};
      return [key, isRaw(item) ? withOwnValues(item, { ...task }) : item] as const;
    });
    const row = readRow(new Map(items), shapeItem, {});
    if (row instanceof Error || row === undefined) withheld.push(row);
    else rows.push({ ...row, task, name: shortName(isRaw(facts) && facts["id"]) });
  });
  return { rows, withheld, hasNextPage: hasNextPage === true, endCursor, restrictions: truncation(raw[COUNT_KEY]) };
}

function viewKey(index: number): string {
  return needKey("view", String(index));
}
