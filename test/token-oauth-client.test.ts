import { createHash, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Fault } from "../fake-github/index.js";
import { AccessToken } from "../src/auth/access-token.js";
import { OAuthClient, OAuthFailure } from "../src/auth/github-oauth/oauth-client.js";
import { Secret } from "../src/secret/secret.js";
import { startTokenFixture, type TokenFixture } from "./token-fixture.js";

const CALLBACK = "http://127.0.0.1:4000/auth/callback";
const TOKEN_ENDPOINT = { path: "/login/oauth/access_token" };

/** Goes through GitHub's consent page as a browser whose user agrees, and gives what the callback address gets. */
async function authorize({ oauth }: TokenFixture, login = "ana-mock") {
  const codeVerifier = new Secret(randomBytes(32).toString("base64url"));
  const codeChallenge = createHash("sha256").update(codeVerifier.reveal()).digest("base64url");
  const url = oauth.authorizationUrl({ state: "state-of-mine", codeChallenge, loginHint: login });
  url.searchParams.set("_fake_approve", login);
  const answer = await fetch(url, { redirect: "manual" });
  const callback = new URL(answer.headers.get("location") ?? "http://none.example");
  expect(callback.searchParams.get("state")).toBe("state-of-mine");
  return { url, callback, codeVerifier, code: new Secret(callback.searchParams.get("code") ?? "") };
}

function clientWith({ fakeGitHub, clientId, clientSecret }: TokenFixture, more: Readonly<Record<string, unknown>>) {
  const client = new OAuthClient({
    host: { webUrl: fakeGitHub.url, restUrl: fakeGitHub.restUrl },
    clientId,
    clientSecret: new Secret(clientSecret),
    redirectUri: new URL(CALLBACK),
    ...more,
  });
  onTestFinished(() => client[Symbol.asyncDispose]());
  return client;
}

async function failureOf(promise: Promise<unknown>): Promise<OAuthFailure> {
  const error = await promise.then(
    () => "answered",
    (reason: unknown) => reason,
  );
  if (error instanceof OAuthFailure) return error;
  throw new Error(`No OAuthFailure: ${inspect(error)}`);
}

async function setUp(): Promise<TokenFixture> {
  const fixture = await startTokenFixture();
  fixture.addUser("ana-mock");
  return fixture;
}

describe("the web flow", () => {
  test("gives a pair of tokens and the account for a code", async () => {
    const fixture = await setUp();
    const { code, codeVerifier } = await authorize(fixture);
    const before = Date.now();
    const tokens = await fixture.oauth.exchangeCode({ code, codeVerifier });
    expect(tokens.accessToken.kind).toBe("GITHUB_APP_USER");
    expect(tokens.refreshToken?.matches(/^ghr_/)).toBe(true);
    expect(tokens.expiresAt?.getTime()).toBeGreaterThanOrEqual(before + 28_800_000);
    expect(tokens.refreshExpiresAt?.getTime()).toBeGreaterThanOrEqual(before + 15_811_200_000);
    expect(tokens.scopes).toEqual([]);
    const account = await fixture.oauth.readAccount(tokens.accessToken);
    expect(account).toMatchObject({ login: "ana-mock", gitHubUserId: expect.stringMatching(/^\d+$/) as string });
  });

  test("asks with the registered address, a challenge and nothing that a request could change", async () => {
    const fixture = await setUp();
    const { url } = await authorize(fixture);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: fixture.clientId,
      redirect_uri: CALLBACK,
      state: "state-of-mine",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: "S256",
      login: "ana-mock",
      _fake_approve: "ana-mock",
    });
    const choice = fixture.oauth.authorizationUrl({ state: "s", codeChallenge: "c", forceAccountChoice: true });
    expect(choice.searchParams.get("prompt")).toBe("select_account");
  });

  test("refuses a code that was used, that is unknown, or whose verifier is another one", async () => {
    const fixture = await setUp();
    const { code, codeVerifier } = await authorize(fixture);
    await fixture.oauth.exchangeCode({ code, codeVerifier });
    const other = await authorize(fixture);
    const attempts = [
      fixture.oauth.exchangeCode({ code, codeVerifier }),
      fixture.oauth.exchangeCode({ code: new Secret("0123456789abcdef0123"), codeVerifier }),
      fixture.oauth.exchangeCode({ code: other.code, codeVerifier: new Secret(randomBytes(32).toString("base64url")) }),
    ];
    for (const attempt of attempts) {
      expect(await failureOf(attempt)).toMatchObject({ kind: "refused", providerCode: "bad_verification_code" });
    }
  });

  test("tells a wrong client or callback address apart from a bad code", async () => {
    const fixture = await setUp();
    const { code, codeVerifier } = await authorize(fixture);
    const wrong = [
      [{ clientSecret: new Secret("wrong") }, "incorrect_client_credentials"],
      [{ clientId: "Iv1.unknown" }, null],
      [{ redirectUri: new URL("http://127.0.0.1:4000/other") }, "redirect_uri_mismatch"],
    ] as const;
    for (const [more, providerCode] of wrong) {
      const failure = await failureOf(clientWith(fixture, more).exchangeCode({ code, codeVerifier }));
      expect(failure.kind).toBe("misconfigured");
      if (providerCode !== null) expect(failure.providerCode).toBe(providerCode);
    }
  });

  test("waits a moment for a new token that GitHub does not know everywhere yet", async () => {
    const fixture = await setUp();
    fixture.fakeGitHub.oauth.authorizations.tokenLag = 200;
    const { code, codeVerifier } = await authorize(fixture);
    const { accessToken } = await fixture.oauth.exchangeCode({ code, codeVerifier });
    expect(await fixture.oauth.readAccount(accessToken)).toMatchObject({ login: "ana-mock" });
    const dead = AccessToken.from(new Secret(`ghu_${"x".repeat(36)}`));
    expect(await failureOf(fixture.oauth.readAccount(dead))).toMatchObject({ kind: "refused" });
  });
});

