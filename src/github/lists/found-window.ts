import { SearchRepositoriesDocument } from "../generated/operations.js";
import type { Row } from "../selection/connection-page.js";
import { COUNT_KEY } from "../selection/facts-key.js";
import { isRaw } from "../selection/is-raw.js";
import { shortName } from "../selection/shown-before.js";
import { hasPermission, placesOf } from "./admission.js";
import type { ListCall, ListPage, PlacedRow } from "./list-call.js";
import type { RepositoriesArguments } from "./repositories-arguments.js";
import { askSearch, truncation } from "./search-page.js";
import type { SearchReach } from "./search-reach.js";
import type { SearchText } from "./search-text.js";
import { searchedPosition, type SearchedPlace } from "./searched-place.js";

/** GitHub's largest page. */
export const WINDOW_SIZE = 100;

// Enough for every item of a window and of what has moved there from the one before.
const MOST_SHOWN = 2 * WINDOW_SIZE;

interface Order {
  /** Field of a repository that the list is ordered by. */
  readonly fact: string;
  /** GitHub's name of the order, where its search has it. */
  readonly sort?: string;
}

const ORDERS: Readonly<Record<RepositoriesArguments["orderBy"]["field"], Order>> = {
  NAME: { fact: "name" },
  STARGAZERS: { fact: "stargazerCount", sort: "stars" },
  PUSHED_AT: { fact: "pushedAt", sort: "updated" },
  UPDATED_AT: { fact: "updatedAt", sort: "updated" },
  LAST_USED: { fact: "pushedAt", sort: "updated" },
};

interface FoundInput {
  readonly args: RepositoriesArguments;
  readonly text: SearchText;
  readonly reach: SearchReach;
  readonly place: SearchedPlace;
  readonly first: number;
}

/**
 * What GitHub's search finds among the caller's repositories, in the list's order: a window on the search is put in
 * order here, which is the whole order unless there is more than one window and GitHub does not have the order.
 */
export async function readFound(input: FoundInput, call: ListCall): Promise<ListPage> {
  const { args, place, first } = input;
  const searchText = queryOf(input);
  if (searchText === undefined) return { rows: [], hasNextPage: false, totalCount: null, withheld: [] };
  const { fact } = ORDERS[args.orderBy.field];
  const facts = `{ id ${fact}${args.minimumPermission === null ? "" : " viewerPermission"} }`;
  const after = place.cursor || null;
  const search = {
    searchText,
    first: WINDOW_SIZE,
    after,
    itemType: "Repository",
    facts,
    count: "repositoryCount",
  } as const;
  const page = await askSearch(SearchRepositoriesDocument, { ...search, isCounted: false }, call);
  const left = page.rows
    .filter((row) => !place.shown.includes(nameOf(row)) && !place.last.includes(nameOf(row)))
    .filter((row) => hasPermission(row.facts["viewerPermission"], args.minimumPermission))
    .toSorted((one, other) => compare(one.facts[fact], other.facts[fact], args.orderBy.direction));
  const shown = left.slice(0, first);
  const isOver = shown.length === left.length;
  const cursor = isOver && typeof page.endCursor === "string" ? page.endCursor : place.cursor;
  const last = [...place.last];
  const rows = shown.map((row, index): PlacedRow => {
    last.push(nameOf(row));
    const at = index === shown.length - 1 ? cursor : place.cursor;
    return { ...row, position: searchedPosition({ ...place, cursor: at, last: last.slice(-MOST_SHOWN) }) };
  });
  return {
    ...page,
    rows,
    hasNextPage: !isOver || page.hasNextPage,
    totalCount: null,
    end: searchedPosition({ ...place, cursor, last: last.slice(-MOST_SHOWN) }),
  };
}

/** Whether GitHub's search will end before all is found. */
export async function askTruncation(
  input: Omit<FoundInput, "place" | "first">,
  { batch, selection }: ListCall,
): Promise<ReturnType<typeof truncation>> {
  const searchText = queryOf(input);
  if (searchText === undefined) return [];
  const asked = { ...selection, text: `{ ${COUNT_KEY}: repositoryCount }` };
  const { value } = await batch.ask(SearchRepositoriesDocument, { searchText, first: 1, after: null }, asked);
  return truncation(isRaw(value) ? value[COUNT_KEY] : undefined);
}

/** Short name of a row of the picker. */
export function nameOf({ facts }: Row): string {
  return shortName(facts["id"]);
}

/**
 * What to search for; nothing where there is no place: GitHub would search everywhere.
 * https://docs.github.com/en/search-github/searching-on-github/searching-for-repositories
 */
function queryOf({ args, text, reach }: Omit<FoundInput, "place" | "first">): string | undefined {
  const places = placesOf(args, reach);
  if (places.length === 0) return undefined;
  const { field, direction } = args.orderBy;
  const { sort } = ORDERS[field];
  return [
    ...text.nameWords,
    "in:name",
    ...(args.includeForks ? ["fork:true"] : []),
    ...(args.includeArchived ? [] : ["archived:false"]),
    ...(args.visibility === null ? [] : [`is:${args.visibility.toLowerCase()}`]),
    ...(sort === undefined ? [] : [`sort:${sort}-${direction.toLowerCase()}`]),
    ...places,
  ].join(" ");
}

function compare(one: unknown, other: unknown, direction: "ASC" | "DESC"): number {
  const sign = direction === "ASC" ? 1 : -1;
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  const [a, b] = [textOf(one), textOf(other)];
  if (a === b) return 0;
  return a < b ? -sign : sign;
}

/** Names are ordered without regard to case; what was never pushed to has no time. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value.toLowerCase() : "";
}
