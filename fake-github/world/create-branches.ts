import { createRandom, objectId, type Random } from "./random.js";
import type { CommitRecord, RefRecord, RepositoryRecord } from "./records.js";
import { COMMIT_MESSAGES, QUALITIES, THINGS } from "./words.js";
import type { World } from "./world.js";

/** Names of branches, or how many to make up. The first is the default branch of a repository that had none. */
export type BranchOptions = number | readonly string[];

const PREFIXES = ["feature/", "fix/", "docs/", "", "release/"];

function madeUpNames(repository: RepositoryRecord, count: number, random: Random): readonly string[] {
  const names = new Set<string>([repository.defaultBranch ?? "main"]);
  for (const name of ["develop", "gh-pages"].slice(0, Math.max(0, count - 1))) names.add(name);
  while (names.size < count) {
    const base = `${random.pick(PREFIXES)}${random.pick(QUALITIES)}-${random.pick(THINGS)}`;
    names.add(names.has(base) ? `${base}-${names.size}` : base);
  }
  return [...names];
}

/** A commit whose parts depend on the repository and the given key only. */
export function createCommit(
  world: World,
  repository: RepositoryRecord,
  key: string,
  given: Partial<CommitRecord> = {},
): CommitRecord {
  const random = createRandom(`${world.seed}/${repository.owner.login}/${repository.name}/${key}`);
  const people = [...world.accounts.values()].filter((account) => account.__typename === "User").slice(0, 6);
  const author = given.author === undefined ? (people.length > 0 ? random.pick(people) : null) : given.author;
  const newest = Math.max(0, (world.now - Date.parse(repository.pushedAt ?? world.daysAgo(1))) / 86_400_000);
  return {
    __typename: "Commit",
    repository,
    oid: objectId(world.seed, repository.owner.login, repository.databaseId, key),
    message: random.pick(COMMIT_MESSAGES),
    committedDate: world.daysAgo(newest + random.fraction() * 300),
    author,
    authorName: author?.name ?? author?.login ?? "Nobody",
    authorEmail: author ? `${author.login}@users.noreply.github.com` : "nobody@example.com",
    checks: random.pick(["SUCCESS", "SUCCESS", "FAILURE", "PENDING", null] as const),
    depth: 4 + random.below(20),
    ...given,
  };
}

export function createBranches(world: World, repository: RepositoryRecord, what: BranchOptions): readonly RefRecord[] {
  const random = createRandom(`${world.seed}/${repository.owner.login}/${repository.name}/branches`);
  const names = typeof what === "number" ? madeUpNames(repository, what, random) : what;
  return names.map((name) => createBranch(world, repository, name));
}

function createBranch(world: World, repository: RepositoryRecord, name: string): RefRecord {
  const isDefault = name === repository.defaultBranch;
  const head = isDefault && repository.pushedAt ? { committedDate: repository.pushedAt } : {};
  const isProtected = (isDefault && repository.databaseId % 2 === 0) || name.startsWith("release/");
  return {
    __typename: "Ref",
    repository,
    fullName: `refs/heads/${name}`,
    commit: createCommit(world, repository, name, head),
    protection: isProtected ? createProtection(world, repository, name) : null,
    rules: isDefault && repository.databaseId % 3 === 0 ? ["DELETION", "NON_FAST_FORWARD"] : [],
  };
}

function createProtection(world: World, repository: RepositoryRecord, name: string): RefRecord["protection"] {
  return world.register({
    __typename: "BranchProtectionRule",
    databaseId: createRandom(`${repository.databaseId}/${name}`).below(90_000_000),
    repository,
    pattern: name,
    requiredApprovingReviewCount: 1,
    requiredStatusCheckContexts: ["build"],
  });
}
