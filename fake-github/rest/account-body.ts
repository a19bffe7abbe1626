import { nodeId } from "../world/node-id.js";
import type { Account, OrganizationRecord, UserRecord } from "../world/records.js";
import type { World } from "../world/world.js";

/** An account as it stands within another object. */
export function accountBody(account: Account, webUrl: string) {
  const api = `${webUrl}/api/v3/users/${account.login}`;
  return {
    login: account.login,
    id: account.databaseId,
    node_id: nodeId(account, "by-age"),
    avatar_url: `${webUrl}/avatars/u/${account.databaseId}?v=4`,
    gravatar_id: "",
    url: api,
    html_url: `${webUrl}/${account.login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.__typename,
    user_view_type: "public",
    site_admin: false,
  };
}

/** A user with the profile; `email` as far as the caller may see it. */
export function userBody(world: World, user: UserRecord, email: string | null, webUrl: string) {
  const isPublic = world.allRepositories().filter(({ owner, visibility }) => owner === user && visibility === "PUBLIC");
  return {
    ...accountBody(user, webUrl),
    name: user.name,
    company: user.company,
    blog: user.websiteUrl ?? "",
    location: user.location,
    email,
    hireable: user.isHireable ? true : null,
    bio: user.bio,
    twitter_username: user.twitterUsername,
    public_repos: isPublic.length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  };
}

/** An organization in a list of organizations. */
export function organizationBody(organization: OrganizationRecord, webUrl: string) {
  const api = `${webUrl}/api/v3/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.databaseId,
    node_id: nodeId(organization, "by-age"),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${webUrl}/avatars/u/${organization.databaseId}?v=4`,
    description: organization.description,
  };
}
