import { permissionOf } from "../fake-github/world/access.js";
import type { RepositoryRecord } from "../fake-github/index.js";
import { affiliationsIn, hasPermission, ownList, page } from "./oracle-lists.js";
import { Failure, Item, type Setting } from "./oracle-values.js";

type Args = Readonly<Record<string, unknown>>;

/** So much of the own list is looked through; what stands behind it is GitHub's search's. */
const HEAD = 100;

const nameOf = ({ owner, name }: RepositoryRecord) => `${owner.login}/${name}`;

/** The repositories that the caller is related to, or those of an owner that the caller can see. */
export function ownRepositories(args: Args, setting: Setting): Item | Failure {
  const { owner, search, minimumPermission } = args;
  if (affiliationsIn(args).length === 0) return page("Repository", [], args);
  if (typeof owner === "string" && setting.world.account(owner) === undefined) return new Failure("NOT_FOUND");
  if (typeof search === "string" && search.trim() !== "") return searchedRepositories(search.trim(), args, setting);
  const rows = ownList(args, setting).map((each) =>
    hasPermission(each, args, setting) ? new Item("Repository", each) : null,
  );
  // GitHub counts what the gateway leaves out.
  return page("Repository", rows, args, typeof minimumPermission === "string" ? null : rows.length);
}

/** What matches a text: what it names whole, then the own list's head, then what GitHub's search finds behind that. */
function searchedRepositories(text: string, args: Args, setting: Setting): Item {
  const link = text.replace(`${setting.webUrl}/`, "");
  const isLink = link !== text;
  const full = /^[\w-]+\/[\w.-]+$/.test(link) ? link.toLowerCase() : undefined;
  const words = link.toLowerCase().split(/[/\s]+/);
  const searched = full === undefined ? words : words.slice(1);
  const list = ownList(args, setting);
  const fits = (repository: RepositoryRecord) => hasPermission(repository, args, setting);
  const named = setting.world.allRepositories().filter((each) => nameOf(each).toLowerCase() === full);
  const first = named.filter((each) => fits(each) && isShown(each, args, setting));
  const matching = list
    .slice(0, HEAD)
    .filter((each) => words.every((word) => nameOf(each).toLowerCase().includes(word)) && fits(each));
  const head = [...first, ...matching.filter((each) => !first.includes(each))];
  const isWhole = list.length <= HEAD;
  const isComplete = isWhole || (isLink && first.length > 0);
  const found = isComplete
    ? []
    : list.filter(
        (each) => searched.every((word) => hasWord(nameOf(each), word)) && fits(each) && !head.includes(each),
      );
  const items = [...head, ...found].map((each) => new Item("Repository", each));
  const result = page("Repository", items, args, isWhole ? items.length : null);
  const { after, first: size } = args;
  // Whether the search finds something more is not known before the head is over.
  const isFilled = !isComplete && head.length - Number(after ?? 0) >= Number(size);
  return isFilled ? new Item(result.type, { ...(result.of as object), hasNextPage: true }) : result;
}

/** Whether a repository that is named whole is shown: where the list is not narrowed, also a stranger's public one. */
function isShown(repository: RepositoryRecord, args: Args, setting: Setting): boolean {
  if (permissionOf(setting.viewer, repository) === null) return false;
  const { visibility, owner, includeArchived, includeForks } = args;
  if (ownList(args, setting).includes(repository)) return true;
  if (affiliationsIn(args).length < 3) return false;
  return (
    (visibility === null || repository.visibility === visibility) &&
    (owner === null || repository.owner.login === owner) &&
    (includeArchived === true || !repository.isArchived) &&
    (includeForks === true || !repository.isFork)
  );
}

/** GitHub's search: words and their beginnings. */
function hasWord(text: string, wanted: string): boolean {
  const wordsOf = (each: string) => each.toLowerCase().split(/[^a-z0-9]+/);
  return wordsOf(wanted).every((part) => wordsOf(text).some((word) => word.startsWith(part)));
}

/** Whether GitHub's search finds a repository by its name or its description. */
function isFound(repository: RepositoryRecord, words: readonly string[]): boolean {
  return words.every((word) => [nameOf(repository), repository.description ?? ""].some((text) => hasWord(text, word)));
}

/** GitHub's search among what the caller can reach, what is public, or both. */
export function foundRepositories(args: Args, { world, viewer }: Setting): Item {
  const { query, scope, orderBy } = args;
  const words = String(query).toLowerCase().split(" ").filter(Boolean);
  const terms = words.filter((word) => !word.includes(":"));
  const owners = words.flatMap((word) => (word.startsWith("user:") ? [word.slice("user:".length)] : []));
  const isReached = (each: RepositoryRecord) =>
    ownList(
      {
        owner: null,
        visibility: null,
        includeArchived: true,
        includeForks: true,
        orderBy: { field: "NAME", direction: "ASC" },
      },
      { world, viewer } as Setting,
    ).includes(each);
  const found = world
    .allRepositories()
    .filter((each) => permissionOf(viewer, each) !== null)
    .filter((each) => scope !== "PUBLIC" || each.visibility === "PUBLIC")
    .filter((each) => scope !== "ACCESSIBLE" || isReached(each))
    .filter((each) => owners.length === 0 || owners.includes(each.owner.login.toLowerCase()))
    .filter((each) => isFound(each, terms));
  const [best = ""] = terms;
  const key = (each: RepositoryRecord): string | number => {
    if (orderBy === "STARS") return -each.stargazerCount;
    if (orderBy === "UPDATED") return -Date.parse(each.updatedAt);
    return each.name.toLowerCase() === best ? 0 : 1;
  };
  const sorted = found.toSorted((left, right) => Number(key(left) > key(right)) - Number(key(left) < key(right)));
  return page(
    "Repository",
    sorted.map((each) => new Item("Repository", each)),
    args,
  );
}
