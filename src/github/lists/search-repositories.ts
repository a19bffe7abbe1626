import { SearchRepositoriesDocument } from "../generated/operations.js";
import type { CursorPosition } from "../selection/cursor.js";
import type { ListCall, ListPage } from "./list-call.js";
import type { ListScope } from "./list-scope.js";
import type { PageArguments } from "./page-arguments.js";
import { placedSearch, placingFacts } from "./placed-page.js";
import { askSearch } from "./search-page.js";
import { hasQualifier, placesWithin, readSearchQuery, withoutQualifiers } from "./search-query.js";
import type { SearchReach } from "./search-reach.js";

/** Arguments of `Query.searchRepositories`. */
export interface SearchRepositoriesArguments extends PageArguments {
  readonly query: string;
  readonly scope: "ACCESSIBLE" | "PUBLIC" | "ALL";
  readonly orderBy: "BEST_MATCH" | "STARS" | "UPDATED";
}

const ORDERS = { BEST_MATCH: [], STARS: ["sort:stars-desc"], UPDATED: ["sort:updated-desc"] };

/** How far a search may look, and what tells that GitHub has kept to it whatever the client's text was. */
interface Bounds {
  readonly searchText: string;
  /** Nothing where everything is admitted. */
  readonly facts?: string;
  readonly admits: (facts: Readonly<Record<string, unknown>>) => boolean;
  readonly isExact: boolean;
  readonly withheld: ListPage["withheld"];
  readonly restrictions: NonNullable<ListPage["restrictions"]>;
}

/** Whose repositories a search is about: a single owner, where the client's text names one. */
export function scopeOfSearch({ query: text, scope }: SearchRepositoriesArguments): ListScope {
  const { owners, repositories } = readSearchQuery(text);
  const named = new Set([...owners, ...repositories.map((name) => name.split("/", 1)[0] ?? "")]);
  const [owner] = named.size === 1 ? named : [];
  return {
    owner: owner === undefined || owner === "@me" ? null : owner,
    of: scope === "PUBLIC" ? "ANYBODYS" : "REPOSITORIES",
  };
}

/** GitHub's search, with what the client may add to it. */
export async function readFoundRepositories(
  args: SearchRepositoriesArguments,
  call: ListCall,
  options: { readonly at: CursorPosition | undefined; readonly reach: () => Promise<SearchReach> },
): Promise<ListPage> {
  const bounds = await boundsOf(args, options.reach);
  const { withheld, restrictions } = bounds;
  if (bounds.searchText === "") return { rows: [], hasNextPage: false, totalCount: 0, withheld, restrictions };
  const { searchText, facts } = bounds;
  const after = options.at === undefined ? null : String(options.at[0]);
  const counted = { count: "repositoryCount", isCounted: true } as const;
  const search = { searchText, first: args.first, after, itemType: "Repository", ...counted };
  const asked = facts === undefined ? placingFacts(call, options.at) : { facts };
  const page = await askSearch(SearchRepositoriesDocument, { ...search, ...asked }, call);
  const found = {
    ...page,
    rows: page.rows.filter((row) => bounds.admits(row.facts)),
    totalCount: bounds.isExact ? page.totalCount : null,
    withheld: [...page.withheld, ...withheld],
    restrictions: [...(page.restrictions ?? []), ...restrictions],
  };
  return placedSearch(found, options.at);
}

async function boundsOf(
  { query: text, scope, orderBy }: SearchRepositoriesArguments,
  askReach: () => Promise<SearchReach>,
): Promise<Bounds> {
  const query = readSearchQuery(text);
  const order = ORDERS[orderBy];
  // What the gateway adds stands in front: a quote that nothing closes must not swallow it.
  const free = order.length > 0 ? text.replace(/(^|\s)sort:\S+/gi, " ") : text;
  // GitHub leaves forks out unless told otherwise; whoever looks for one would never find it.
  const forks = hasQualifier(query, "fork") ? [] : ["fork:true"];
  const none = { isExact: true, withheld: [], restrictions: [] };
  switch (scope) {
    case "ALL":
      return { ...none, searchText: [...forks, ...order, free].join(" "), admits: () => true };
    case "PUBLIC":
      return {
        ...none,
        searchText: ["is:public", ...forks, ...order, free].join(" "),
        facts: "{ id isPrivate }",
        admits: ({ isPrivate }) => isPrivate === false,
      };
    case "ACCESSIBLE": {
      const reach = await askReach();
      const places = placesWithin(query, reach);
      const terms = order.length > 0 ? withoutQualifiers(query, "sort") : query.terms;
      return {
        ...reach,
        // Without a place GitHub would search everywhere.
        searchText: places.length === 0 ? "" : [...places, ...forks, ...order, ...terms].join(" "),
        facts: "{ id nameWithOwner }",
        admits: ({ nameWithOwner }) => reach.includes(String(nameWithOwner)),
      };
    }
    default:
      return scope satisfies never;
  }
}
