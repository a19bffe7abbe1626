import type { GitHub } from "../github.js";
import { jsonAnswer, type Answer, type Route } from "../http/messages.js";
import { accessTo, affiliationsOf, denialOf } from "../world/access.js";
import type { OrganizationRecord, RepositoryRecord, TokenRecord, UserRecord } from "../world/records.js";
import { organizationBody, userBody } from "./account-body.js";
import { forbidden, guardedGet, notFound, type RestCall } from "./guard.js";
import { pageOf } from "./paging.js";
import { repositoryBody } from "./repository-body.js";

/** `/user` and the lists below it, `/users/LOGIN`, `/organizations/ID`. */
export function userRoutes(github: GitHub): readonly Route[] {
  const get = guardedGet(github);
  return [
    get(/^\/user$/, "", ({ token, sso }) => {
      for (const organization of github.world.ssoOrganizations(token.user)) {
        if (denialOf(token, organization)?.isSaml === true) sso.partial.add(organization);
      }
      const email = maySeeEmail(token) ? token.user.email || null : null;
      return withDate(token.user, userBody(github.world, token.user, email, github.webUrl));
    }),
    get(/^\/users\/([^/]+)$/, "", ({ found: [, login = ""] }) => {
      const user = github.world.user(login);
      return user ? withDate(user, userBody(github.world, user, user.email || null, github.webUrl)) : notFound();
    }),
    get(/^\/user\/emails$/, "user, user:email", ({ token }) => emails(token)),
    get(/^\/organizations\/(\d+)$/, "", (call) => organizationById(github, call)),
    get(/^\/user\/orgs$/, "admin:org, read:org, repo, user, write:org", (call) => organizations(github, call)),
    get(/^\/user\/repos$/, "", (call) => repositories(github, call)),
  ];
}

function withDate(user: UserRecord, body: object): Answer {
  return jsonAnswer(200, body, { "last-modified": new Date(user.updatedAt).toUTCString() });
}

function maySeeEmail({ app, scopes }: TokenRecord): boolean {
  if (app?.kind === "github-app") return "emails" in app.permissions;
  return scopes.some((scope) => /^(user|read:user|user:email)$/.test(scope));
}

function emails(token: TokenRecord): Answer {
  if (token.app?.kind === "github-app" && !maySeeEmail(token))
    return forbidden("Resource not accessible by integration");
  if (token.kind !== "app-user" && !token.scopes.some((scope) => scope === "user" || scope === "user:email")) {
    return notFound();
  }
  const { email, databaseId, login } = token.user;
  const own = email === "" ? [] : [{ email, primary: true, verified: true, visibility: "public" }];
  const hidden = `${databaseId}+${login}@users.noreply.github.com`;
  return jsonAnswer(200, [...own, { email: hidden, primary: own.length === 0, verified: true, visibility: null }]);
}

/** Of an App's token, the organizations that have installed the App: others are as if they were not there. */
function shownOrganizations({ world }: GitHub, { token, sso }: RestCall): readonly OrganizationRecord[] {
  const all = [...world.accounts.values()].filter((account) => account.__typename === "Organization");
  return all.filter((organization) => {
    if (!organization.members.has(token.user.databaseId)) return false;
    if (token.app?.kind === "github-app" && !token.app.installations.has(organization.databaseId)) return false;
    const denial = denialOf(token, organization);
    if (denial?.isSaml === true) sso.partial.add(organization);
    return denial === null;
  });
}

function organizations(github: GitHub, call: RestCall): Answer {
  const { items, headers } = pageOf(shownOrganizations(github, call), call.request, github.webUrl);
  return jsonAnswer(
    200,
    items.map((organization) => organizationBody(organization, github.webUrl)),
    headers,
  );
}

/** An organization by its number, as the links of GitHub's own lists name it; its name stands in a refusal too. */
function organizationById({ world, webUrl }: GitHub, { token, sso, found: [, id] }: RestCall): Answer {
  const account = [...world.accounts.values()].find(({ databaseId }) => databaseId === Number(id));
  if (account?.__typename !== "Organization") return notFound();
  const denial = denialOf(token, account);
  if (denial?.isSaml === true) sso.required.add(account);
  return denial === null ? jsonAnswer(200, organizationBody(account, webUrl)) : forbidden(denial.message);
}

/** Single sign-on withholds repositories without a word; the header alone tells. */
function repositories({ world, webUrl }: GitHub, { token, request, sso }: RestCall): Answer {
  const { search } = request;
  const wanted = (search.get("affiliation") ?? "owner,collaborator,organization_member").toUpperCase().split(",");
  const visibility = search.get("visibility") ?? "all";
  const shown = world.allRepositories().filter((repository) => {
    if (!affiliationsOf(token.user, repository).some((affiliation) => wanted.includes(affiliation))) return false;
    if (visibility !== "all" && (repository.visibility === "PUBLIC") !== (visibility === "public")) return false;
    const access = accessTo(token, repository);
    if (access !== true && access !== false && access.isSaml) sso.partial.add(access.organization);
    return access === true;
  });
  const { items, headers } = pageOf(inOrder(shown, search), request, webUrl);
  return jsonAnswer(
    200,
    items.map((repository) => repositoryBody(repository, token.user, webUrl)),
    headers,
  );
}

const ORDERS: Readonly<Record<string, (repository: RepositoryRecord) => string>> = {
  created: ({ createdAt }) => createdAt,
  updated: ({ updatedAt }) => updatedAt,
  pushed: ({ pushedAt }) => pushedAt ?? "",
};

function inOrder(shown: readonly RepositoryRecord[], search: URLSearchParams): readonly RepositoryRecord[] {
  const order = search.get("sort") ?? "full_name";
  const key = ORDERS[order] ?? (({ owner, name }: RepositoryRecord) => `${owner.login}/${name}`.toLowerCase());
  const sign = (search.get("direction") ?? (order in ORDERS ? "desc" : "asc")) === "desc" ? -1 : 1;
  const keyed = shown.map((repository) => ({ repository, key: key(repository) }));
  keyed.sort((left, right) => (left.key < right.key ? -sign : left.key > right.key ? sign : 0));
  return keyed.map(({ repository }) => repository);
}
