import { GatewayError } from "../../errors/gateway-error.js";
import { RepositoryDocument, SearchOwnersDocument, SearchRepositoriesDocument } from "../generated/operations.js";
import { connectionText } from "../selection/compile-connection.js";
import { readPage, readRow, type Row } from "../selection/connection-page.js";
import { listName, type CursorPosition } from "../selection/cursor.js";
import { isRaw } from "../selection/is-raw.js";
import type { NodesKey } from "../selection/shape.js";
import { itemShaper, keysOf, nodesKeysOf, type ListCall, type ListPage, type PlacedRow } from "./list-call.js";
import { askOwnRepositories, hasPermission } from "./own-repositories.js";
import type { RepositoriesArguments } from "./repositories-arguments.js";
import { matchesWords, readSearchText, type SearchText } from "./search-text.js";

/** GitHub's largest page. */
const OWN_LIST_SIZE = 100;
const FACTS = "{ id nameWithOwner viewerPermission }";
/** The caller, in the words of GitHub's search. */
const ME = "@me";

/** Where a walk stands: among the matches in the caller's own list, or in GitHub's search. */
interface Place {
  readonly part: "own" | "search";
  readonly index: number;
  /** GitHub's cursor; empty at the beginning of the search. */
  readonly cursor: string;
  /** Short names of the repositories already shown from the own list; the search finds them again. */
  readonly shown: readonly string[];
}

/**
 * What matches a text: the repository that it names whole, then the caller's own list in its order, then GitHub's
 * search among the caller's owners. At most two documents, however many organizations; one where the own list is short
 * enough to be complete.
 */
export async function readSearchedRepositories(
  args: RepositoriesArguments,
  call: ListCall,
  at: CursorPosition | undefined,
): Promise<ListPage> {
  const text = readSearchText(args.search ?? "");
  const place = at === undefined ? { part: "own" as const, index: 0, cursor: "", shown: [] } : placeOf(at);
  const [owners, own] = await Promise.all([
    askOwners(args, call),
    place.part === "own" ? readOwnMatches(text, args, call) : undefined,
  ]);
  const shown = own === undefined ? place.shown : own.rows.map(({ facts }) => shortName(facts["id"]));
  const ownRows = (own?.rows ?? [])
    .map((row, index) => ({ ...row, position: ["own", index + 1] }))
    .slice(place.index, place.index + args.first);
  const missing = args.first - ownRows.length;
  const hasMoreOwn = own !== undefined && place.index + args.first < own.rows.length;
  if (hasMoreOwn || own?.isComplete === true || text.words.length === 0) {
    return {
      rows: ownRows,
      hasNextPage: hasMoreOwn,
      totalCount: own?.isComplete === true ? own.rows.length : null,
      withheld: own?.withheld ?? [],
    };
  }
  if (missing === 0) {
    const end = ["search", "", ...shown];
    return { rows: ownRows, hasNextPage: true, totalCount: null, withheld: own?.withheld ?? [], end };
  }
  const found = await readSearch(text, owners.logins, { args, call, place: { ...place, shown }, first: missing });
  const withheld = [...(own?.withheld ?? []), ...owners.withheld, ...found.withheld];
  return { ...found, rows: [...ownRows, ...found.rows], withheld };
}

async function readOwnMatches(
  text: SearchText,
  args: RepositoriesArguments,
  call: ListCall,
): Promise<{ readonly rows: readonly Row[]; readonly isComplete: boolean; readonly withheld: ListPage["withheld"] }> {
  const [named, page] = await Promise.all([
    readNamed(text, call),
    askOwnRepositories(args, call, { first: OWN_LIST_SIZE, after: null, facts: FACTS }),
  ]);
  const matches = page.rows.filter(
    ({ facts }) =>
      facts["id"] !== named?.facts["id"] &&
      matchesWords(String(facts["nameWithOwner"]), text) &&
      hasPermission(facts["viewerPermission"], args.minimumPermission),
  );
  return {
    rows: named === undefined ? matches : [named, ...matches],
    isComplete: page.hasNextPage !== true,
    withheld: page.withheld,
  };
}

