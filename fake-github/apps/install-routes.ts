import type { GitHub } from "../github.js";
import { escapeHtml, hiddenInputs, htmlPage, redirect } from "../http/html-page.js";
import type { Answer, Route } from "../http/messages.js";
import { signedInUser, signInHeader } from "../http/signed-in-user.js";
import { withParameters } from "../oauth/authorize-request.js";
import type { AppRecord } from "../world/app-records.js";
import type { Account, UserRecord } from "../world/records.js";

/**
 * The pages on which an App is installed. With `_fake_install=OWNER` or `_fake_install=OWNER/NAME,…` and
 * `_fake_user=LOGIN` in the address it is installed at once, for tests without a browser.
 */
export function installRoutes(github: GitHub): readonly Route[] {
  return [
    {
      method: "GET",
      pattern: /^\/(?:github-)?apps\/([\w-]+)\/installations\/(?:new|select_target)$/,
      answer: (request, [, slug]) =>
        withApp(github, slug, (app) => {
          const wanted = request.search.get("_fake_install");
          if (wanted === null) return page(github, app, request.search, signedInUser(github.world, request));
          const [owner = ""] = wanted.split("/");
          const names = wanted.split(",").flatMap((name) => name.split("/").slice(1));
          const user = request.search.get("_fake_user") ?? owner;
          const state = request.search.get("state");
          return install(github, app, { owner, user, repositories: names.join(","), state });
        }),
    },
    {
      method: "POST",
      pattern: /^\/(?:github-)?apps\/([\w-]+)\/installations$/,
      answer: ({ body }, [, slug]) =>
        withApp(github, slug, (app) => {
          const form = new URLSearchParams(body);
          return install(github, app, {
            owner: form.get("owner") ?? "",
            user: form.get("user") ?? "",
            repositories: form.get("repositories") ?? "",
            state: form.get("state"),
          });
        }),
    },
  ];
}

function withApp({ world }: GitHub, slug: string | undefined, answer: (app: AppRecord) => Answer): Answer {
  const app = [...world.apps.values()].find((candidate) => candidate.slug === slug);
  return app?.kind === "github-app" ? answer(app) : htmlPage("Not Found", "<p>There is no such App.</p>", 404);
}

function page({ world }: GitHub, app: AppRecord, search: URLSearchParams, user: UserRecord | undefined): Answer {
  const accounts = [...world.accounts.values()];
  const users = accounts.filter((account) => account.__typename === "User");
  const suggested = search.get("suggested_target_id") ?? search.get("target_id");
  const options = accounts.map(({ login, databaseId }) => {
    const chosen = String(databaseId) === suggested ? " selected" : "";
    return `<option${chosen}>${escapeHtml(login)}</option>`;
  });
  const buttons = [...(user ? [user] : []), ...users.filter((other) => other !== user)].map(
    ({ login }) => `<button name="user" value="${escapeHtml(login)}">Install as ${escapeHtml(login)}</button>`,
  );
  const state = search.get("state");
  return htmlPage(
    `Install ${app.name}`,
    `<form method="post" action="/apps/${app.slug}/installations">${hiddenInputs(state === null ? [] : [["state", state]])}<p><label>On <select name="owner">${options.join("")}</select></label></p><p><label>Only these repositories, all when empty <input name="repositories" placeholder="one, two"></label></p><p>${buttons.join("")}</p></form>`,
  );
}

interface Wish {
  readonly owner: string;
  readonly user: string;
  /** Names between commas; all when there are none. */
  readonly repositories: string;
  readonly state: string | null;
}

function install(github: GitHub, app: AppRecord, { owner, user: login, repositories, state }: Wish): Answer {
  const { world } = github;
  const account = world.account(owner);
  const user = world.user(login);
  const role = account && user ? roleOf(account, user) : null;
  if (!account || !user || role === null) {
    return htmlPage("Not Found", "<p>This user cannot install anything there. Go back and choose another.</p>", 404);
  }
  // Who is no owner can only ask the owners; nothing is installed then.
  if (role === "member") return finish(github, app, user, { setup_action: "request", state });
  const action = app.installations.has(account.databaseId) ? "update" : "install";
  const names = repositories.split(/[\s,]+/).filter(Boolean);
  const unknown = names.find((name) => !world.repository(account.login, name));
  if (unknown !== undefined) {
    return htmlPage("Not Found", `<p>${escapeHtml(account.login)} has no repository ${escapeHtml(unknown)}.</p>`, 404);
  }
  const { databaseId } = world.install(app, account, { selection: names.length > 0 ? names : "all" });
  return finish(github, app, user, { installation_id: String(databaseId), setup_action: action, state });
}

function roleOf(account: Account, user: UserRecord): "owner" | "member" | null {
  if (account.__typename === "User") return account === user ? "owner" : null;
  const role = account.members.get(user.databaseId);
  if (role === undefined) return null;
  return role === "ADMIN" ? "owner" : "member";
}

/**
 * Back to the App. A visit that began at GitHub has no `state`, with or without a code:
 * https://docs.github.com/en/apps/creating-github-apps/registering-a-github-app/about-the-setup-url
 */
function finish(
  { oauth }: GitHub,
  app: AppRecord,
  user: UserRecord,
  parameters: Readonly<Record<string, string | null>>,
): Answer {
  const [redirectUri] = app.redirectUris;
  if (app.authorizesOnInstall && redirectUri !== undefined) {
    const code = oauth.codes.create({ app, user, redirectUri });
    return redirect(withParameters(redirectUri, { code, ...parameters }), signInHeader(user));
  }
  if (app.setupUrl !== null) return redirect(withParameters(app.setupUrl, parameters), signInHeader(user));
  return htmlPage("Done", `<p>${escapeHtml(app.name)} knows of it. You may close this page.</p>`);
}
