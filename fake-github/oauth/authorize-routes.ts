import type { GitHub } from "../github.js";
import { escapeHtml, htmlPage, redirect } from "../http/html-page.js";
import type { Answer, Route } from "../http/messages.js";
import { signedInUser, signInHeader } from "../http/signed-in-user.js";
import { readAuthorizeRequest, sendBack, withParameters, type AuthorizeRequest } from "./authorize-request.js";
import { consentPage, readConsent } from "./consent-page.js";

const PATH = /^\/login\/oauth\/authorize$/;

/**
 * `/login/oauth/authorize`: the consent page, and what its form is sent to. With `_fake_approve=LOGIN` or
 * `_fake_decline` in the address it is decided at once, for tests without a browser; `_fake_sso=ORGANIZATION,…` says
 * which single sign-ons were passed.
 */
export function authorizeRoutes(github: GitHub): readonly Route[] {
  return [
    {
      method: "GET",
      pattern: PATH,
      answer: (request) => {
        const { search } = request;
        const read = readAuthorizeRequest(github, search);
        if ("answer" in read) return read.answer;
        const automatic = automaticConsent(search);
        if (automatic) return decide(github, read.asked, automatic);
        const user = signedInUser(github.world, request);
        // Whoever has agreed before is not asked again, unless the client wants an account to be chosen.
        if (user && search.get("prompt") !== "select_account" && isGranted(github, read.asked, user.login)) {
          return approve(github, read.asked, new URLSearchParams({ user: user.login }));
        }
        return page(github, read.asked, search);
      },
    },
    {
      method: "POST",
      pattern: PATH,
      answer: ({ body }) => {
        const parameters = new URLSearchParams(body);
        const read = readAuthorizeRequest(github, parameters);
        return "answer" in read ? read.answer : decide(github, read.asked, parameters);
      },
    },
  ];
}

function automaticConsent(search: URLSearchParams): URLSearchParams | null {
  const decided = new URLSearchParams();
  if (search.has("_fake_decline")) decided.set("decline", "1");
  const user = search.get("_fake_approve");
  if (user !== null) decided.set("user", user);
  const sso = search.get("_fake_sso");
  if (sso !== null) for (const login of sso.split(",")) decided.append("sso", login);
  return decided.has("user") || decided.has("decline") ? decided : null;
}

function isGranted({ world, oauth }: GitHub, { app }: AuthorizeRequest, login: string): boolean {
  const user = world.user(login);
  return user !== undefined && oauth.authorizations.isGranted(app, user);
}

function page({ world }: GitHub, { app, scopes }: AuthorizeRequest, search: URLSearchParams): Answer {
  const wanted = scopes.length > 0 ? `<p>It asks for: ${escapeHtml(scopes.join(", "))}</p>` : "";
  return consentPage({
    world,
    title: `Authorize ${app.name}`,
    action: "/login/oauth/authorize",
    parameters: search,
    introduction: `<p>${escapeHtml(app.name)} by ${escapeHtml(app.owner.login)} wants to act for you. Who are you?</p>${wanted}`,
    suggested: world.user(search.get("login") ?? ""),
  });
}

function decide(github: GitHub, asked: AuthorizeRequest, parameters: URLSearchParams): Answer {
  if (readConsent(github.world, parameters).isDeclined)
    return sendBack(asked.redirectUri, asked.state, "access_denied");
  return approve(github, asked, parameters);
}

function approve({ world, oauth }: GitHub, asked: AuthorizeRequest, parameters: URLSearchParams): Answer {
  const { user, ssoAuthorized } = readConsent(world, parameters);
  if (!user) return htmlPage("Nobody", "<p>There is no such user here. Go back and choose one.</p>", 422);
  const { state, ...rest } = asked;
  const code = oauth.codes.create({ ...rest, user, ...(ssoAuthorized ? { ssoAuthorized } : {}) });
  return redirect(withParameters(asked.redirectUri, { code, state }), signInHeader(user));
}