describe("the device flow", () => {
  test("waits, slows down when told to, and gives tokens once the user has agreed", async () => {
    const fixture = await setUp();
    const device = await fixture.oauth.startDevice();
    expect(device).toMatchObject({
      userCode: expect.stringMatching(/^\w{4}-\w{4}$/) as string,
      verificationUrl: expect.stringContaining("/login/device") as string,
      intervalSeconds: 5,
    });
    expect(device.expiresAt.getTime() - Date.now()).toBeGreaterThan(890_000);
    expect(await failureOf(fixture.oauth.pollDevice(device.deviceCode))).toMatchObject({ kind: "pending" });
    expect(await failureOf(fixture.oauth.pollDevice(device.deviceCode))).toMatchObject({
      kind: "slow_down",
      intervalSeconds: 10,
    });
    const record = fixture.fakeGitHub.oauth.devices.waiting(device.userCode);
    const user = fixture.fakeGitHub.world.user("ana-mock");
    if (record === undefined || user === undefined) throw new Error("Nobody waits.");
    record.decision = { user };
    fixture.fakeGitHub.clock.advance(11_000);
    const tokens = await fixture.oauth.pollDevice(device.deviceCode);
    expect(await fixture.oauth.readAccount(tokens.accessToken)).toMatchObject({ login: "ana-mock" });
    const refreshToken = tokens.refreshToken ?? new Secret("");
    expect((await fixture.oauth.refresh(refreshToken)).accessToken.kind).toBe("GITHUB_APP_USER");
  });

  test.each([
    ["access_denied", (fixture: TokenFixture, code: string) => deny(fixture, code)],
    ["expired_token", (fixture: TokenFixture) => fixture.fakeGitHub.clock.advance(901_000)],
  ] as const)("ends with %s for good", async (providerCode, happens) => {
    const fixture = await setUp();
    const device = await fixture.oauth.startDevice();
    happens(fixture, device.userCode);
    expect(await failureOf(fixture.oauth.pollDevice(device.deviceCode))).toMatchObject({
      kind: "refused",
      providerCode,
    });
  });
});

function deny({ fakeGitHub }: TokenFixture, userCode: string): void {
  const record = fakeGitHub.oauth.devices.waiting(userCode);
  if (record !== undefined) record.decision = "denied";
}

