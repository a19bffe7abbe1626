import { Octokit } from "@octokit/core";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../index.js";
import { authorizeUrl, CALLBACK, redirectOf, rest } from "./sign-in.js";

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());

/** Loopback is plain HTTP; GitHub answers refusals with status 200, which no RFC knows. */
const OPTIONS = {
  [oauth.allowInsecureRequests]: true,
  headers: { accept: "application/json" },
  async [oauth.customFetch](address: string, options: { readonly body?: unknown; readonly method: string }) {
    const response = await fetch(address, options as RequestInit);
    const body = await response.text();
    return new Response(body, { status: body.includes('"error"') ? 400 : response.status, headers: response.headers });
  },
};

describe("oauth4webapi", () => {
  function parts() {
    const { clientId, clientSecret } = github.world.app("octogate-demo");
    const as: oauth.AuthorizationServer = {
      issuer: github.url,
      authorization_endpoint: `${github.url}/login/oauth/authorize`,
      token_endpoint: `${github.url}/login/oauth/access_token`,
      device_authorization_endpoint: `${github.url}/login/device/code`,
    };
    return { as, client: { client_id: clientId }, secret: clientSecret };
  }

  test.each([
    ["in the body", oauth.ClientSecretPost],
    ["in a header", oauth.ClientSecretBasic],
  ])("signs in with PKCE and state, and refreshes, with its secret %s", async (_where, authenticate) => {
    const { as, client, secret } = parts();
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const back = await redirectOf(
      authorizeUrl(github, {
        state,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        _fake_approve: "mona-mock",
      }),
    );
    const parameters = oauth.validateAuthResponse(as, client, back, state);
    const auth = authenticate(secret);
    const answer = await oauth.authorizationCodeGrantRequest(as, client, auth, parameters, CALLBACK, verifier, OPTIONS);
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer);
    expect(tokens).toMatchObject({ token_type: "bearer", expires_in: 28_800 });
    const again = () => oauth.refreshTokenGrantRequest(as, client, auth, tokens.refresh_token ?? "", OPTIONS);
    const fresh = await oauth.processRefreshTokenResponse(as, client, await again());
    expect((await rest(github, "/user", fresh.access_token)).status).toBe(200);
    await expect(oauth.processRefreshTokenResponse(as, client, await again())).rejects.toMatchObject({
      error: "bad_refresh_token",
    });
  });

  test("throws for a user who says no", async () => {
    const { as, client } = parts();
    const back = await redirectOf(authorizeUrl(github, { state: "abc", _fake_decline: "1" }));
    expect(() => oauth.validateAuthResponse(as, client, back, "abc")).toThrow(oauth.AuthorizationResponseError);
  });

  test("goes through the device flow", async () => {
    const { as, client } = parts();
    const asked = await oauth.deviceAuthorizationRequest(as, client, oauth.None(), {}, OPTIONS);
    const device = await oauth.processDeviceAuthorizationResponse(as, client, asked);
    const poll = async () =>
      oauth.processDeviceCodeResponse(
        as,
        client,
        await oauth.deviceCodeGrantRequest(as, client, oauth.None(), device.device_code, OPTIONS),
      );
    await expect(poll()).rejects.toMatchObject({ error: "authorization_pending" });
    await expect(poll()).rejects.toMatchObject({ error: "slow_down" });
    const body = new URLSearchParams({ user_code: device.user_code, user: "octo-mock" });
    await fetch(device.verification_uri, { method: "POST", body });
    github.clock.advance(10_000);
    expect(await poll()).toHaveProperty("refresh_token");
  });
});

describe("@octokit/core", () => {
  function client(slug: string): Octokit {
    const { clientId, clientSecret } = github.world.app(slug);
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const octokit = new Octokit({ baseUrl: github.restUrl });
    octokit.hook.before("request", (options) => {
      options.headers.authorization = `Basic ${basic}`;
    });
    return octokit;
  }

  function issue(login = "ada-mock") {
    const user = github.world.user(login);
    if (!user) throw new Error(`There is no ${login}.`);
    return github.oauth.authorizations.issue({ app: github.world.app("octogate-demo"), user });
  }

  test("checks, resets and deletes a token, and then finds it no more", async () => {
    const octokit = client("octogate-demo");
    const { access } = issue();
    const parameters = (token: string) => ({
      client_id: github.world.app("octogate-demo").clientId,
      access_token: token,
    });
    const checked = await octokit.request("POST /applications/{client_id}/token", parameters(access.text));
    expect(checked.data).toMatchObject({ token: access.text, user: { login: "ada-mock" } });
    const reset = await octokit.request("PATCH /applications/{client_id}/token", parameters(access.text));
    const { token } = reset.data;
    expect(token).not.toBe(access.text);
    expect((await rest(github, "/user", access.text)).status).toBe(401);
    expect((await rest(github, "/user", token)).status).toBe(200);
    const deleted = await octokit.request("DELETE /applications/{client_id}/token", parameters(token));
    expect(deleted.status).toBe(204);
    const again = octokit.request("POST /applications/{client_id}/token", parameters(token));
    await expect(again).rejects.toMatchObject({ status: 404 });
  });

  test("deletes a grant, and with it every token of the user and the App", async () => {
    const [first, second, other] = [issue(), issue(), issue("other-mock")];
    await client("octogate-demo").request("DELETE /applications/{client_id}/grant", {
      client_id: github.world.app("octogate-demo").clientId,
      access_token: first.access.text,
    });
    const statuses = [first, second, other].map(({ access }) => rest(github, "/user", access.text));
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([401, 401, 200]);
    expect([first.refresh?.spent, second.refresh?.spent, other.refresh?.spent]).toEqual([true, true, false]);
  });

  test("is refused as another App, for whose eyes the token does not exist", async () => {
    const { access } = issue();
    const path = "POST /applications/{client_id}/token";
    const asked = (slug: string) => ({ client_id: github.world.app(slug).clientId, access_token: access.text });
    const stranger = client("octogate-demo-oauth");
    await expect(stranger.request(path, asked("octogate-demo"))).rejects.toMatchObject({ status: 401 });
    await expect(stranger.request(path, asked("octogate-demo-oauth"))).rejects.toMatchObject({ status: 404 });
    expect((await rest(github, "/user", access.text)).status).toBe(200);
  });

  test("lists installations and their repositories with a user's token", async () => {
    const octokit = new Octokit({ baseUrl: github.restUrl, auth: issue("octo-mock").access.text });
    const { data } = await octokit.request("GET /user/installations");
    const [first] = data.installations;
    expect(data.total_count).toBe(4);
    const found = await octokit.request("GET /user/installations/{installation_id}/repositories", {
      installation_id: first?.id ?? 0,
    });
    expect(found.data.repositories).toHaveLength(30);
    expect(found.headers.link).toContain('rel="next"');
  });
});
