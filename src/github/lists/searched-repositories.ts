import { GatewayError } from "../../errors/gateway-error.js";
import type { AccessRestriction } from "../access-restriction.js";
import { RepositoryDocument, SearchOwnersDocument, SearchRepositoriesDocument } from "../generated/operations.js";
import { connectionText } from "../selection/compile-connection.js";
import { readRow, type Row } from "../selection/connection-page.js";
import type { CursorPosition } from "../selection/cursor.js";
import { COUNT_KEY } from "../selection/facts-key.js";
import { isRaw } from "../selection/is-raw.js";
import { shortName, shownWith, withoutShown } from "../selection/shown-before.js";
import type { NodesKey } from "../selection/shape.js";
import { itemShaper, keysOf, nodesKeysOf, type ListCall, type ListPage, type PlacedRow } from "./list-call.js";
import { askOwnRepositories, hasPermission } from "./own-repositories.js";
import { pageOf } from "./page-of.js";
import type { RepositoriesArguments } from "./repositories-arguments.js";
import { searchedPlace, searchedPosition, type SearchedPlace } from "./searched-place.js";
import { truncation } from "./search-page.js";
import { nodesIn, organizationsCut } from "./search-reach.js";
import { matchesWords, readSearchText, type SearchText } from "./search-text.js";

/** GitHub's largest page. */
const OWN_LIST_SIZE = 100;
const FACTS = "{ id nameWithOwner viewerPermission }";
/** The caller, in the words of GitHub's search. */
const ME = "@me";

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
  const place = searchedPlace(at);
  const [owners, own] = await Promise.all([
    askOwners(args, call),
    place.cursor === undefined ? readOwnMatches(text, args, call) : undefined,
  ]);
  // The own list is read anew for each page, and may have changed its order.
  const left = (own?.rows ?? []).filter((row) => !place.shown.includes(nameOf(row)));
  const shown = [...place.shown];
  const ownRows = left.slice(0, args.first).map((row) => {
    shown.push(nameOf(row));
    return { ...row, position: searchedPosition({ ...place, shown }) };
  });
  if (left.length > ownRows.length || own?.isComplete === true || text.words.length === 0) {
    return {
      rows: ownRows,
      hasNextPage: left.length > ownRows.length,
      totalCount: own?.count ?? null,
      withheld: own?.withheld ?? [],
    };
  }
  const behind = { ...place, cursor: place.cursor ?? "", shown };
  if (ownRows.length === args.first) {
    const end = searchedPosition(behind);
    return { rows: ownRows, hasNextPage: true, totalCount: null, withheld: own?.withheld ?? [], end };
  }
  const first = args.first - ownRows.length;
  const found = await readSearch(text, owners.logins, { args, call, place: behind, first });
  const withheld = [...(own?.withheld ?? []), ...owners.withheld, ...found.withheld];
  const restrictions = [...owners.restrictions, ...(found.restrictions ?? [])];
  return { ...found, rows: [...ownRows, ...found.rows], withheld, restrictions };
}

function nameOf({ facts }: Row): string {
  return shortName(facts["id"]);
}

/** What of the head of the caller's own list matches. */
interface OwnMatches {
  readonly rows: readonly Row[];
  /** Whether nothing else can match, or need be looked for. */
  readonly isComplete: boolean;
  /** How many match in the whole list, where that is known. */
  readonly count: number | null;
  readonly withheld: ListPage["withheld"];
}

async function readOwnMatches(text: SearchText, args: RepositoriesArguments, call: ListCall): Promise<OwnMatches> {
  const [named, page] = await Promise.all([
    readNamed(text, call),
    askOwnRepositories(args, call, { first: OWN_LIST_SIZE, after: null, facts: FACTS }),
  ]);
  const found = named instanceof Error ? undefined : named;
  const matches = page.rows.filter(
    ({ facts }) =>
      facts["id"] !== found?.facts["id"] &&
      matchesWords(String(facts["nameWithOwner"]), text) &&
      hasPermission(facts["viewerPermission"], args.minimumPermission),
  );
  const rows = found === undefined ? matches : [found, ...matches];
  const isWhole = page.hasNextPage !== true;
  return {
    rows,
    // Whoever pastes a link looks for nothing else.
    isComplete: isWhole || (found !== undefined && text.isLink),
    count: isWhole ? rows.length : null,
    withheld: named instanceof Error ? [...page.withheld, named] : page.withheld,
  };
}

