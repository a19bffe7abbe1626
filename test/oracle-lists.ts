import { affiliationsOf, permissionOf } from "../fake-github/world/access.js";
import type { IssueRecord, PullRequestRecord, RefRecord, RepositoryRecord } from "../fake-github/index.js";
import { Item, type Setting, type Slice } from "./oracle-values.js";

type Args = Readonly<Record<string, unknown>>;
type Work = IssueRecord | PullRequestRecord;

/** A page of a list that is there as a whole. `after` is the number of items that came before. */
export function page(
  type: string,
  all: readonly (Item | null)[],
  { first, after }: Args,
  totalCount: number | null = all.length,
): Item {
  const start = Number(after ?? 0);
  const end = Math.min(start + Number(first), all.length);
  const rows = all.slice(start, end).flatMap((each) => each ?? []);
  const slice: Slice = { rows, totalCount, hasNextPage: end < all.length, end, edgeType: `${type}Edge` };
  return new Item(`${type}Connection`, slice);
}

/** Branches by name, the default branch before them; a later page is one short where it would have stood. */
export function branchPage(repository: RepositoryRecord, args: Args): Item {
  const { first, after, search, pinDefault } = args;
  const text = typeof search === "string" ? search.trim().toLowerCase() : "";
  const nameOf = ({ fullName }: RefRecord) => fullName.slice("refs/heads/".length);
  const all = [...repository.refs().values()].filter((ref) => nameOf(ref).toLowerCase().includes(text));
  all.sort((left, right) => (left.fullName < right.fullName ? -1 : 1));
  const pinned = pinDefault === true ? all.find((ref) => nameOf(ref) === repository.defaultBranch) : undefined;
  const start = Number(after ?? 0);
  const window = all.slice(start, start + Number(first)).filter((ref) => ref !== pinned);
  const shown = after === null && pinned !== undefined ? [pinned, ...window].slice(0, Number(first)) : window;
  const left = window.some((ref) => !shown.includes(ref));
  const last = shown.at(-1);
  const end = left ? (last === undefined || last === pinned ? 0 : all.indexOf(last) + 1) : start + Number(first);
  const rows = shown.map((ref) => new Item("Branch", ref));
  const hasNextPage = end < all.length;
  const slice: Slice = { rows, totalCount: all.length, hasNextPage, end, edgeType: "BranchEdge" };
  return new Item("BranchConnection", slice);
}

const ORDERS: Readonly<Record<string, (repository: RepositoryRecord) => string | number>> = {
  PUSHED_AT: ({ pushedAt }) => pushedAt ?? "",
  UPDATED_AT: ({ updatedAt }) => updatedAt,
  NAME: ({ name }) => name.toLowerCase(),
  STARGAZERS: ({ stargazerCount }) => stargazerCount,
  // Nothing was used here.
  LAST_USED: ({ pushedAt }) => pushedAt ?? "",
};

/** Whether the caller may do at least what the arguments ask for. */
export function hasPermission(repository: RepositoryRecord, args: Args, { viewer }: Setting): boolean {
  const ranks = ["READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN"];
  const { minimumPermission: wanted } = args;
  return typeof wanted !== "string" || ranks.indexOf(permissionOf(viewer, repository) ?? "") >= ranks.indexOf(wanted);
}

/** Relations that count; an organization's list takes no such argument. */
export function affiliationsIn({ affiliations }: Args): readonly string[] {
  return (affiliations ?? ["OWNER", "COLLABORATOR", "ORGANIZATION_MEMBER"]) as readonly string[];
}

/** The caller's own list as GitHub has it, in its order. */
export function ownList(args: Args, { world, viewer }: Setting): readonly RepositoryRecord[] {
  const { owner, visibility, includeArchived, includeForks, orderBy } = args;
  const wanted = affiliationsIn(args);
  const { field, direction } = orderBy as { readonly field: string; readonly direction: string };
  const key = ORDERS[field];
  if (key === undefined) throw new Error(`The oracle does not know the order ${field}.`);
  const sign = direction === "ASC" ? 1 : -1;
  return world
    .allRepositories()
    .filter((repository) => permissionOf(viewer, repository) !== null)
    .filter((repository) => affiliationsOf(viewer, repository).some((each) => wanted.includes(each)))
    .filter((repository) => owner === null || repository.owner.login === owner)
    .filter((repository) => visibility === null || repository.visibility === visibility)
    .filter(({ isArchived }) => includeArchived === true || !isArchived)
    .filter(({ isFork }) => includeForks === true || !isFork)
    .toSorted((left, right) => sign * (key(left) < key(right) ? -1 : Number(key(left) > key(right))));
}

function newestFirst(items: readonly Work[]): readonly Item[] {
  const sorted = items.toSorted((left, right) =>
    left.createdAt < right.createdAt ? 1 : left.createdAt > right.createdAt ? -1 : 0,
  );
  return sorted.map((item) => new Item(item.__typename, item));
}

/** Issues or pull requests of one repository. No state means every state, as at GitHub. */
export function repositoryItems(type: Work["__typename"], repository: RepositoryRecord, args: Args): Item {
  const states = args["states"] as readonly string[];
  const items = [...repository.items.values()].filter(
    (item) => item.__typename === type && (states.length === 0 || states.includes(item.state)),
  );
  return page(type, newestFirst(items), args);
}

/** Issues or pull requests that involve the caller; nobody counts what is in several of them. */
export function viewerItems(type: Work["__typename"], args: Args, { world, viewer }: Setting): Item {
  const states = args["states"] as readonly string[];
  const involvement = (args["involvement"] as readonly string[]).filter(
    (each) => type === "PullRequest" || each !== "REVIEW_REQUESTED",
  );
  const involves = (item: Work, how: string): boolean => {
    if (how === "AUTHORED") return item.author === viewer;
    if (how === "ASSIGNED") return item.assigned.includes(viewer);
    if (how === "MENTIONED") return item.mentioned.includes(viewer);
    return item.__typename === "PullRequest" && item.requested.includes(viewer);
  };
  const found = world
    .allRepositories()
    .filter((repository) => permissionOf(viewer, repository) !== null)
    .filter(({ owner, name }) => args["repository"] === null || args["repository"] === `${owner.login}/${name}`)
    .flatMap(({ items }) => [...items.values()])
    .filter((item) => item.__typename === type)
    .filter(({ state }) => states.length === 0 || states.includes(state))
    .filter((item) => involvement.some((how) => involves(item, how)));
  // GitHub's search has no qualifier for these two states together.
  const isTwoSearches = states.toSorted().join() === "MERGED,OPEN";
  const isCounted = involvement.length === 0 || (involvement.length === 1 && !isTwoSearches);
  return page(type, newestFirst(found), args, isCounted ? found.length : null);
}
