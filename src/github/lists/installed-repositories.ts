import { GatewayError } from "../../errors/gateway-error.js";
import type { Access } from "../installations/access-index.js";
import type { ReachableRepository } from "../installations/installation.js";
import type { CursorPosition } from "../selection/cursor.js";
import { hasPermission } from "./admission.js";
import type { LastUse } from "./last-use.js";
import type { ListCall, ListPage, PlacedRow } from "./list-call.js";
import type { RepositoriesArguments } from "./repositories-arguments.js";
import { askRowsById } from "./rows-by-id.js";
import { matchesWords, type SearchText } from "./search-text.js";

/** Place of a repository in an order: what is ordered by, then the numeric id, which decides between equals. */
type Key = readonly [string, number];

interface Placed {
  readonly repository: ReachableRepository;
  readonly key: Key;
}

/**
 * The repositories that the App's installations let the caller reach. REST has said which; one document asks for those
 * of the page. A position is the key of the last repository shown: whatever changes meanwhile, none is shown twice.
 */
export async function readInstalledRepositories(
  args: RepositoriesArguments,
  call: ListCall,
  options: { readonly access: Access; readonly viewerLogin: string | null; readonly at: CursorPosition | undefined },
): Promise<ListPage> {
  const uses = args.orderBy.field === "LAST_USED" ? await call.batch.holdFor(call.lastUsed()) : [];
  const { page, ...facts } = installedPage(args, { ...options, uses });
  const rows = await askRowsById(
    page.map(({ repository }) => repository.id),
    call,
  );
  const last = page.at(-1);
  return {
    rows: rows.flatMap((row, index): readonly PlacedRow[] => {
      const place = page[index];
      return row === undefined || row instanceof Error || place === undefined ? [] : [{ ...row, position: place.key }];
    }),
    ...facts,
    withheld: rows.filter((row) => row === undefined || row instanceof Error),
    ...(last !== undefined && { end: last.key }),
  };
}

/** The repositories of a page with their places in the order, from what is known without asking for them. */
export function installedPage(
  args: RepositoriesArguments,
  options: {
    readonly access: Access;
    readonly viewerLogin: string | null;
    readonly at: CursorPosition | undefined;
    readonly uses: readonly LastUse[];
  },
): { readonly page: readonly Placed[]; readonly hasNextPage: boolean; readonly totalCount: number } {
  const { access, uses, at } = options;
  if (args.installationId !== null && !access.installations.some(({ id }) => id === args.installationId)) {
    throw new GatewayError(
      "INVALID_ID",
      "There is no such installation, or you cannot see it. Ask for `installations`.",
    );
  }
  const sign = args.orderBy.direction === "ASC" ? 1 : -1;
  const ordered = access.repositories
    .filter(filterOf(args, options.viewerLogin))
    .map((repository): Placed => ({ repository, key: keyOf(repository, args, uses) }))
    .toSorted((one, other) => sign * compare(one.key, other.key));
  const after: Key | undefined = at === undefined ? undefined : [String(at[0]), Number(at[1])];
  const left = after === undefined ? ordered : ordered.filter(({ key }) => sign * compare(key, after) > 0);
  const page = left.slice(0, args.first);
  return { page, hasNextPage: left.length > page.length, totalCount: ordered.length };
}

/** Whether it makes a difference which owner is the caller. */
export function tellsOwnersApart({ affiliations }: RepositoriesArguments): boolean {
  return affiliations.includes("OWNER") !== affiliations.includes("COLLABORATOR");
}

function filterOf(
  args: RepositoriesArguments,
  viewerLogin: string | null,
): (repository: ReachableRepository) => boolean {
  const { text } = args;
  return (repository) =>
    (text === undefined || isMeant(repository, text)) &&
    (args.owner === null || sameLogin(repository.owner, args.owner)) &&
    (args.installationId === null || repository.installationId === args.installationId) &&
    (args.visibility === null || repository.visibility === args.visibility) &&
    (args.includeArchived || !repository.isArchived) &&
    (args.includeForks || !repository.isFork) &&
    hasPermission(repository.permission, args.minimumPermission) &&
    args.affiliations.includes(affiliationOf(repository, viewerLogin));
}

function isMeant({ nameWithOwner, owner }: ReachableRepository, text: SearchText): boolean {
  return text.account === undefined ? matchesWords(nameWithOwner, text) : sameLogin(owner, text.account);
}

/** REST does not tell how the caller relates to a repository; its owner does. */
function affiliationOf(
  repository: ReachableRepository,
  viewerLogin: string | null,
): RepositoriesArguments["affiliations"][number] {
  if (repository.isOwnedByOrganization) return "ORGANIZATION_MEMBER";
  return viewerLogin !== null && sameLogin(repository.owner, viewerLogin) ? "OWNER" : "COLLABORATOR";
}

function keyOf(repository: ReachableRepository, { orderBy }: RepositoriesArguments, uses: readonly LastUse[]): Key {
  return [orderedBy(repository, orderBy.field, uses), repository.databaseId];
}

function orderedBy(
  repository: ReachableRepository,
  field: RepositoriesArguments["orderBy"]["field"],
  uses: readonly LastUse[],
): string {
  switch (field) {
    case "PUSHED_AT":
      return repository.pushedAt;
    case "UPDATED_AT":
      return repository.updatedAt;
    case "NAME":
      return repository.name.toLowerCase();
    case "STARGAZERS":
      return String(repository.stargazerCount).padStart(12, "0");
    case "LAST_USED":
      // What was never used stands behind all that was: an empty text is smaller than any date.
      return `${uses.find(({ repositoryId }) => repositoryId === repository.id)?.usedAt ?? ""} ${repository.pushedAt}`;
    default:
      return field satisfies never;
  }
}

function compare([one, oneId]: Key, [other, otherId]: Key): number {
  if (one !== other) return one < other ? -1 : 1;
  return oneId - otherId;
}

function sameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
