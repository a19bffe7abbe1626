import { describe, expect, onTestFinished, test } from "vitest";
import type { GraphQLAnswer, TestGateway } from "./gateway.js";
import { send } from "./http-requests.js";

/** Users of the fake GitHub's world who share nothing. */
export type UserLogin = "octo-mock" | "other-mock";

export type RequestHeaders = Readonly<Record<string, string>>;

/** What the battery must be able to do with an edition. */
export interface EditionPort {
  /** A gateway on a fake GitHub that nobody has signed in to. */
  start(): Promise<TestGateway>;
  /** Lets the user in with a credential at GitHub. Gives the headers that their requests carry. */
  signIn(gateway: TestGateway, login: UserLogin): Promise<RequestHeaders>;
  /** Takes the credential away again. */
  signOut(gateway: TestGateway, headers: RequestHeaders): Promise<void>;
  /** Makes GitHub refuse the user's credential for good; revokes every token, if not given. */
  refuse?(gateway: TestGateway, login: UserLogin): Promise<void>;
}

interface Session {
  readonly status: string;
  readonly nextStep: string;
  readonly isAuthenticated: boolean;
  readonly account: { readonly login: string } | null;
  readonly credential: { readonly login: string; readonly status: string } | null;
}

const SESSION = "{ session { status nextStep isAuthenticated account { login } credential { login status } } }";
// What one document can say, whichever way an edition lists repositories.
const ONE_DOCUMENT = "{ me: viewer { login } viewer { name } rateLimit { remaining cost } }";
const MERGED = "{ viewer { login } repositories(first: 5) { nodes { name owner { login } } } rateLimit { remaining } }";
const SAVE = `mutation Save($input: SaveSettingsInput!) {
  saveSettings(input: $input) { settings { gitUserName preferences version } userErrors { code } }
}`;

// What each state of a session refuses GitHub with, and what the user is to do.
const WITHOUT_CREDENTIAL: Readonly<Record<string, { readonly code: string; readonly nextStep: string }>> = {
  ANONYMOUS: { code: "UNAUTHENTICATED", nextStep: "LOG_IN" },
  GITHUB_NOT_CONNECTED: { code: "GITHUB_NOT_CONNECTED", nextStep: "ADD_TOKEN" },
};

