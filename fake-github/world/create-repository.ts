import { createBranches } from "./create-branches.js";
import { createRandom } from "./random.js";
import type {
  Account,
  LanguageRecord,
  LicenseRecord,
  Permission,
  RefRecord,
  RepositoryRecord,
  UserRecord,
  Visibility,
} from "./records.js";
import { LABELS, LANGUAGES, LICENSES } from "./words.js";
import type { World } from "./world.js";

/** A language by name; one that is not known gets no colour. */
export function language(name: string): LanguageRecord {
  const known = LANGUAGES.find((entry) => entry[1] === name);
  const id = known?.[0] ?? 1_000 + createRandom(name).below(100_000);
  return { __typename: "Language", databaseId: id, name, color: known?.[2] ?? null };
}

/** A licence by key. */
export function license(key: string, name?: string, nickname: string | null = null): LicenseRecord {
  const known = LICENSES.find((entry) => entry.key === key);
  const databaseId = known?.id ?? 1_000 + createRandom(key).below(100_000);
  const shown = name ?? known?.name ?? key;
  return {
    __typename: "License",
    databaseId,
    key,
    name: shown,
    nickname,
    spdxId: known?.spdxId ?? key,
  };
}

export interface RepositoryOptions extends Partial<
  Omit<RepositoryRecord, "__typename" | "owner" | "refs" | "collaborators" | "languageSizes">
> {
  /** Account or login. */
  readonly owner: Account | string;
  readonly name: string;
  /** How many branches, or their names; made at first use. None in an empty repository. */
  readonly branches?: number | readonly string[];
  /** Names, the most used first. */
  readonly languages?: readonly string[];
  readonly collaborators?: readonly {
    readonly user: UserRecord;
    readonly permission: Permission;
  }[];
}

function ownerOf(world: World, owner: Account | string): Account {
  if (typeof owner !== "string") return owner;
  const account = world.account(owner);
  if (!account) throw new Error(`This world has no account "${owner}". Add it before its repositories.`);
  return account;
}

export function createRepository(world: World, options: RepositoryOptions): RepositoryRecord {
  const { owner, branches = 3, languages = [], collaborators = [], defaultBranch = "main", ...given } = options;
  const names = typeof branches === "number" ? branches : branches.length;
  const isEmpty = defaultBranch === null || names === 0;
  let refs: Map<string, RefRecord> | undefined;
  const databaseId = given.databaseId ?? world.nextId();
  const repository: RepositoryRecord = {
    __typename: "Repository",
    databaseId,
    owner: ownerOf(world, owner),
    description: null,
    visibility: "PUBLIC",
    isArchived: false,
    isFork: false,
    parent: null,
    isTemplate: false,
    isDisabled: false,
    isMirror: false,
    isLocked: false,
    hasIssuesEnabled: true,
    hasWikiEnabled: true,
    hasProjectsEnabled: true,
    hasDiscussionsEnabled: false,
    homepageUrl: null,
    diskUsage: isEmpty ? 0 : 1_024,
    forkCount: 0,
    stargazerCount: 0,
    createdAt: world.daysAgo(900),
    updatedAt: world.daysAgo(9),
    pushedAt: isEmpty ? null : world.daysAgo(9),
    licenseInfo: null,
    topics: [],
    labelList: [],
    items: new Map(),
    ...given,
    languageSizes: languages.map((name, index) => ({
      language: language(name),
      size: Math.round(90_000 / (index + 1)),
    })),
    defaultBranch: isEmpty ? null : defaultBranch,
    collaborators: new Map(collaborators.map(({ user, permission }) => [user.databaseId, permission])),
    refs() {
      if (refs) return refs;
      // Set before it is filled, so that making a branch may ask for the branches.
      refs = new Map();
      if (!isEmpty) {
        for (const ref of createBranches(world, repository, branches)) refs.set(ref.fullName, ref);
      }
      return refs;
    },
  };
  if (repository.labelList.length === 0) addDefaultLabels(world, repository);
  return repository;
}

function addDefaultLabels(world: World, repository: RepositoryRecord): void {
  for (const label of LABELS) {
    repository.labelList.push(
      world.register({
        __typename: "Label",
        databaseId: world.nextId(),
        repository,
        ...label,
        isDefault: true,
        createdAt: repository.createdAt,
      }),
    );
  }
}

/** Visibility as GitHub's older fields say it. */
export function isPrivate(visibility: Visibility): boolean {
  return visibility !== "PUBLIC";
}
