import { accessTo, affiliationsOf } from "../world/access.js";
import { isPrivate } from "../world/create-repository.js";
import type { Account, RepositoryRecord } from "../world/records.js";
import { connect, type ConnectionOptions } from "./connection.js";
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

function orderOf(args: Args): ConnectionOptions<RepositoryRecord>["order"] {
  const { field = "", direction = "ASC" } = (args["orderBy"] ?? {}) as Partial<Order>;
  const key = ORDER_KEYS[field];
  return key && { direction, key };
}

/** What is refused is listed as an error, unless its organization leaves it out without a word but the header. */
function isListed(repository: RepositoryRecord, context: ExecutionContext): boolean {
  const access = accessTo(context.token, repository);
  if (access === true || access === false) return access;
  const isQuiet = access.isSaml && access.organization.withholdsQuietly;
  if (isQuiet) context.sso.partial.add(access.organization);
  return !isQuiet;
}

/** The repositories of an account, as far as the token shows them; what single sign-on withholds is an error each. */
export function listRepositories(owner: Account, args: Args, context: ExecutionContext) {
  const wanted = listArg(args, "affiliations");
  const found = context.world
    .allRepositories()
    .filter((repository) => isOf(owner, repository, args))
    .filter((repository) => passes(repository, args))
    .filter((repository) => hasAffiliation(affiliationsOf(context.user, repository), wanted))
    .filter((repository) => isListed(repository, context));
  return connectRepositories(found, args, context);
}

export function connectRepositories(found: readonly RepositoryRecord[], args: Args, context: ExecutionContext) {
  const diskUsage = found.reduce((sum, repository) => sum + repository.diskUsage, 0);
  const order = orderOf(args);
  return connect(order ? inOrder(found, order.direction, order.key) : found, args, {
    ...(order && { order }),
    node: (repository) => showRepository(context, repository, "list"),
    extra: { totalDiskUsage: diskUsage },
  });
}
