import { permissionOf } from "../world/access.js";
import type { CommitRecord, ProtectionRecord, RefRecord, RepositoryRecord } from "../world/records.js";
import { connect } from "./connection.js";
import { inOrder, type Args, type ExecutionContext, type Order, type Resolvers } from "./execution-context.js";

/** By `refs/heads/main`, `heads/main` or `main`, as GitHub takes it. */
export function findRef(repository: RepositoryRecord, name: string): RefRecord | null {
  const refs = repository.refs();
  return (
    refs.get(name) ??
    refs.get(`refs/${name}`) ??
    refs.get(`refs/heads/${name}`) ??
    refs.get(`refs/tags/${name}`) ??
    null
  );
}

/** A ref seen through the prefix that was asked for: its name is what follows. */
interface PrefixedRef extends RefRecord {
  readonly prefix: string;
}

export function listRefs(repository: RepositoryRecord, args: Args) {
  const prefix = String(args["refPrefix"]);
  // GitHub answers null, not an error, to a prefix that is none.
  if (!/^refs\/(?:.+\/)?$/.test(prefix)) return null;
  const query = typeof args["query"] === "string" ? args["query"].toLowerCase() : "";
  const found = [...repository.refs().values()]
    .filter(({ fullName }) => fullName.startsWith(prefix))
    .filter(({ fullName }) => fullName.slice(prefix.length).toLowerCase().includes(query))
    .map((ref): PrefixedRef => ({ ...ref, prefix }));
  const order = args["orderBy"] as Order | null | undefined;
  const direction = order?.direction ?? (args["direction"] as string | null | undefined) ?? "ASC";
  const key = (ref: RefRecord): string =>
    order?.field === "TAG_COMMIT_DATE" ? ref.commit.committedDate : ref.fullName;
  return connect(inOrder(found, direction, key), args, { cursor: "position" });
}

/** `object(expression:)` and `object(oid:)`, for commits. */
export function findObject(repository: RepositoryRecord, args: Args): CommitRecord | null {
  if (typeof args["oid"] === "string") {
    return [...repository.refs().values()].find(({ commit }) => commit.oid === args["oid"])?.commit ?? null;
  }
  const expression = String(args["expression"]);
  if (expression.includes(":")) return null;
  const name = expression === "HEAD" ? (repository.defaultBranch ?? "") : expression;
  return findRef(repository, name)?.commit ?? findObject(repository, { oid: name });
}

function prefixOf(ref: RefRecord): string {
  return "prefix" in ref ? String(ref.prefix) : ref.fullName.split("/", 2).join("/") + "/";
}

function mayAdminister(repository: RepositoryRecord, context: ExecutionContext): boolean {
  return permissionOf(context.user, repository) === "ADMIN";
}

export const Ref: Resolvers<RefRecord> = {
  prefix: prefixOf,
  name: (ref) => ref.fullName.slice(prefixOf(ref).length),
  target: (ref) => ref.commit,
  // Rules in full are for administrators; everyone else sees those that hold for themselves.
  branchProtectionRule: (ref, _args, context) => (mayAdminister(ref.repository, context) ? ref.protection : null),
  refUpdateRule: (ref, _args, context) => ref.protection && updateRule(ref.protection, context),
  rules: (ref, args) => {
    const rules = ref.rules.map((type) => ({
      __typename: "RepositoryRule",
      type,
      parameters: null,
      repositoryRuleset: null,
    }));
    return connect(rules, args);
  },
  associatedPullRequests: (ref, args) => {
    const items = [...ref.repository.items.values()].filter((item) => item.__typename === "PullRequest");
    return connect(
      items.filter((item) => `refs/heads/${item.headRefName}` === ref.fullName),
      args,
    );
  },
};

function updateRule(rule: ProtectionRecord, context: ExecutionContext) {
  const permission = permissionOf(context.user, rule.repository);
  return {
    ...protectionFields(rule),
    viewerAllowedToDismissReviews: permission === "ADMIN",
    viewerCanPush: permission === "ADMIN",
  };
}

function protectionFields(rule: ProtectionRecord) {
  return {
    pattern: rule.pattern,
    requiredApprovingReviewCount: rule.requiredApprovingReviewCount,
    requiredStatusCheckContexts: rule.requiredStatusCheckContexts,
    allowsDeletions: false,
    allowsForcePushes: false,
    blocksCreations: false,
    requiresCodeOwnerReviews: false,
    requiresConversationResolution: false,
    requiresLinearHistory: false,
    requiresSignatures: false,
  };
}

export const BranchProtectionRule: Resolvers<ProtectionRecord> = {
  ...Object.fromEntries(
    [
      "allowsDeletions",
      "allowsForcePushes",
      "blocksCreations",
      "requiresCodeOwnerReviews",
      "requiresConversationResolution",
    ]
      .concat(
        ["requiresLinearHistory", "requiresCommitSignatures", "requiresStrictStatusChecks", "restrictsPushes"],
        ["restrictsReviewDismissals", "dismissesStaleReviews", "isAdminEnforced", "lockBranch", "requiresDeployments"],
      )
      .map((name) => [name, () => false]),
  ),
  requiresApprovingReviews: (rule) => rule.requiredApprovingReviewCount > 0,
  requiresStatusChecks: (rule) => rule.requiredStatusCheckContexts.length > 0,
  creator: () => null,
};
