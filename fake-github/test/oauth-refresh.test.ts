import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../index.js";
import { askForToken, rest, signIn, type TokenAnswer } from "./sign-in.js";

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());
beforeEach(() => github.journal.clear());

async function statusOf(token: string | undefined): Promise<number> {
  return (await rest(github, "/user", token ?? "")).status;
}

function refresh(tokens: TokenAnswer, slug?: string): Promise<TokenAnswer> {
  return askForToken(github, { grant_type: "refresh_token", refresh_token: tokens.refresh_token ?? "" }, slug);
}

async function flip(name: string, body: object): Promise<number> {
  const address = `${github.url}/_fake/switches/${name}`;
  return (await fetch(address, { method: "POST", body: JSON.stringify(body) })).status;
}

const HOUR = 3_600_000;
const MONTH = 30 * 24 * HOUR;

describe("a refresh", () => {
  test("kills the old pair at once and gives a new one", async () => {
    const old = await signIn(github);
    expect(await statusOf(old.access_token)).toBe(200);
    const fresh = await refresh(old);
    expect(Object.keys(fresh)).toEqual(Object.keys(old));
    expect([await statusOf(old.access_token), await statusOf(fresh.access_token)]).toEqual([401, 200]);
    expect(await refresh(old)).toMatchObject({
      error: "bad_refresh_token",
      error_description: "The refresh token passed is incorrect or expired.",
    });
    expect(await statusOf(fresh.access_token)).toBe(200);
    expect(github.journal.tokenRequests.map(({ outcome }) => outcome)).toEqual([
      "granted",
      "granted",
      "bad_refresh_token",
    ]);
  });

  test("at the same time as another is won by one of them", async () => {
    const old = await signIn(github);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(old)));
    const winners = answers.filter((answer) => "access_token" in answer);
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ error }) => error === "bad_refresh_token")).toHaveLength(7);
    expect(await statusOf(winners[0]?.access_token)).toBe(200);
    expect(github.journal.refreshes).toBe(8);
  });

  test("needs the App that the token was given to", async () => {
    const tokens = await signIn(github);
    expect(await refresh(tokens, "octogate-demo-oauth")).toMatchObject({ error: "bad_refresh_token" });
    const wrong = { grant_type: "refresh_token", refresh_token: tokens.refresh_token ?? "", client_secret: "wrong" };
    expect(await askForToken(github, wrong)).toMatchObject({ error: "incorrect_client_credentials" });
    expect(await refresh(tokens)).toHaveProperty("access_token");
  });

  test("works after the access token's 8 hours and until the refresh token's 6 months are over", async () => {
    const tokens = await signIn(github);
    github.clock.advance(8 * HOUR);
    expect(await statusOf(tokens.access_token)).toBe(401);
    const fresh = await refresh(tokens);
    expect(await statusOf(fresh.access_token)).toBe(200);
    github.clock.advance(6.2 * MONTH);
    expect(await refresh(fresh)).toMatchObject({ error: "bad_refresh_token" });
  });

  test("is answered with the hour of the fake's clock", async () => {
    const response = await fetch(`${github.url}/login/oauth/access_token`, { method: "POST" });
    const skew = Date.parse(response.headers.get("date") ?? "") - github.clock.now();
    expect(Math.abs(skew)).toBeLessThan(2_000);
  });
});

describe("the end of tokens", () => {
  test("comes for the oldest when an App gets more than ten for one user", async () => {
    const all: TokenAnswer[] = [];
    for (let count = 0; count < 11; count += 1) all.push(await signIn(github, "grace-mock"));
    expect(await Promise.all(all.map(({ access_token }) => statusOf(access_token)))).toEqual([
      401,
      ...Array.from({ length: 10 }, () => 200),
    ]);
    expect(await refresh(all[0] as TokenAnswer)).toMatchObject({ error: "bad_refresh_token" });
  });

  test("comes for all of a user's when the user withdraws the authorization, and for nobody else's", async () => {
    const [mine, also, theirs] = [await signIn(github), await signIn(github), await signIn(github, "other-mock")];
    expect(await flip("revoke-grant", { app: "octogate-demo", user: "octo-mock" })).toBe(200);
    const statuses = [mine, also, theirs].map(({ access_token }) => statusOf(access_token));
    expect(await Promise.all(statuses)).toEqual([401, 401, 200]);
    expect(await refresh(also)).toMatchObject({ error: "bad_refresh_token" });
  });

  test("may seem to have come for a fresh token, while a part of GitHub has not heard of it", async () => {
    await flip("token-lag", { milliseconds: 5_000 });
    const { access_token: token } = await signIn(github);
    await flip("token-lag", { milliseconds: 0 });
    expect(await statusOf(token)).toBe(401);
    github.clock.advance(5_000);
    expect(await statusOf(token)).toBe(200);
  });
});

describe("a fault of the token endpoint", () => {
  const path = "/login/oauth/access_token";

  test("that loses the answer after the refresh leaves the user without tokens", async () => {
    const tokens = await signIn(github);
    github.faults.add({ match: { grantType: "refresh_token" }, afterProcessing: true, reset: "before" });
    await expect(refresh(tokens)).rejects.toThrow();
    expect(await statusOf(tokens.access_token)).toBe(401);
    expect(await refresh(tokens)).toMatchObject({ error: "bad_refresh_token" });
  });

  test("that comes before the refresh leaves everything as it was", async () => {
    const tokens = await signIn(github);
    github.faults.add({ match: { path }, reset: "before" });
    await expect(refresh(tokens)).rejects.toThrow();
    github.faults.add({ match: { path }, form: "nginx-html" });
    await expect(refresh(tokens)).rejects.toThrow("502");
    github.faults.add({ match: { path }, oauthError: "incorrect_client_credentials" });
    expect(await refresh(tokens)).toMatchObject({ error: "incorrect_client_credentials" });
    expect(await refresh(tokens)).toHaveProperty("access_token");
  });

  test("may only hold the answer back", async () => {
    const tokens = await signIn(github);
    github.faults.add({ match: { path }, afterProcessing: true, latencyMs: 300 });
    const slow = refresh(tokens);
    await expect.poll(() => statusOf(tokens.access_token)).toBe(401);
    const before = Date.now();
    expect(await statusOf((await slow).access_token)).toBe(200);
    expect(Date.now() - before).toBeLessThan(1_000);
  });

  test("and every request there is in the journal without a secret", async () => {
    const tokens = await signIn(github);
    await refresh(tokens);
    const { clientId, clientSecret } = github.world.app("octogate-demo");
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
    await fetch(`${github.restUrl}/applications/${clientId}/token`, { method: "DELETE", headers: { authorization } });
    expect(github.journal.entries.at(-1)?.token).toBe("app:octogate-demo");
    const written = JSON.stringify(github.journal.entries);
    expect(written).toContain("refresh_token");
    expect(written).not.toContain(authorization);
    for (const secret of [tokens.access_token, tokens.refresh_token ?? "", clientSecret]) {
      expect(written).not.toContain(secret);
    }
  });
});
