import { accessTo, affiliationsOf } from "../world/access.js";
import { isPrivate } from "../world/create-repository.js";
import type { Account, RepositoryRecord } from "../world/records.js";
import { connect } from "./connection.js";
import { inOrder, listArg, showRepository, type Args, type ExecutionContext, type Order } from "./execution-context.js";

function hasAffiliation(found: readonly string[], wanted: readonly unknown[] | null): boolean {
  return wanted === null || found.some((affiliation) => wanted.includes(affiliation));
}

function isOf(owner: Account, repository: RepositoryRecord, args: Args): boolean {
  if (owner.__typename === "Organization") return repository.owner === owner;
  return hasAffiliation(
    affiliationsOf(owner, repository),
    listArg(args, "ownerAffiliations") ?? ["OWNER", "COLLABORATOR"],
  );
}

function passes(repository: RepositoryRecord, args: Args): boolean {
  const equals = (name: string, value: unknown): boolean => args[name] == null || args[name] === value;
  return (
    equals("isFork", repository.isFork) &&
    equals("isArchived", repository.isArchived) &&
    equals("isLocked", repository.isLocked) &&
    equals("hasIssuesEnabled", repository.hasIssuesEnabled) &&
    equals("visibility", repository.visibility) &&
    equals("privacy", isPrivate(repository.visibility) ? "PRIVATE" : "PUBLIC")
  );
}

const ORDER_KEYS: Readonly<Record<string, (repository: RepositoryRecord) => string | number>> = {
  CREATED_AT: (repository) => repository.createdAt,
  UPDATED_AT: (repository) => repository.updatedAt,
  PUSHED_AT: (repository) => repository.pushedAt ?? "",
  NAME: (repository) => repository.name.toLowerCase(),
  STARGAZERS: (repository) => repository.stargazerCount,
};

function orderRepositories(repositories: readonly RepositoryRecord[], order: unknown) {
  if (order == null) return repositories;
  const { field, direction } = order as Order;
  const key = ORDER_KEYS[field];
  return key ? inOrder(repositories, direction, key) : repositories;
}

/** The repositories of an account, as far as the token shows them; what single sign-on withholds is an error each. */
export function listRepositories(owner: Account, args: Args, context: ExecutionContext) {
  const wanted = listArg(args, "affiliations");
  const found = context.world
    .allRepositories()
    .filter((repository) => isOf(owner, repository, args))
    .filter((repository) => passes(repository, args))
    .filter((repository) => hasAffiliation(affiliationsOf(context.user, repository), wanted))
    .filter((repository) => accessTo(context.token, repository) !== false);
  return connectRepositories(orderRepositories(found, args["orderBy"]), args, context);
}

export function connectRepositories(found: readonly RepositoryRecord[], args: Args, context: ExecutionContext) {
  const diskUsage = found.reduce((sum, repository) => sum + repository.diskUsage, 0);
  return connect(found, args, {
    node: (repository) => showRepository(context, repository, "list"),
    extra: { totalDiskUsage: diskUsage },
  });
}