/** What every edition must do, whoever may use it and wherever it keeps what it knows. */
export function describeEdition(name: string, port: EditionPort): void {
  async function start(): Promise<TestGateway> {
    const gateway = await port.start();
    onTestFinished(() => gateway[Symbol.asyncDispose]());
    gateway.fakeGitHub.journal.clear();
    return gateway;
  }

  async function startSignedIn(): Promise<{ readonly gateway: TestGateway; readonly headers: RequestHeaders }> {
    const gateway = await start();
    const headers = await port.signIn(gateway, "octo-mock");
    gateway.fakeGitHub.journal.clear();
    return { gateway, headers };
  }

  describe(`the edition ${name}`, () => {
    test("tells the state of the session and what the gateway is, and asks GitHub nothing for it", async () => {
      const gateway = await start();
      const { status, nextStep, isAuthenticated, account, credential } = await sessionOf(gateway);
      expect(Object.keys(WITHOUT_CREDENTIAL)).toContain(status);
      expect(nextStep).toBe(WITHOUT_CREDENTIAL[status]?.nextStep);
      expect({ isAuthenticated, account, credential }).toEqual({
        isAuthenticated: false,
        account: null,
        credential: null,
      });
      const { data, errors } = await gateway.graphql(
        "{ gateway { editionName features { name } } session { loginOptions { label isAvailable } } }",
      );
      expect(errors).toEqual([]);
      expect(data).toMatchObject({ gateway: { editionName: name } });
      expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    });

    test("lives and is ready, and says so", async () => {
      const gateway = await start();
      const statuses = ["/healthz", "/readyz"].map(async (path) => (await gateway.fetch(path)).status);
      expect(await Promise.all(statuses)).toEqual([200, 200]);
    });

    test("refuses what needs GitHub to who has no credential, with the next step and no call to GitHub", async () => {
      const gateway = await start();
      const { status } = await sessionOf(gateway);
      const fields = ["viewer { login }", "repositories(first: 1) { nodes { name } }", 'node(id: "R_x") { id }'];
      for (const field of fields) {
        const { errors } = await gateway.graphql(`{ ${field} }`);
        expect(errors.map(({ extensions: { code, nextStep } }) => ({ code, nextStep }))).toEqual([
          WITHOUT_CREDENTIAL[status],
        ]);
      }
      expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    });

    test("shows who signed in their own GitHub, with one call for one operation", async () => {
      const { gateway, headers } = await startSignedIn();
      expect(await sessionOf(gateway, headers)).toMatchObject({
        status: "AUTHENTICATED",
        isAuthenticated: true,
        account: { login: "octo-mock" },
        credential: { login: "octo-mock" },
      });
      expect(gateway.fakeGitHub.journal.entries).toEqual([]);
      const { data, errors } = await gateway.graphql(ONE_DOCUMENT, {}, headers);
      expect(errors).toEqual([]);
      expect(data).toMatchObject({ me: { login: "octo-mock" } });
      expect(gateway.fakeGitHub.journal.entries).toHaveLength(1);
    });

    test("saves settings, and they are there at the next request", async () => {
      const { gateway, headers } = await startSignedIn();
      const input = { gitUserName: "Octo", preferences: { theme: "dark" } };
      const { data, errors } = await gateway.graphql(SAVE, { input }, headers);
      expect(errors).toEqual([]);
      expect(data).toMatchObject({ saveSettings: { settings: input, userErrors: [] } });
      const again = await gateway.graphql("{ settings { gitUserName preferences } }", {}, headers);
      expect(again.data).toEqual({ settings: input });
      expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    });

    test("refuses an operation of another site although the user is signed in, and does nothing for it", async () => {
      const { gateway, headers } = await startSignedIn();
      const operations = [MERGED, 'mutation { saveSettings(input: { gitUserName: "Eve" }) { settings { id } } }'];
      for (const query of operations) {
        for (const site of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }]) {
          const answer = await send(gateway.url, {
            method: "POST",
            headers: { ...headers, ...site, "content-type": "application/json" },
            body: JSON.stringify({ query }),
          });
          expect([answer.status, codesIn(answer.text)]).toEqual([403, ["CSRF_BLOCKED"]]);
        }
      }
      const { data } = await gateway.graphql("{ settings { gitUserName } }", {}, headers);
      expect(data).toEqual({ settings: { gitUserName: null } });
      expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    });

    test("does not answer to a name that is not its own", async () => {
      const { gateway, headers } = await startSignedIn();
      const answer = await send(gateway.url, {
        method: "POST",
        headers: { ...headers, host: "evil.example", "content-type": "application/json" },
        body: JSON.stringify({ query: MERGED }),
      });
      expect(answer.status).toBe(421);
      expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    });

    test("has nothing to show after the credential was taken away, and everything when it is back", async () => {
      const { gateway, headers } = await startSignedIn();
      await gateway.graphql(SAVE, { input: { gitUserName: "Octo" } }, headers);
      await gateway.graphql(MERGED, {}, headers);
      await port.signOut(gateway, headers);
      gateway.fakeGitHub.journal.clear();
      const { status, credential } = await sessionOf(gateway, headers);
      expect(credential).toBeNull();
      const { errors, text } = await gateway.graphql(MERGED, {}, headers);
      expect(errors[0]?.extensions.code).toBe(WITHOUT_CREDENTIAL[status]?.code);
      expect(text).not.toContain("octo-mock");
      expect(gateway.fakeGitHub.journal.entries).toEqual([]);

      const back = await port.signIn(gateway, "octo-mock");
      const { data } = await gateway.graphql("{ viewer { login } settings { gitUserName } }", {}, back);
      expect(data).toEqual({ viewer: { login: "octo-mock" }, settings: { gitUserName: "Octo" } });
    });

    test("shows the next user nothing of the one before, although the operation is the same", async () => {
      const { gateway, headers } = await startSignedIn();
      const before = await gateway.graphql(MERGED, {}, headers);
      expect(before.text).toContain("octo-mock");
      await port.signOut(gateway, headers);
      const others = await port.signIn(gateway, "other-mock");
      const answers = await Promise.all(Array.from({ length: 10 }, () => gateway.graphql(MERGED, {}, others)));
      for (const { data, errors, text } of answers) {
        expect(errors).toEqual([]);
        expect(data).toMatchObject({ viewer: { login: "other-mock" } });
        expect(text).not.toContain("octo-mock");
      }
      expect(await sessionOf(gateway, others)).toMatchObject({ account: { login: "other-mock" } });
    });

    test("an outage of GitHub ends no credential", async () => {
      const { gateway, headers } = await startSignedIn();
      gateway.fakeGitHub.faults.add({ times: 9, form: "unicorn-html" });
      const { errors } = await gateway.graphql("{ viewer { login } }", {}, headers);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["GITHUB_UNAVAILABLE"]);
      expect(await sessionOf(gateway, headers)).toMatchObject({ status: "AUTHENTICATED" });
      gateway.fakeGitHub.faults.clear();
      const { data } = await gateway.graphql("{ viewer { login } }", {}, headers);
      expect(data).toEqual({ viewer: { login: "octo-mock" } });
    });

    test("a credential that GitHub refuses is said to be so, and is not tried again", async () => {
      const { gateway, headers } = await startSignedIn();
      await (port.refuse ?? revokeAll)(gateway, "octo-mock");
      const { errors } = await gateway.graphql("{ viewer { login } }", {}, headers);
      expect(["GITHUB_TOKEN_INVALID", "GITHUB_REAUTHENTICATION_REQUIRED"]).toContain(errors[0]?.extensions.code);
      const { status, nextStep, isAuthenticated } = await sessionOf(gateway, headers);
      expect({ status, isAuthenticated }).toEqual({ status: "REAUTHENTICATION_REQUIRED", isAuthenticated: false });
      expect(nextStep).toBe(errors[0]?.extensions.nextStep);
      gateway.fakeGitHub.journal.clear();
      const later = await gateway.graphql("{ viewer { login } }", {}, headers);
      expect(later.errors[0]?.extensions.nextStep).toBe(nextStep);
      expect(gateway.fakeGitHub.journal.entries).toEqual([]);
      expect((await gateway.graphql("{ settings { language } }", {}, headers)).errors).toEqual([]);
    });

    test("shows no token in an answer or in the log, at any level", async () => {
      const { gateway, headers } = await startSignedIn();
      const answers = [
        await gateway.graphql("{ session { credential { id hint kind scopes } } settings { id } }", {}, headers),
        await gateway.graphql(MERGED, {}, headers),
      ];
      const texts = [...answers.map(({ text }) => text), ...gateway.logLines].join("\n");
      expect(gateway.logLines.length).toBeGreaterThan(2);
      for (const { text: token } of gateway.fakeGitHub.world.tokens.values()) {
        expect(texts).not.toContain(token.slice(0, -4));
      }
    });
  });
}

async function sessionOf(gateway: TestGateway, headers: RequestHeaders = {}): Promise<Session> {
  const { data, errors } = await gateway.graphql(SESSION, {}, headers);
  expect(errors).toEqual([]);
  return (data as unknown as { readonly session: Session }).session;
}

function revokeAll({ fakeGitHub }: TestGateway): Promise<void> {
  for (const { name } of fakeGitHub.world.tokens.values()) fakeGitHub.faults.revokeToken(name);
  return Promise.resolve();
}

function codesIn(text: string): readonly string[] {
  const { errors } = JSON.parse(text) as Pick<GraphQLAnswer, "errors">;
  return errors.map(({ extensions }) => extensions.code);
}
