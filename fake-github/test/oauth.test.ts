import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../index.js";
import {
  askForToken,
  authorizeUrl,
  CALLBACK,
  codeOf,
  redirectOf,
  rest,
  signIn,
  verifierAndChallenge,
} from "./sign-in.js";

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());
beforeEach(() => github.journal.clear());

const MINUTE = 60_000;

describe("the request for authorization", () => {
  test("shows a consent page with every user, whose button leads back with a code and the state", async () => {
    const address = authorizeUrl(github, { state: "s&t=1", login: "mona-mock" });
    const page = await (await fetch(address)).text();
    const buttons = [...page.matchAll(/name="user" value="([^"]+)"/g)].map(([, login]) => login);
    expect(buttons[0]).toBe("mona-mock");
    expect(new Set(buttons)).toContain("other-mock");
    const fields = [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const form = new URLSearchParams(
      fields.map(([, name = "", value = ""]): [string, string] => [name, value.replaceAll("&amp;", "&")]),
    );
    form.set("user", "mona-mock");
    const back = await redirectOf(`${github.url}/login/oauth/authorize`, { method: "POST", body: form });
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
    expect(back.searchParams.get("state")).toBe("s&t=1");
    const tokens = await askForToken(github, { code: back.searchParams.get("code") ?? "" });
    expect(await (await rest(github, "/user", tokens.access_token)).json()).toMatchObject({ login: "mona-mock" });
  });

  test("does not ask again whoever has agreed before, unless an account is to be chosen", async () => {
    const agreed = await fetch(authorizeUrl(github, { _fake_approve: "ada-mock" }), { redirect: "manual" });
    const code = new URL(agreed.headers.get("location") ?? "").searchParams.get("code") ?? "";
    const { access_token: token } = await askForToken(github, { code });
    github.oauth.authorizations.revokeToken(github.world.tokens.get(token) ?? github.world.token("unknown"));
    const cookie = agreed.headers.get("set-cookie")?.split(";")[0] ?? "";
    const again = await redirectOf(authorizeUrl(github, {}), { headers: { cookie } });
    expect(again.searchParams.get("code")).toMatch(/^[0-9a-f]{20}$/);
    const choice = await fetch(authorizeUrl(github, { prompt: "select_account" }), { headers: { cookie } });
    expect(choice.status).toBe(200);
    await fetch(`${github.url}/settings/connections/applications/${github.world.app("octogate-demo").clientId}`, {
      method: "POST",
      body: new URLSearchParams({ user: "ada-mock" }),
    });
    expect((await fetch(authorizeUrl(github, {}), { headers: { cookie } })).status).toBe(200);
  });

  test("sends the browser back with access_denied when the user says no", async () => {
    const back = await redirectOf(authorizeUrl(github, { _fake_decline: "1", state: "abc" }));
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: "access_denied",
      error_description: "The user has denied your application access.",
      state: "abc",
    });
  });

  test.each(["https://evil.example/auth/callback", "http://127.0.0.1:4000/auth/callback/more", "nonsense"])(
    "tells the registered address of the App, and nobody else, that %s is not registered",
    async (address) => {
      const back = await redirectOf(authorizeUrl(github, { redirect_uri: address, _fake_approve: "octo-mock" }));
      expect(back.href).toMatch(/^http:\/\/127\.0\.0\.1:4000\/auth\/callback\?error=redirect_uri_mismatch/);
    },
  );

  test.each([{ code_challenge: "x".repeat(43) }, { code_challenge: "short", code_challenge_method: "S256" }])(
    "refuses a challenge that is not S256: %j",
    async (challenge) => {
      const back = await redirectOf(authorizeUrl(github, { ...challenge, _fake_approve: "octo-mock" }));
      expect(back.searchParams.get("error")).toBe("invalid_request");
    },
  );

  test("knows no App by a made-up client id", async () => {
    expect((await fetch(authorizeUrl(github, { client_id: "nobody" }))).status).toBe(404);
  });
});

