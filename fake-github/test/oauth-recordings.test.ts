import { afterAll, beforeAll, expect, test } from "vitest";
import { loadRecordings, startFakeGitHub, type FakeGitHub, type Recording } from "../index.js";
import { describeRecorded, RECORDINGS } from "./recorded.js";
import { codeOf, rest, signIn } from "./sign-in.js";

/** Keys that GitHub has given up since the recording, or that its recorder put in. */
const GONE: Readonly<Record<string, readonly string[]>> = {
  "octokitrb-list-user-installations": ["integration_installations"],
  // GitHub never gives a refresh token to what has no end.
  "codecov-get_authenticated_user-1": ["refresh_token"],
};

/** Headers of GitHub's front, which no client of ours reads. */
const OF_THE_FRONT = new Set(["access-control-expose-headers", "content-length", "status", "vary"]);

describeRecorded("recorded sign-ins at the real GitHub", () => {
  const recordings = [
    ...loadRecordings(RECORDINGS, "oauth"),
    ...loadRecordings(RECORDINGS, "observed").filter(({ id }) => id.startsWith("obs-oauth")),
    ...loadRecordings(RECORDINGS, "rest-errors").filter(({ id }) => id.includes("testinstallations")),
  ];
  let github: FakeGitHub;
  beforeAll(async () => {
    github = await startFakeGitHub();
  });
  afterAll(() => github[Symbol.asyncDispose]());

  async function ask(parameters: Readonly<Record<string, string>>, slug = "octogate-demo"): Promise<Response> {
    const { clientId, clientSecret } = github.world.app(slug);
    return await fetch(`${github.url}/login/oauth/access_token`, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...parameters }),
    });
  }

  async function exchangeOfOAuthApp(method: "GET" | "POST"): Promise<Response> {
    const { clientId, clientSecret } = github.world.app("octogate-demo-oauth");
    const code = await codeOf(github, { client_id: clientId, scope: "repo" });
    if (method === "POST") return await ask({ code }, "octogate-demo-oauth");
    const query = new URLSearchParams({ code, client_id: clientId, client_secret: clientSecret }).toString();
    const headers = { accept: "application/json" };
    return await fetch(`${github.url}/login/oauth/access_token?${query}`, { headers });
  }

  async function application(method: string, what: string, token?: string): Promise<Response> {
    const { clientId, clientSecret } = github.world.app("octogate-demo");
    return await fetch(`${github.restUrl}/applications/${clientId}/${what}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
      body: JSON.stringify({ access_token: token ?? (await signIn(github)).access_token }),
    });
  }

  async function read(path: string): Promise<Response> {
    return await rest(github, path, (await signIn(github)).access_token);
  }

  async function readInstallation(): Promise<Response> {
    const { world } = github;
    const on = world.app("octogate-demo").installations.get(world.user("octo-mock")?.databaseId ?? 0);
    return await read(`/user/installations/${on?.databaseId}/repositories`);
  }

  /** The same request to the fake, by the beginning of the recording's id. */
  const REQUESTS: Readonly<Record<string, () => Promise<Response>>> = {
    "codecov-get_authenticated_user-1": () => exchangeOfOAuthApp("GET"),
    "codecov-get_authenticated_user_no_refresh_token-1": () => exchangeOfOAuthApp("GET"),
    "codecov-get_authenticated_user-2": () => read("/user"),
    "codecov-get_authenticated_user_no_refresh_token-2": () => read("/user"),
    "octokitrb-scopes-checks-the-scopes-on-the-current-token-2": () => read("/user"),
    "octokitrb-check-token": () => application("POST", "token"),
    "octokitrb-reset-token": () => application("PATCH", "token"),
    "octokitrb-delete-app-token": () => application("DELETE", "token", "gone"),
    "octokitrb-delete-app-authorization": () => application("DELETE", "grant", "gone"),
    "octokitrb-find-installation-repositories": readInstallation,
    "octokitrb-list-user-installations": () => read("/user/installations"),
    "pygithub-authenticateduser-testinstallations": () => read("/user/installations"),
    "pygithub-applicationoauth-testgetaccesstokenwithexpiry": async () => ask({ code: await codeOf(github) }),
    "pygithub-applicationoauth-testgetaccesstokenbadcode": () => ask({ code: "gone" }),
    "pygithub-applicationoauth-testgetaccesstoken": () => exchangeOfOAuthApp("POST"),
    "pygithub-applicationoauth-testrefreshaccesstoken-1": async () => ask({ code: await codeOf(github) }),
    "pygithub-applicationoauth-testrefreshaccesstoken-2": refresh,
    "pygithub-authentication-testappuserauthentication-1": refresh,
    "pygithub-authentication-testappuserauthentication-2": refresh,
    "pygithub-authentication-testappuserauthentication-3": () => read("/user"),
    "obs-oauth-bad-refresh-token": () => ask({ grant_type: "refresh_token", refresh_token: "gone" }),
  };

  async function refresh(): Promise<Response> {
    const { refresh_token = "" } = await signIn(github);
    return await ask({ grant_type: "refresh_token", refresh_token });
  }

  /** What was quoted in a thread came without its request. */
  function urlOf({ request }: Partial<Pick<Recording, "request">>): string {
    return request?.url ?? "";
  }

  function requestOf({ id }: Recording): (() => Promise<Response>) | undefined {
    const name = Object.keys(REQUESTS).find((known) => id.startsWith(known));
    return name === undefined ? undefined : REQUESTS[name];
  }

  test("are all answered by the fake, but for the endpoint that GitHub took away in 2020", () => {
    expect(recordings.length).toBeGreaterThanOrEqual(22);
    const left = recordings.filter((recording) => requestOf(recording) === undefined);
    expect(left.map((recording) => urlOf(recording))).toEqual(["https://api.github.com/authorizations"]);
  });

  test.each(recordings.filter((recording) => requestOf(recording)))(
    "$id comes back with the same status, fields, kinds of values and headers",
    async (recording) => {
      const answered = await requestOf(recording)?.();
      expect(answered?.status).toBe(recording.response.status);
      const gone = Object.entries(GONE).find(([id]) => recording.id.startsWith(id))?.[1] ?? [];
      const body: unknown = await answered?.json();
      expect(missing(recording.response.body, body).filter((name) => !gone.includes(name))).toEqual([]);
      const recorded = recording.response.body as Readonly<Record<string, unknown>>;
      if ("error" in recorded || "expires_in" in recorded) {
        // Whatever is no secret is the same to the letter.
        const { access_token, refresh_token, ...others } = recorded;
        expect(body).toMatchObject(others);
        expect([access_token === undefined, refresh_token === undefined]).toEqual([
          !("access_token" in (body as object)),
          !("refresh_token" in (body as object)),
        ]);
      }
      const url = urlOf(recording);
      // An App's own questions have a budget of the App, which is not modelled.
      if (url.includes("/applications/")) return;
      const isToken = url.includes("/login/");
      const names = Object.keys(recording.response.headers ?? {}).filter((name) => !OF_THE_FRONT.has(name));
      const expected = isToken ? names.filter((name) => name !== "etag") : names;
      expect(expected.filter((name) => answered?.headers.has(name) !== true)).toEqual([]);
    },
  );

  /** Paths of what the recorded value has and the other has not, or has of another kind. */
  function missing(recorded: unknown, given: unknown, path = ""): readonly string[] {
    if (recorded === null || given === null) return [];
    if (Array.isArray(recorded) && Array.isArray(given)) {
      return recorded.length === 0 || given.length === 0 ? [] : missing(recorded[0], given[0], `${path}[]`);
    }
    if (typeof recorded !== typeof given) return [path];
    if (typeof recorded !== "object") return [];
    // What an App may do and listens to is its own.
    if (path.endsWith("permissions") || path.endsWith("events")) return [];
    return Object.entries(recorded).flatMap(([name, value]) => {
      const inner = path === "" ? name : `${path}.${name}`;
      return name in (given as object) ? missing(value, (given as Record<string, unknown>)[name], inner) : [inner];
    });
  }
});
