import { readNodeId } from "../world/node-id.js";
import type { NodeRecord } from "../world/records.js";
import { findRepository, showOrganization } from "./accounts.js";
import { GitHubError, showRepository, type Args, type ExecutionContext, type Resolvers } from "./execution-context.js";
import { search } from "./search.js";

const MOST_NODES = 100;

function repositoryOf(record: NodeRecord) {
  if (record.__typename === "Repository") return record;
  if ("pullRequest" in record) return record.pullRequest.repository;
  return "repository" in record ? record.repository : null;
}

function findNode(context: ExecutionContext, id: string, place: "object" | "list") {
  const missing = new GitHubError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
  const key = readNodeId(id);
  const record = key ? context.world.node(key) : undefined;
  if (!record) return missing;
  if (record.__typename === "Organization") return showOrganization(context, record, place);
  const repository = repositoryOf(record);
  if (!repository) return record;
  const shown = showRepository(context, repository, place);
  return shown === repository ? record : (shown ?? missing);
}

function findAccount(args: Args, { world }: ExecutionContext, type: "User" | "Organization") {
  const login = String(args["login"]);
  const account = world.account(login);
  if (account?.__typename === type) return account;
  const article = type === "User" ? "a" : "an";
  return new GitHubError("NOT_FOUND", `Could not resolve to ${article} ${type} with the login of '${login}'.`);
}

/** What a web address of GitHub leads to; GitHub answers null to anything else. */
function findResource(context: ExecutionContext, address: string) {
  if (!URL.canParse(address, context.webUrl)) return null;
  const [owner = "", name, kind, number] = new URL(address, context.webUrl).pathname.split("/").filter(Boolean);
  if (name === undefined) {
    const account = context.world.account(owner);
    return account?.__typename === "Organization" ? showOrganization(context, account, "object") : (account ?? null);
  }
  const repository = showRepository(context, context.world.repository(owner, name), "object");
  if (repository === null || repository instanceof GitHubError || kind === undefined) return repository;
  if (kind === "issues" || kind === "pull") return repository.items.get(Number(number)) ?? null;
  if (kind === "commit")
    return [...repository.refs().values()].find(({ commit }) => commit.oid === number)?.commit ?? null;
  return null;
}

export const Query: Resolvers<unknown> = {
  id: () => "Q",
  relay: () => ({ __typename: "Query" }),
  viewer: (_root, _args, { user }) => user,
  user: (_root, args, context) => findAccount(args, context, "User"),
  organization: (_root, args, context) => {
    const found = findAccount(args, context, "Organization");
    return "__typename" in found && found.__typename === "Organization"
      ? showOrganization(context, found, "object")
      : found;
  },
  repositoryOwner: (_root, args, context) => {
    const account = context.world.account(String(args["login"]));
    return account?.__typename === "Organization" ? showOrganization(context, account, "object") : (account ?? null);
  },
  repository: (_root, args, context) =>
    findRepository(context, String(args["owner"]), String(args["name"]), args["followRenames"] !== false),
  node: (_root, args, context) => findNode(context, String(args["id"]), "object"),
  nodes: (_root, args, context) => {
    const ids = args["ids"] as readonly string[];
    if (ids.length > MOST_NODES) {
      const message = `You may not provide more than ${MOST_NODES} node ids; you provided ${ids.length}.`;
      throw new GitHubError("ARGUMENT_LIMIT", message);
    }
    return ids.map((id) => findNode(context, id, "list"));
  },
  resource: (_root, args, context) => findResource(context, String(args["url"])),
  search,
  rateLimit: (_root, _args, { budget }) => ({
    ...budget,
    resetAt: new Date(budget.reset * 1000).toISOString().replace(".000Z", "Z"),
  }),
  meta: () => ({ isPasswordAuthenticationVerifiable: true, gitHubServicesSha: "fake" }),
};
