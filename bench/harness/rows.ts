/** A repository with everything that any server of the bench asks for. */
export interface Row {
  readonly __typename: "Repository";
  readonly id: string;
  readonly databaseId: number;
  readonly name: string;
  readonly nameWithOwner: string;
  readonly description: string;
  readonly url: string;
  readonly visibility: string;
  readonly isPrivate: boolean;
  readonly isFork: boolean;
  readonly isArchived: boolean;
  readonly stargazerCount: number;
  readonly pushedAt: string;
  readonly updatedAt: string;
  readonly viewerPermission: string;
  readonly owner: { readonly __typename: "Organization"; readonly login: string; readonly avatarUrl: string };
  readonly defaultBranchRef: {
    readonly __typename: "Ref";
    readonly id: string;
    readonly name: string;
    readonly repository: () => Row;
  };
}

/** The twelve fields, as every document selects them and every answer has them. */
export const FIELDS =
  "id name nameWithOwner description url visibility isFork isArchived stargazerCount pushedAt viewerPermission owner { login avatarUrl }";

/** Repositories of one organization; GitHub's largest page. */
export const PAGE_SIZE = 100;

const NEWEST = Date.UTC(2026, 5, 1);
const ID_PREFIX = "R_kgDOBench";

/** The repositories of the world, the one pushed to last first. */
export function row(index: number): Row {
  const login = `organization-${Math.floor(index / PAGE_SIZE)}`;
  const name = `repository-${String(index).padStart(4, "0")}`;
  const pushedAt = new Date(NEWEST - index * 60_000).toISOString().replace(".000", "");
  const made: Row = {
    __typename: "Repository",
    id: `${ID_PREFIX}${String(index).padStart(5, "0")}`,
    databaseId: 500_000 + index,
    name,
    nameWithOwner: `${login}/${name}`,
    description: `What ${name} is for, in the words of somebody who had no time for fewer.`,
    url: `https://github.com/${login}/${name}`,
    visibility: index % 3 === 0 ? "PUBLIC" : "PRIVATE",
    isPrivate: index % 3 !== 0,
    isFork: index % 7 === 0,
    isArchived: false,
    stargazerCount: (index * 37) % 5_000,
    pushedAt,
    updatedAt: pushedAt,
    viewerPermission: index % 2 === 0 ? "ADMIN" : "WRITE",
    owner: {
      __typename: "Organization",
      login,
      avatarUrl: `https://avatars.githubusercontent.com/u/${9_000 + Math.floor(index / PAGE_SIZE)}?v=4`,
    },
    defaultBranchRef: { __typename: "Ref", id: `REF_${index}`, name: "main", repository: () => made },
  };
  return made;
}

/** The row with an id; undefined for an id that is none of theirs. */
export function rowById(id: string): Row | undefined {
  return id.startsWith(ID_PREFIX) ? row(Number(id.slice(ID_PREFIX.length))) : undefined;
}

export function rows(count: number, start = 0): readonly Row[] {
  return Array.from({ length: count }, (_, index) => row(start + index));
}

/** What a client must get for one repository, its fields in the order of `FIELDS`. */
export function expectedRow(index: number, { isComputed }: { readonly isComputed: boolean }): object {
  const { id, name, nameWithOwner, description, url, visibility, isFork, isArchived, ...rest } = row(index);
  const { stargazerCount, pushedAt, viewerPermission, owner } = rest;
  return {
    id,
    name,
    nameWithOwner,
    description,
    url,
    visibility,
    isFork,
    isArchived,
    stargazerCount,
    pushedAt,
    viewerPermission,
    owner: { login: owner.login, avatarUrl: owner.avatarUrl },
    ...(isComputed && { defaultBranch: { name: "main", isDefault: true } }),
  };
}
