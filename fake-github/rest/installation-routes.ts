import type { GitHub } from "../github.js";
import { jsonAnswer, type Answer, type Route } from "../http/messages.js";
import { affiliationsOf, denialOf } from "../world/access.js";
import type { AppRecord, InstallationRecord } from "../world/app-records.js";
import type { RepositoryRecord, UserRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { accountBody } from "./account-body.js";
import { forbidden, guardedGet, notFound, type RestCall } from "./guard.js";
import { pageOf } from "./paging.js";
import { repositoryBody } from "./repository-body.js";

/** The Apps themselves, and what the user of an App's token reaches through its installations. */
export function installationRoutes(github: GitHub): readonly Route[] {
  const get = guardedGet(github);
  return [
    get(/^\/apps\/([\w-]+)$/, "", ({ found: [, slug] }) => {
      const app = [...github.world.apps.values()].find((candidate) => candidate.slug === slug);
      return app?.kind === "github-app" ? jsonAnswer(200, appBody(app, github.webUrl)) : notFound();
    }),
    get(/^\/user\/installations$/, "", (call) => {
      const app = appOf(call);
      return app ? installations(github, app, call) : noApp();
    }),
    get(/^\/user\/installations\/(\d+)\/repositories$/, "", (call) => {
      const app = appOf(call);
      return app ? repositories(github, app, call) : noApp();
    }),
  ];
}

function appOf({ token }: RestCall): AppRecord | null {
  return token.kind === "app-user" ? token.app : null;
}

function noApp(): Answer {
  return forbidden(
    "You must authenticate with an access token authorized to a GitHub App in order to list installations",
  );
}

/** The repositories that an installation covers and the user has a right of their own in, suspended or not. */
function repositoriesOf(world: World, { account, selection }: InstallationRecord, user: UserRecord) {
  return world
    .allRepositories()
    .filter(
      (repository: RepositoryRecord) =>
        repository.owner === account &&
        (selection === "all" || selection.has(repository.databaseId)) &&
        affiliationsOf(user, repository).length > 0,
    );
}

function isVisible(world: World, installation: InstallationRecord, user: UserRecord): boolean {
  const { account } = installation;
  if (account.__typename === "User" ? account === user : account.members.has(user.databaseId)) return true;
  return repositoriesOf(world, installation, user).length > 0;
}

/** Single sign-on withholds installations without a word; the header alone tells. */
function installations({ world, webUrl }: GitHub, app: AppRecord, { token, request, sso }: RestCall): Answer {
  const shown = [...app.installations.values()].filter((installation) => {
    const { account } = installation;
    const denial = account.__typename === "Organization" ? denialOf(token, account) : null;
    if (denial?.isSaml === true) sso.partial.add(denial.organization);
    return denial?.isSaml !== true && isVisible(world, installation, token.user);
  });
  const { items, headers } = pageOf(shown, request, webUrl);
  const bodies = items.map((installation) => installationBody(installation, webUrl));
  return jsonAnswer(200, { total_count: shown.length, installations: bodies }, headers);
}

function repositories({ world, webUrl }: GitHub, app: AppRecord, { token, request, sso, found }: RestCall): Answer {
  const installation = [...app.installations.values()].find(({ databaseId }) => databaseId === Number(found[1]));
  if (!installation || !isVisible(world, installation, token.user)) return notFound();
  const { account } = installation;
  const denial = account.__typename === "Organization" ? denialOf(token, account) : null;
  if (denial) {
    if (denial.isSaml) sso.required.add(denial.organization);
    return forbidden(denial.message);
  }
  if (installation.suspendedAt !== null) return forbidden("This installation has been suspended");
  const all = repositoriesOf(world, installation, token.user);
  const { items, headers } = pageOf(all, request, webUrl);
  const body = {
    total_count: all.length,
    repository_selection: installation.selection === "all" ? "all" : "selected",
    repositories: items.map((repository) => repositoryBody(repository, token.user, webUrl)),
  };
  return jsonAnswer(200, body, headers);
}

/** Where the owner of an installation changes it. */
function settingsUrl({ account, databaseId }: InstallationRecord, webUrl: string): string {
  const settings = account.__typename === "Organization" ? `organizations/${account.login}/settings` : "settings";
  return `${webUrl}/${settings}/installations/${databaseId}`;
}

function installationBody(installation: InstallationRecord, webUrl: string) {
  const { app, account } = installation;
  const api = `${webUrl}/api/v3`;
  return {
    id: installation.databaseId,
    client_id: app.clientId,
    account: accountBody(account, webUrl),
    repository_selection: installation.selection === "all" ? "all" : "selected",
    access_tokens_url: `${api}/app/installations/${installation.databaseId}/access_tokens`,
    repositories_url: `${api}/installation/repositories`,
    html_url: settingsUrl(installation, webUrl),
    app_id: app.databaseId,
    app_slug: app.slug,
    target_id: account.databaseId,
    target_type: account.__typename,
    permissions: installation.permissions,
    events: app.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt === null ? null : accountBody(account, webUrl),
    suspended_at: installation.suspendedAt,
  };
}

function appBody(app: AppRecord, webUrl: string) {
  return {
    id: app.databaseId,
    client_id: app.clientId,
    slug: app.slug,
    node_id: Buffer.from(`03:App${app.databaseId}`).toString("base64"),
    owner: accountBody(app.owner, webUrl),
    name: app.name,
    description: null,
    external_url: "https://example.com",
    html_url: `${webUrl}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}