/** The repository that the text names whole, if it can be seen; its place in the list does not matter then. */
async function readNamed({ repository }: SearchText, call: ListCall): Promise<Row | undefined> {
  if (repository === undefined) return undefined;
  const variables = { ...repository, followRenames: true };
  const ask = (text: string) =>
    call.batch.ask(RepositoryDocument, variables, { ...call.selection, text }).catch(() => undefined);
  const keys = nodesKeysOf(call);
  const [facts, ...answers] = await Promise.all([ask(FACTS), ...keys.map(({ node }) => ask(node.text))]);
  if (facts === undefined || !isRaw(facts.value)) return undefined;
  const items = new Map<NodesKey, unknown>(keys.map((key, index) => [key, answers[index]?.value]));
  const row = readRow(items, itemShaper(call, facts), { facts: facts.value });
  return row instanceof Error ? undefined : row;
}

async function readSearch(
  text: SearchText,
  owners: readonly string[],
  input: {
    readonly args: RepositoriesArguments;
    readonly call: ListCall;
    readonly place: Place;
    readonly first: number;
  },
): Promise<ListPage> {
  const { args, call, place, first } = input;
  const variables = { first, after: place.cursor || null, searchText: queryOf(text, owners, args) };
  const selection = { ...call.selection, text: connectionText(keysOf(call), { facts: FACTS, itemType: "Repository" }) };
  const answer = await call.batch.ask(SearchRepositoriesDocument, variables, selection);
  const page = readPage(isRaw(answer.value) ? answer.value : {}, keysOf(call), itemShaper(call, answer));
  const rows = page.rows
    .filter(({ facts }) => !place.shown.includes(shortName(facts["id"])))
    .filter(({ facts }) => hasPermission(facts["viewerPermission"], args.minimumPermission))
    .map((row): PlacedRow => ({ ...row, position: ["search", row.cursor ?? "", ...place.shown] }));
  const end = typeof page.endCursor === "string" ? { end: ["search", page.endCursor, ...place.shown] } : {};
  return { ...page, rows, totalCount: null, withheld: [...page.withheld, ...answer.elsewhere], ...end };
}

/** Among whose repositories to search: logins, and why some are missing. */
interface Owners {
  readonly logins: readonly string[];
  readonly withheld: readonly Error[];
}

async function askOwners({ owner }: RepositoriesArguments, { batch }: ListCall): Promise<Owners> {
  if (owner !== null) return { logins: [owner], withheld: [] };
  try {
    const { value } = await batch.ask(SearchOwnersDocument, {});
    const organizations = isRaw(value) && isRaw(value["organizations"]) ? value["organizations"]["nodes"] : undefined;
    const nodes: readonly unknown[] = Array.isArray(organizations) ? organizations : [];
    const logins = nodes.flatMap((each) => (isRaw(each) ? [String(each["login"])] : []));
    return { logins: [ME, ...logins], withheld: nodes.filter((each) => each instanceof Error) };
  } catch (error) {
    // A token that may not list organizations still searches among its user's own repositories.
    if (!(error instanceof GatewayError) || error.code !== "GITHUB_SCOPE_MISSING") throw error;
    return { logins: [ME], withheld: [error] };
  }
}

/** https://docs.github.com/en/search-github/searching-on-github/searching-for-repositories */
function queryOf({ nameWords }: SearchText, owners: readonly string[], args: RepositoriesArguments): string {
  return [
    ...nameWords,
    "in:name",
    ...(args.includeForks ? ["fork:true"] : []),
    ...(args.includeArchived ? [] : ["archived:false"]),
    ...(args.visibility === null ? [] : [`is:${args.visibility.toLowerCase()}`]),
    ...owners.map((owner) => `user:${owner === ME ? ME : owner.replace(/[^\w-]/g, "")}`),
  ].join(" ");
}

function shortName(id: unknown): string {
  return listName(id).slice(0, 6);
}

function placeOf([part, where, ...shown]: CursorPosition): Place {
  return {
    part: part === "search" ? "search" : "own",
    index: typeof where === "number" ? where : 0,
    cursor: typeof where === "string" ? where : "",
    shown: shown.map(String),
  };
}