describe("the exchange of a code", () => {
  test("gives an App tokens of 8 hours and 6 months, as a form unless JSON is asked for", async () => {
    const tokens = await signIn(github);
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^ghu_\w{36}$/) as string,
      expires_in: 28_800,
      refresh_token: expect.stringMatching(/^ghr_\w{76}$/) as string,
      refresh_token_expires_in: 15_811_200,
      token_type: "bearer",
      scope: "",
    });
    const { clientId, clientSecret } = github.world.app("octogate-demo");
    const response = await fetch(`${github.url}/login/oauth/access_token`, {
      method: "POST",
      body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, code: await codeOf(github) }),
      headers: { "content-type": "application/json" },
    });
    expect(response.headers.get("content-type")).toContain("application/x-www-form-urlencoded");
    expect(Object.keys(Object.fromEntries(new URLSearchParams(await response.text())))).toEqual(Object.keys(tokens));
    expect(github.journal).toMatchObject({ exchanges: 2, refreshes: 0 });
    expect(github.journal.tokenRequests.at(-1)).toEqual({
      grantType: "authorization_code",
      app: "octogate-demo",
      user: "octo-mock",
      outcome: "granted",
    });
  });

  test("gives an OAuth App a token with its scopes and without an end", async () => {
    const { clientId } = github.world.app("octogate-demo-oauth");
    const code = await codeOf(github, { client_id: clientId, scope: "repo read:org" });
    const tokens = await askForToken(github, { code }, "octogate-demo-oauth");
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^gho_\w{36}$/) as string,
      token_type: "bearer",
      scope: "read:org,repo",
    });
    const { headers } = await rest(github, "/user", tokens.access_token);
    expect(headers.get("x-oauth-scopes")).toBe("read:org, repo");
    expect(headers.get("x-oauth-client-id")).toBe(clientId);
  });

  test("happens once: a second time, and after ten minutes, the code is incorrect or expired", async () => {
    const refused = { error: "bad_verification_code" };
    const code = await codeOf(github);
    expect(await askForToken(github, { code })).toHaveProperty("access_token");
    expect(await askForToken(github, { code })).toMatchObject(refused);
    expect(await askForToken(github, { code: "0123456789abcdef0123" })).toMatchObject(refused);
    const late = await codeOf(github);
    github.clock.advance(10 * MINUTE);
    expect(await askForToken(github, { code: late })).toMatchObject(refused);
  });

  test("is for the client, the redirect address and the challenge of the request alone", async () => {
    expect(await askForToken(github, { code: await codeOf(github) }, "octogate-demo-oauth")).toMatchObject({
      error: "bad_verification_code",
    });
    const elsewhere = { code: await codeOf(github), redirect_uri: "http://127.0.0.1:4001/auth/callback" };
    expect(await askForToken(github, elsewhere)).toMatchObject({ error: "redirect_uri_mismatch" });
    const { verifier, challenge } = verifierAndChallenge();
    const bound = () => codeOf(github, { code_challenge: challenge, code_challenge_method: "S256" });
    for (const proof of [{}, { code_verifier: verifierAndChallenge().verifier }]) {
      const answer = await askForToken(github, { code: await bound(), ...proof });
      expect(answer).toMatchObject({ error: "bad_verification_code" });
    }
    const right = { code: await bound(), code_verifier: verifier, redirect_uri: CALLBACK };
    expect(await askForToken(github, right)).toHaveProperty("access_token");
  });

  test.each([{ client_secret: "wrong" }, { client_id: "nobody" }])("refuses %j with status 200", async (wrong) => {
    const code = await codeOf(github);
    const answer = await askForToken(github, { code, ...wrong });
    expect(answer).toEqual({
      error: "incorrect_client_credentials",
      error_description: "The client_id and/or client_secret passed are incorrect.",
      error_uri: expect.stringContaining("#incorrect-client-credentials") as string,
    });
    expect(await askForToken(github, { code })).toHaveProperty("access_token");
  });

  test("authorizes the token for the single sign-ons that the user has passed, and for no other", async () => {
    const repositoriesOf = async (parameters: Readonly<Record<string, string>>) => {
      const tokens = await askForToken(github, { code: await codeOf(github, parameters) });
      return await rest(github, "/user/repos?per_page=100", tokens.access_token);
    };
    expect((await repositoriesOf({ _fake_sso: "acme" })).headers.get("x-github-sso")).toBeNull();
    expect((await repositoriesOf({ _fake_sso: "" })).headers.get("x-github-sso")).toContain("partial-results");
  });
});
