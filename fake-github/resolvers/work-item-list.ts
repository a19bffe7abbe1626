import { accessTo } from "../world/access.js";
import type { IssueRecord, PullRequestRecord, RepositoryRecord, UserRecord } from "../world/records.js";
import { connect } from "./connection.js";
import { inOrder, listArg, type Args, type ExecutionContext, type Order } from "./execution-context.js";

export type WorkItem = IssueRecord | PullRequestRecord;

/** Everything of a repository, or everything that someone wrote in any repository that the token shows. */
export function itemsOf(
  context: ExecutionContext,
  wanted: { readonly repository: RepositoryRecord } | { readonly author: UserRecord },
): readonly WorkItem[] {
  if ("repository" in wanted) return [...wanted.repository.items.values()];
  return visibleItems(context).filter((item) => item.author === wanted.author);
}

/** Single sign-on withholds items of an organization without a word; the header alone tells. */
export function visibleItems(context: ExecutionContext): readonly WorkItem[] {
  return context.world.allRepositories().flatMap((repository) => {
    const access = accessTo(context.token, repository);
    if (access === true) return [...repository.items.values()];
    if (access !== false && access.isSaml) context.sso.partial.add(access.organization);
    return [];
  });
}

const ORDER_KEYS: Readonly<Record<string, (item: WorkItem) => string | number>> = {
  CREATED_AT: (item) => item.createdAt,
  UPDATED_AT: (item) => item.updatedAt,
  COMMENTS: (item) => item.commentCount,
};

function arrange<T extends WorkItem>(items: readonly T[], args: Args): readonly T[] {
  const states = listArg(args, "states");
  const labels = listArg(args, "labels");
  const head = args["headRefName"];
  const base = args["baseRefName"];
  const found = items.filter(
    (item) =>
      (states?.includes(item.state) ?? true) &&
      (labels === null || item.labelled.some((label) => labels.includes(label.name))) &&
      (head == null || ("headRefName" in item && item.headRefName === head)) &&
      (base == null || ("baseRefName" in item && item.baseRefName === base)),
  );
  const { field, direction } = (args["orderBy"] as Order | null | undefined) ?? {
    field: "CREATED_AT",
    direction: "ASC",
  };
  return inOrder(found, direction, ORDER_KEYS[field] ?? ((item) => item.createdAt));
}

function isInvolved(login: unknown, people: readonly (UserRecord | null)[], viewer: UserRecord): boolean {
  if (login == null || login === "*") return login == null || people.length > 0;
  const wanted = login === "@me" ? viewer.login : login;
  return people.some((person) => person?.login === wanted);
}

export function listIssues(items: readonly WorkItem[], args: Args, context: ExecutionContext) {
  const filter = (args["filterBy"] ?? {}) as Args;
  const issues = items
    .filter((item) => item.__typename === "Issue")
    .filter((issue) => isInvolved(filter["assignee"], issue.assigned, context.user))
    .filter((issue) => isInvolved(filter["mentioned"], issue.mentioned, context.user))
    .filter((issue) =>
      isInvolved(filter["createdBy"], [issue.author?.__typename === "User" ? issue.author : null], context.user),
    )
    .filter((issue) => typeof filter["since"] !== "string" || issue.updatedAt >= filter["since"]);
  return connect(arrange(issues, { ...filter, ...args }), args);
}

export function listPullRequests(items: readonly WorkItem[], args: Args, _context: ExecutionContext) {
  return connect(
    arrange(
      items.filter((item) => item.__typename === "PullRequest"),
      args,
    ),
    args,
  );
}