describe("revocation", () => {
  test("ends one token or the whole authorization, and a dead token is no failure", async () => {
    const fixture = await startTokenFixture();
    const ana = fixture.addUser("ana-mock");
    const [first, second, third] = [fixture.grant(ana), fixture.grant(ana), fixture.grant(ana)];
    await fixture.oauth.revokeToken(first.accessToken);
    await fixture.oauth.revokeToken(first.accessToken);
    expect(await fixture.works(first.accessToken)).toBe(false);
    expect(await fixture.works(second.accessToken)).toBe(true);
    await fixture.oauth.revokeGrant(second.accessToken);
    expect(await fixture.works(third.accessToken)).toBe(false);
    await fixture.oauth.revokeGrant(second.accessToken);
    const stranger = clientWith(fixture, { clientSecret: new Secret("wrong") });
    expect(await failureOf(stranger.revokeToken(third.accessToken))).toMatchObject({ kind: "misconfigured" });
  });
});

describe("a failure of the OAuth client", () => {
  const faults: readonly (readonly [string, Omit<Fault, "match">, Partial<OAuthFailure>])[] = [
    ["502 with HTML", { status: 502, form: "nginx-html" }, { kind: "transient" }],
    ["503 with an OAuth error in it", { status: 503, body: { error: "bad_refresh_token" } }, { kind: "transient" }],
    ["429", { status: 429, body: "", headers: { "retry-after": "7" } }, { kind: "transient", retryAfterSeconds: 7 }],
    [
      "429 until a date",
      { status: 429, body: "", headers: { "retry-after": new Date(Date.now() + 3_600_000).toUTCString() } },
      { kind: "transient" },
    ],
    ["403 as HTML", { status: 403, body: "<html>" }, { kind: "transient" }],
    ["400 with bad_refresh_token", { status: 400, body: { error: "bad_refresh_token" } }, { kind: "refused" }],
    ["an unknown error", { status: 200, body: { error: "sunspots" } }, { kind: "transient", providerCode: null }],
    ["an error that is no text", { status: 200, body: { error: { a: 1 } } }, { kind: "transient" }],
    ["a token of another kind", { status: 200, body: { access_token: "x", token_type: "mac" } }, { kind: "transient" }],
    ["nothing", { status: 200, body: {} }, { kind: "transient" }],
    ["204", { status: 204, body: "" }, { kind: "transient" }],
    ["a redirect", { status: 307, body: "", headers: { location: "http://127.0.0.1:9/" } }, { kind: "misconfigured" }],
    ["a cut connection", { reset: "before" }, { kind: "transient" }],
    ["half an answer", { reset: "mid-body" }, { kind: "transient" }],
  ];

  test.each(faults)("says what follows from it and holds no secret: %s", async (_, fault, expected) => {
    const fixture = await startTokenFixture();
    const ana = fixture.addUser("ana-mock");
    const { refreshToken, accessToken } = fixture.grant(ana);
    if (refreshToken === null) throw new Error("There is no refresh token.");
    fixture.fakeGitHub.faults.add({ ...fault, match: TOKEN_ENDPOINT });
    const failure = await failureOf(fixture.oauth.refresh(refreshToken));
    expect(failure).toMatchObject(expected);
    expect(failure.cause).toBeUndefined();
    const printed = `${inspect(failure, { depth: 20, showHidden: true })}${JSON.stringify(failure)}${failure.stack}`;
    for (const secret of [refreshToken.reveal(), accessToken.reveal(), fixture.clientSecret]) {
      expect(printed).not.toContain(secret);
    }
    expect(fixture.fakeGitHub.journal.refreshes).toBe(1);
  });

  test("is transient when nobody listens there", async () => {
    const fixture = await startTokenFixture();
    const client = clientWith(fixture, {
      host: { webUrl: "http://127.0.0.1:9", restUrl: "http://127.0.0.1:9/api/v3" },
    });
    expect(await failureOf(client.refresh(new Secret("ghr_x")))).toMatchObject({ kind: "transient" });
    expect(await failureOf(client.startDevice())).toMatchObject({ kind: "transient" });
    expect(inspect(client, { depth: 9, showHidden: true })).not.toContain(fixture.clientSecret);
  });
});
