import type { GitHub } from "../github.js";
import { escapeHtml, htmlPage } from "../http/html-page.js";
import type { Answer, Route } from "../http/messages.js";
import type { InstallationRecord } from "../world/app-records.js";
import type { UserRecord } from "../world/records.js";
import type { World } from "../world/world.js";

/** The settings in which a person changes or ends what an App may do. */
export function settingsRoutes(github: GitHub): readonly Route[] {
  const { world, oauth } = github;
  const ofInstallation = /^(?:\/organizations\/[\w-]+)?\/settings\/installations\/(\d+)$/;
  const ofConnection = /^\/settings\/connections\/applications\/([\w.]+)$/;
  const ofTokens = /^\/settings\/(?:tokens(?:\/new)?|personal-access-tokens|organizations|installations)$/;
  const ofPolicies =
    /^\/organizations\/([\w-]+)\/settings\/(?:security|personal-access-tokens|oauth_application_policy)$/;
  const ofSso = /^\/orgs\/([\w-]+)\/sso$/;
  return [
    {
      method: "GET",
      pattern: ofInstallation,
      answer: (_request, [, id]) =>
        withInstallation(world, id, (installation) => installationPage(world, installation)),
    },
    {
      method: "POST",
      pattern: ofInstallation,
      answer: ({ body }, [, id]) =>
        withInstallation(world, id, (installation) => change(world, installation, new URLSearchParams(body))),
    },
    {
      method: "GET",
      pattern: ofConnection,
      answer: (_request, [, id = ""]) => {
        const app = world.apps.get(id);
        if (!app) return nothing();
        const users = usersOf(world).filter((user) => oauth.authorizations.isGranted(app, user));
        return choice(`Authorization of ${app.name}`, "Revoke as", users);
      },
    },
    {
      method: "POST",
      pattern: ofConnection,
      answer: ({ body }, [, id = ""]) => {
        const app = world.apps.get(id);
        const user = userIn(world, body);
        if (!app || !user) return nothing();
        oauth.authorizations.revokeGrant(app, user);
        return htmlPage("Revoked", `<p>${escapeHtml(app.name)} can no longer act for ${user.login}.</p>`);
      },
    },
    {
      method: "GET",
      pattern: ofTokens,
      answer: () => htmlPage("Settings", "<p>On GitHub tokens, organizations and installations are listed here.</p>"),
    },
    {
      method: "GET",
      pattern: ofPolicies,
      answer: (_request, [, login = ""]) =>
        world.organization(login) ? htmlPage(`Policies of ${login}`, "<p>Its owners decide here.</p>") : nothing(),
    },
    {
      method: "GET",
      pattern: ofSso,
      answer: (_request, [, login = ""]) =>
        world.organization(login) ? choice(`Single sign-on of ${login}`, "Sign in as", usersOf(world)) : nothing(),
    },
    {
      method: "POST",
      pattern: ofSso,
      answer: ({ body }, [, login = ""]) => {
        const organization = world.organization(login);
        const user = userIn(world, body);
        if (!organization || !user) return nothing();
        for (const token of world.tokens.values()) if (token.user === user) token.ssoAuthorized.add(organization.login);
        return htmlPage("Signed in", `<p>All tokens of ${user.login} are authorized for ${organization.login}.</p>`);
      },
    },
  ];
}

function nothing(): Answer {
  return htmlPage("Not Found", "<p>There is nothing here.</p>", 404);
}

function usersOf(world: World): readonly UserRecord[] {
  return [...world.accounts.values()].filter((account) => account.__typename === "User");
}

function userIn(world: World, body: string): UserRecord | undefined {
  return world.user(new URLSearchParams(body).get("user") ?? "");
}

function choice(title: string, verb: string, users: readonly UserRecord[]): Answer {
  const buttons = users.map(({ login }) => `<button name="user" value="${login}">${verb} ${login}</button>`);
  return htmlPage(title, `<form method="post">${buttons.join("") || "<p>There is nobody to choose.</p>"}</form>`);
}

function withInstallation(
  world: World,
  id: string | undefined,
  answer: (installation: InstallationRecord) => Answer,
): Answer {
  const all = [...world.apps.values()].flatMap(({ installations }) => [...installations.values()]);
  const found = all.find(({ databaseId }) => String(databaseId) === id);
  return found ? answer(found) : nothing();
}

function installationPage(world: World, { app, account, selection, suspendedAt }: InstallationRecord): Answer {
  const names = world
    .allRepositories()
    .filter(({ databaseId }) => selection !== "all" && selection.has(databaseId))
    .map(({ name }) => name);
  return htmlPage(
    `${app.name} on ${account.login}`,
    `<p>${suspendedAt === null ? "Active" : "Suspended"}, for ${selection === "all" ? "all" : "selected"} repositories.</p><form method="post"><p><label>Only these repositories, all when empty <input name="repositories" value="${escapeHtml(names.join(", "))}"></label><button name="do" value="select">Save</button></p><p><button name="do" value="${suspendedAt === null ? "suspend" : "unsuspend"}">${suspendedAt === null ? "Suspend" : "Unsuspend"}</button><button name="do" value="approve">Approve new permissions</button><button name="do" value="uninstall">Uninstall</button></p></form>`,
  );
}

function change(world: World, installation: InstallationRecord, form: URLSearchParams): Answer {
  const { app, account } = installation;
  switch (form.get("do")) {
    case "select": {
      const names = (form.get("repositories") ?? "").split(/[\s,]+/).filter(Boolean);
      if (names.some((name) => !world.repository(account.login, name))) return nothing();
      return installationPage(world, world.install(app, account, { selection: names.length > 0 ? names : "all" }));
    }
    case "suspend":
      installation.suspendedAt = world.daysAgo(0);
      return installationPage(world, installation);
    case "unsuspend":
      installation.suspendedAt = null;
      return installationPage(world, installation);
    case "approve":
      installation.permissions = app.permissions;
      return installationPage(world, installation);
    case "uninstall":
      world.uninstall(installation);
      return htmlPage("Uninstalled", `<p>${escapeHtml(app.name)} is no longer on ${account.login}.</p>`);
    default:
      return nothing();
  }
}
