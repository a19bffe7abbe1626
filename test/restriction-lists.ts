import { ask } from "./ask.js";
import type { TestGateway } from "./gateway.js";
import { walkList } from "./walk-list.js";

/** An entry of a list, as far as it matters whether it is withheld. */
export interface Entry {
  readonly id: string;
  readonly owner: string;
  readonly isPublic: boolean;
  /** Whether it is an issue or a pull request. */
  readonly isWork: boolean;
}

/** A restriction as a client gets it. */
export interface Restriction {
  readonly reason: string;
  readonly owner: string | null;
  readonly message: string;
  readonly nextStep: string;
  readonly actionUrl: string | null;
  readonly actionExpiresAt: string | null;
}

interface Place {
  readonly owner: { readonly login: string };
  readonly isPrivate: boolean;
}

interface Found extends Partial<Place> {
  readonly id: string;
  readonly login?: string;
  readonly repository?: Place;
}

interface Page {
  readonly list: {
    readonly restrictions: readonly Restriction[];
  };
}

const PLACE = "owner { login } isPrivate";
const REPOSITORY = `{ id ${PLACE} }`;
const WORK = `{ id repository { ${PLACE} } }`;
const INVOLVED = "involvement: [AUTHORED, ASSIGNED, MENTIONED], states: [OPEN, CLOSED]";

/** Lists that can say what is missing from them: the field without `first` and `after`, and what is selected of an item. */
export const LISTS = {
  "own repositories": ["repositories(includeArchived: true, $page)", REPOSITORY],
  "repositories last used": [
    "repositories(includeArchived: true, orderBy: { field: LAST_USED, direction: DESC }, $page)",
    REPOSITORY,
  ],
  "repositories of an owner": ['repositories(includeArchived: true, owner: "northwind", $page)', REPOSITORY],
  "repositories that match": ['repositories(includeArchived: true, search: "qu", $page)', REPOSITORY],
  "searched repositories": ['searchRepositories(query: "", $page)', REPOSITORY],
  "searched repositories of an owner": ['searchRepositories(query: "user:northwind", $page)', REPOSITORY],
  organizations: ["organizations($page)", "{ id login }"],
  issues: ["issues(involvement: [AUTHORED], states: [OPEN], $page)", WORK],
  "issues from several searches": [`issues(${INVOLVED}, $page)`, WORK],
  "pull requests": ["pullRequests(involvement: [AUTHORED], states: [OPEN], $page)", WORK],
  "suggested tasks": ["suggestedTasks($page)", WORK],
} as const satisfies Readonly<Record<string, readonly [field: string, select: string]>>;

export type ListName = keyof typeof LISTS;

/** Every entry of a list, page by page. */
export async function entriesOf(gateway: TestGateway, name: ListName): Promise<readonly Entry[]> {
  const [field, select] = LISTS[name];
  const found = await walkList<Found>(gateway, { field, first: 100, select });
  return found.map(({ id, login, repository, owner, isPrivate }) => {
    const place = repository ?? { owner: owner ?? { login: login ?? "" }, isPrivate: isPrivate ?? false };
    return { id, owner: place.owner.login, isPublic: !place.isPrivate, isWork: repository !== undefined };
  });
}

/** What the first page of a list says of what is missing from it. */
export async function restrictionsOf(gateway: TestGateway, name: ListName): Promise<readonly Restriction[]> {
  const [field, select] = LISTS[name];
  const { list }: Page = await ask(
    gateway,
    `{ list: ${field.replace("$page", "first: 100")} {
       nodes ${select} restrictions { reason owner message nextStep actionUrl actionExpiresAt } } }`,
  );
  return list.restrictions;
}
