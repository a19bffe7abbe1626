import type { Row } from "../selection/connection-page.js";
import type { CursorPosition } from "../selection/cursor.js";
import { admissionFacts, hasPermission, isAdmitted, isAffiliated, missingPlaces } from "./admission.js";
import { askTruncation, nameOf, readFound, WINDOW_SIZE } from "./found-window.js";
import { keysOf, type ListCall, type ListPage } from "./list-call.js";
import { askNamedRow } from "./named-row.js";
import { askOwnRepositories } from "./own-repositories.js";
import type { RepositoriesArguments } from "./repositories-arguments.js";
import type { SearchReach } from "./search-reach.js";
import { matchesWords, type SearchText } from "./search-text.js";
import { searchedPlace, searchedPosition } from "./searched-place.js";

/**
 * What matches a text: the repository that it names whole, then the caller's own list in its order, then GitHub's
 * search among what the caller can reach. At most two documents, however many organizations; one where the own list is
 * short enough to be complete.
 */
export async function readSearchedRepositories(
  args: RepositoriesArguments,
  text: SearchText,
  call: ListCall,
  { at, reach: askReach }: { readonly at: CursorPosition | undefined; readonly reach: () => Promise<SearchReach> },
): Promise<ListPage> {
  const place = searchedPlace(at);
  const asked = askReach();
  const [reach, own] = await Promise.all([
    asked,
    place.cursor === undefined ? readOwnMatches(text, args, call, asked) : undefined,
  ]);
  // The own list is read anew for each page, and may have changed its order.
  const left = (own?.rows ?? []).filter((row) => !place.shown.includes(nameOf(row)));
  const shown = [...place.shown];
  const rows = left.slice(0, args.first).map((row) => {
    shown.push(nameOf(row));
    return { ...row, position: searchedPosition({ ...place, shown }) };
  });
  const isMore = left.length > rows.length;
  const withheld = own?.withheld ?? [];
  if (own?.isComplete === true || text.words.length === 0) {
    return { rows, hasNextPage: isMore, totalCount: own?.count ?? null, withheld };
  }
  const input = { args, text, reach };
  const missing = missingPlaces(args, reach);
  const all = [...withheld, ...missing.withheld];
  if (rows.length === args.first) {
    const isTold = at === undefined && keysOf(call).restrictions.length > 0;
    const restrictions = isTold ? [...(await askTruncation(input, call)), ...missing.restrictions] : [];
    const end = searchedPosition(isMore ? { ...place, shown } : { ...place, cursor: "", shown });
    return { rows, hasNextPage: true, totalCount: null, withheld: all, restrictions, end };
  }
  const behind = { ...place, cursor: place.cursor ?? "", shown };
  const found = await readFound({ ...input, place: behind, first: args.first - rows.length }, call);
  return {
    ...found,
    rows: [...rows, ...found.rows],
    withheld: [...all, ...found.withheld],
    restrictions: [...(found.restrictions ?? []), ...missing.restrictions],
  };
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

async function readOwnMatches(
  text: SearchText,
  args: RepositoriesArguments,
  call: ListCall,
  reach: Promise<SearchReach>,
): Promise<OwnMatches> {
  const facts = `{ id nameWithOwner${args.minimumPermission === null ? "" : " viewerPermission"} }`;
  const [named, page] = await Promise.all([
    readNamed(text, args, call, reach),
    askOwnRepositories(args, call, { first: WINDOW_SIZE, after: null, facts, isCounted: false }),
  ]);
  const found = named instanceof Error ? undefined : named;
  const matches = page.rows.filter(
    (row) =>
      row.facts["id"] !== found?.facts["id"] &&
      matchesWords(String(row.facts["nameWithOwner"]), text) &&
      hasPermission(row.facts["viewerPermission"], args.minimumPermission),
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

/** The repository that the text names whole, whatever its place in the list, if the arguments admit it. */
async function readNamed(
  { repository }: SearchText,
  args: RepositoriesArguments,
  call: ListCall,
  reach: Promise<SearchReach>,
): Promise<Row | Error | undefined> {
  if (repository === undefined) return undefined;
  const named = await askNamedRow(repository, `{ ${admissionFacts(args)} }`, call);
  if (named === undefined || named instanceof Error) return named;
  return isAdmitted(named.facts, args) && isAffiliated(named.facts, args, await reach) ? named : undefined;
}