/**
 * The repository that the text names whole, whatever its place in the list; nothing where there is none, and the error
 * where somebody withholds it.
 */
async function readNamed({ repository }: SearchText, call: ListCall): Promise<Row | GatewayError | undefined> {
  if (repository === undefined) return undefined;
  const variables = { ...repository, followRenames: true };
  const ask = (text: string) => call.batch.ask(RepositoryDocument, variables, { ...call.selection, text });
  const keys = nodesKeysOf(call);
  try {
    const [facts, ...answers] = await Promise.all([ask(FACTS), ...keys.map(({ node }) => ask(node.text))]);
    const items = new Map<NodesKey, unknown>(keys.map((key, index) => [key, answers[index]?.value]));
    const row = readRow(items, itemShaper(call, facts), { facts: facts.value });
    return row instanceof Error ? undefined : row;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return error.code === "NOT_FOUND" ? undefined : error;
  }
}

async function readSearch(
  text: SearchText,
  owners: readonly string[],
  input: {
    readonly args: RepositoriesArguments;
    readonly call: ListCall;
    readonly place: SearchedPlace;
    readonly first: number;
  },
): Promise<ListPage> {
  const { args, call, place, first } = input;
  const variables = { first, after: place.cursor || null, searchText: queryOf(text, owners, args) };
  // What the search counts is not what the list shows.
  const keys = { ...keysOf(call), totalCounts: [] };
  const asked = connectionText(keys, { facts: FACTS, itemType: "Repository", count: "repositoryCount" });
  const answer = await call.batch.ask(SearchRepositoriesDocument, variables, { ...call.selection, text: asked });
  const page = pageOf(answer.value, answer, call, keys);
  const fresh = withoutShown({ rows: page.rows, nameOf, shown: place.last });
  const names = shownWith({ rows: fresh, nameOf, shown: place.last });
  const positionAt = (cursor: string | null, last: CursorPosition = []) =>
    searchedPosition({ cursor: cursor ?? "", shown: place.shown, last: last.map(String) });
  const rows = fresh
    .map((row, index): PlacedRow => ({ ...row, position: positionAt(row.cursor, names[index]) }))
    .filter((row) => !place.shown.includes(nameOf(row)))
    .filter(({ facts }) => hasPermission(facts["viewerPermission"], args.minimumPermission));
  const last = names.at(-1) ?? place.last;
  const end = typeof page.endCursor === "string" ? { end: positionAt(page.endCursor, last) } : {};
  const count = isRaw(answer.value) ? answer.value[COUNT_KEY] : undefined;
  return { ...page, rows, totalCount: null, restrictions: truncation(count), ...end };
}

/** Among whose repositories to search: logins, and why some are missing. */
interface Owners {
  readonly logins: readonly string[];
  readonly withheld: readonly Error[];
  readonly restrictions: readonly AccessRestriction[];
}

async function askOwners({ owner }: RepositoriesArguments, { batch }: ListCall): Promise<Owners> {
  if (owner !== null) return { logins: [owner], withheld: [], restrictions: [] };
  try {
    const { value } = await batch.ask(SearchOwnersDocument, {});
    const nodes = nodesIn(value, "organizations");
    const logins = nodes.flatMap((each) => (isRaw(each) ? [String(each["login"])] : []));
    const withheld = nodes.filter((each) => each instanceof Error);
    return { logins: [ME, ...logins], withheld, restrictions: organizationsCut(value) };
  } catch (error) {
    // A token that may not list organizations still searches among its user's own repositories.
    if (!(error instanceof GatewayError) || error.code !== "GITHUB_SCOPE_MISSING") throw error;
    return { logins: [ME], withheld: [error], restrictions: [] };
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
