import { denialOf } from "../world/access.js";
import type { Account, BotRecord, OrganizationRecord, UserRecord } from "../world/records.js";
import { connect } from "./connection.js";
import {
  GitHubError,
  refusal,
  showRepository,
  type Args,
  type ExecutionContext,
  type Resolvers,
} from "./execution-context.js";
import { listRepositories } from "./repository-list.js";
import { itemsOf, listIssues, listPullRequests } from "./work-item-list.js";

const actor = {
  avatarUrl: (source: Account | BotRecord, args: Args, { webUrl }: ExecutionContext) => {
    const size = typeof args["size"] === "number" ? `&s=${args["size"]}` : "";
    return `${webUrl}/avatars/u/${source.databaseId}?v=4${size}`;
  },
  resourcePath: (source: Account | BotRecord) => `/${source.login}`,
  url: (source: Account | BotRecord, _args: Args, { webUrl }: ExecutionContext) => `${webUrl}/${source.login}`,
};

const owner = {
  ...actor,
  repositories: listRepositories,
  repository: (source: Account, args: Args, context: ExecutionContext) => {
    const name = String(args["name"]);
    return findRepository(context, source.login, name, args["followRenames"] !== false);
  },
  projectsUrl: (source: Account, _args: Args, { webUrl }: ExecutionContext) =>
    `${webUrl}/orgs/${source.login}/projects`,
  projectsResourcePath: (source: Account) => `/orgs/${source.login}/projects`,
};

/** A repository by name, or GitHub's words for there being none. */
export function findRepository(context: ExecutionContext, login: string, name: string, followRenames: boolean) {
  const found = context.world.repository(login, name);
  const isRenamed = found && `${found.owner.login}/${found.name}`.toLowerCase() !== `${login}/${name}`.toLowerCase();
  const shown = isRenamed && !followRenames ? null : showRepository(context, found, "object");
  if (shown) return shown;
  return new GitHubError("NOT_FOUND", `Could not resolve to a Repository with the name '${login}/${name}'.`);
}

/** An organization in its own right; one that refuses the token is an error in its place. */
export function showOrganization(context: ExecutionContext, found: OrganizationRecord, place: "object" | "list") {
  const denial = denialOf(context.token, found);
  return denial ? refusal(context, denial, place) : found;
}

function isListed(organization: OrganizationRecord, { token, sso }: ExecutionContext): boolean {
  const isQuiet = organization.withholdsQuietly && denialOf(token, organization)?.isSaml === true;
  if (isQuiet) sso.partial.add(organization);
  return !isQuiet;
}

function memberships(user: UserRecord, context: ExecutionContext): readonly OrganizationRecord[] {
  const all = [...context.world.accounts.values()].filter((account) => account.__typename === "Organization");
  const { app } = context.token;
  const own = all.filter(
    (organization) =>
      organization.members.has(user.databaseId) &&
      // Organizations that have not installed the App are as if they were not there for its tokens.
      (app?.kind !== "github-app" || app.installations.has(organization.databaseId)) &&
      isListed(organization, context),
  );
  // Of others one sees the organizations that one shares with them.
  return user === context.user ? own : own.filter((organization) => organization.members.has(context.user.databaseId));
}

export const User: Resolvers<UserRecord> = {
  ...owner,
  isViewer: (user, _args, context) => user === context.user,
  bioHTML: (user) => user.bio ?? "",
  companyHTML: (user) => user.company ?? "",
  isSiteAdmin: () => false,
  status: () => null,
  pronouns: () => null,
  organizations: (user, args, context) =>
    connect(memberships(user, context), args, {
      node: (organization) => showOrganization(context, organization, "list"),
    }),
  organization: (user, args, context) => {
    const found = memberships(user, context).find(({ login }) => login === args["login"]);
    return found ? showOrganization(context, found, "object") : null;
  },
  issues: (user, args, context) => listIssues(itemsOf(context, { author: user }), args, context),
  pullRequests: (user, args, context) => listPullRequests(itemsOf(context, { author: user }), args, context),
  starredRepositories: (_user, args) => connect([], args, { extra: { isOverLimit: false } }),
  followers: (_user, args) => connect([], args),
  following: (_user, args) => connect([], args),
};

export const Organization: Resolvers<OrganizationRecord> = {
  ...owner,
  descriptionHTML: (organization) => organization.description ?? "",
  isVerified: () => false,
  viewerIsAMember: (organization, _args, context) => organization.members.has(context.user.databaseId),
  viewerCanAdminister: (organization, _args, context) => organization.members.get(context.user.databaseId) === "ADMIN",
  viewerCanCreateRepositories: (organization, _args, context) => organization.members.has(context.user.databaseId),
  ipAllowListEnabledSetting: (organization) => (organization.ipAllowList ? "ENABLED" : "DISABLED"),
  membersWithRole: (organization, args, context) => {
    const users = [...context.world.accounts.values()].filter((account) => account.__typename === "User");
    const members = users.filter((user) => organization.members.has(user.databaseId));
    return connect(members, args, {
      edge: (user) => ({
        role: organization.members.get(user.databaseId),
        hasTwoFactorEnabled: null,
      }),
    });
  },
  teams: (_organization, args) => connect([], args),
};

export const Bot: Resolvers<BotRecord> = {
  ...actor,
  resourcePath: (bot) => `/apps/${bot.login}`,
  url: (bot, _args, { webUrl }) => `${webUrl}/apps/${bot.login}`,
};
