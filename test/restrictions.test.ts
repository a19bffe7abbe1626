import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_APP, startFakeGitHub, World, type FakeGitHub, type Fault } from "../fake-github/index.js";
import { ask } from "./ask.js";
import { startGateway, type TestGateway } from "./gateway.js";
import { startRedis, type RedisServer } from "./redis-server.js";
import { entriesOf, restrictionsOf, type Entry, type ListName, type Restriction } from "./restriction-lists.js";
import { signIn, startSaaS } from "./saas.js";

const HOUR = 3_600_000;
const redis: RedisServer | undefined = await startRedis();
afterAll(async () => redis?.[Symbol.asyncDispose]());
const REPOSITORIES: readonly ListName[] = ["own repositories", "repositories last used", "repositories that match"];
const WORK: readonly ListName[] = ["issues", "issues from several searches", "pull requests", "suggested tasks"];
const SEARCHES: readonly ListName[] = ["searched repositories", ...WORK];

/** A trouble that the fake GitHub is in, and what every list concerned must say of it. */
interface Situation {
  readonly reason: string;
  /** How GitHub tells. */
  readonly how: string;
  /** Name of the token in OSS; `null` for the user of an App in SaaS. */
  readonly token: string | null;
  readonly prepare?: (fakeGitHub: FakeGitHub) => void;
  readonly lists: readonly ListName[];
  readonly owner: string | null;
  readonly nextStep: string;
  /** Where the link leads, beneath the host; `null` where the cure is not on GitHub. */
  readonly page: string | null;
  /** Whether the link lives an hour. */
  readonly expires?: true;
  /** What of a list without the trouble is still there. */
  readonly stays: (entry: Entry) => boolean;
}

const INSTALL_PAGE = `/github-apps/${DEMO_APP}/installations/new`;
const isNotOf = (owner: string) => (entry: Entry) => entry.owner !== owner;
/** Public work is found whether or not the App is there. */
const isNotPrivateOf = (owner: string) => (entry: Entry) => entry.owner !== owner || (entry.isPublic && entry.isWork);
const NEW_CLASSIC_TOKEN =
  "/settings/tokens/new?description=Octogate&scopes=repo%2Cread%3Aorg%2Cread%3Auser%2Cuser%3Aemail%2Cworkflow";
const SSO = { reason: "SSO_REQUIRED", nextStep: "AUTHORIZE_SSO" } as const;
const SSO_OF_ACME = {
  ...SSO,
  owner: "acme",
  page: "/orgs/acme/sso?authorization_request=FAKE",
  expires: true,
  stays: isNotOf("acme"),
} as const;
const ASK_OWNER = { nextStep: "CONTACT_ADMIN", owner: "northwind", stays: isNotOf("northwind") } as const;

const OSS: readonly Situation[] = [
  {
    ...SSO_OF_ACME,
    how: "an error in the place of each item, and a header with numbers",
    token: "classic-without-sso",
    lists: [...REPOSITORIES, "organizations"],
  },
  { ...SSO_OF_ACME, how: "nothing but a header with numbers", token: "classic-without-sso", lists: SEARCHES },
  {
    ...SSO_OF_ACME,
    how: "nothing but that header, of lists that are not searches either",
    token: "classic",
    prepare: ({ faults }) => faults.dropSso("acme", "quietly"),
    lists: [...REPOSITORIES, "organizations"],
  },
  {
    ...ASK_OWNER,
    reason: "IP_NOT_ALLOWED",
    how: "an error in the place of each item that names the organization",
    token: "classic",
    prepare: ({ faults }) => faults.ipAllowList("northwind"),
    lists: [...REPOSITORIES, "organizations"],
    page: "/organizations/northwind/settings/security",
  },
  {
    ...ASK_OWNER,
    reason: "POLICY_FORBIDS",
    how: "an error that forbids classic tokens",
    token: "classic",
    prepare: ({ faults }) => faults.forbid("northwind", "classic tokens"),
    lists: [...REPOSITORIES, "organizations"],
    page: "/organizations/northwind/settings/personal-access-tokens",
  },
  {
    ...ASK_OWNER,
    reason: "POLICY_FORBIDS",
    how: "an error that forbids OAuth Apps which nobody approved",
    token: "oauth-app",
    prepare: ({ faults }) => faults.forbid("northwind", "OAuth Apps"),
    lists: [...REPOSITORIES, "organizations"],
    page: "/organizations/northwind/settings/oauth_application_policy",
  },
  {
    reason: "TOKEN_SCOPE_MISSING",
    how: "nothing but the header with the token's scopes",
    token: "classic-without-repo",
    lists: [...REPOSITORIES, ...SEARCHES],
    owner: null,
    nextStep: "REPLACE_TOKEN",
    page: NEW_CLASSIC_TOKEN,
    stays: ({ isPublic }) => isPublic,
  },
  {
    reason: "TOKEN_SCOPE_MISSING",
    how: "a refusal of the document that asks for organizations",
    token: "classic-without-read-org",
    lists: ["searched repositories"],
    owner: null,
    nextStep: "REPLACE_TOKEN",
    page: NEW_CLASSIC_TOKEN,
    stays: ({ owner }) => owner === "octo-mock",
  },
  {
    reason: "TOKEN_OWNER_MISMATCH",
    how: "nothing at all, of a fine-grained token of one's own",
    token: "fine-grained",
    lists: [...REPOSITORIES, ...SEARCHES],
    owner: null,
    nextStep: "REPLACE_TOKEN",
    page: NEW_CLASSIC_TOKEN,
    // Single sign-on stands before what is public in an organization.
    stays: ({ isPublic, owner }) => owner === "octo-mock" || (isPublic && owner !== "acme"),
  },
  {
    reason: "TOKEN_OWNER_MISMATCH",
    how: "nothing at all, of lists of one owner",
    token: "fine-grained",
    lists: ["repositories of an owner", "searched repositories of an owner"],
    owner: "northwind",
    nextStep: "REPLACE_TOKEN",
    page: NEW_CLASSIC_TOKEN,
    stays: ({ isPublic }) => isPublic,
  },
  {
    reason: "TOKEN_PENDING_APPROVAL",
    how: "nothing at all, of a fine-grained token that waits",
    token: "fine-grained-of-acme",
    prepare: ({ faults }) => faults.awaitApproval("fine-grained-of-acme"),
    lists: [...REPOSITORIES, ...SEARCHES],
    owner: null,
    nextStep: "CONTACT_ADMIN",
    page: "/settings/personal-access-tokens",
    stays: ({ isPublic }) => isPublic,
  },
];

const WITHIN_APP: readonly ListName[] = [...REPOSITORIES, ...SEARCHES];
const SAAS: readonly Situation[] = [
  {
    reason: "APP_NOT_INSTALLED",
    how: "an empty list of installations",
    token: null,
    prepare: ({ world }) => world.app(DEMO_APP).installations.clear(),
    lists: [...WITHIN_APP, "organizations"],
    owner: null,
    nextStep: "INSTALL_APP",
    page: INSTALL_PAGE,
    stays: ({ isPublic, isWork }) => isPublic && isWork,
  },
  {
    reason: "APP_NOT_INSTALLED",
    how: "an installation that is not there",
    token: null,
    prepare: ({ world }) => world.app(DEMO_APP).installations.delete(world.account("northwind")?.databaseId ?? 0),
    lists: ["repositories of an owner", "searched repositories of an owner"],
    owner: "northwind",
    nextStep: "INSTALL_APP",
    page: INSTALL_PAGE,
    stays: () => false,
  },
  {
    reason: "REPOSITORIES_NOT_SELECTED",
    how: "the selection of an installation",
    token: null,
    prepare: ({ world }) => world.install(world.app(DEMO_APP), "northwind", { selection: [] }),
    lists: WITHIN_APP,
    owner: "northwind",
    nextStep: "SELECT_REPOSITORIES",
    page: "/organizations/northwind/settings/installations/",
    stays: isNotPrivateOf("northwind"),
  },
  {
    reason: "APP_SUSPENDED",
    how: "the date of its suspension",
    token: null,
    prepare: ({ world }) => world.install(world.app(DEMO_APP), "northwind", { suspended: true }),
    lists: WITHIN_APP,
    owner: "northwind",
    nextStep: "CONTACT_ADMIN",
    page: "/organizations/northwind/settings/installations/",
    stays: isNotPrivateOf("northwind"),
  },
  {
    reason: "PERMISSIONS_NOT_APPROVED",
    how: "fewer permissions than another installation has",
    token: null,
    prepare: ({ world }) => world.install(world.app(DEMO_APP), "northwind", { needsApproval: true }),
    lists: WITHIN_APP,
    owner: "northwind",
    nextStep: "APPROVE_PERMISSIONS",
    page: "/organizations/northwind/settings/installations/",
    stays: () => true,
  },
  {
    ...SSO_OF_ACME,
    how: "a header of the list of installations",
    token: null,
    prepare: ({ faults }) => faults.dropSso("acme"),
    lists: [...WITHIN_APP, "organizations"],
  },
  {
    ...ASK_OWNER,
    reason: "IP_NOT_ALLOWED",
    how: "a refusal of the repositories of an installation",
    token: null,
    prepare: ({ faults }) => faults.ipAllowList("northwind"),
    lists: REPOSITORIES,
    page: "/organizations/northwind/settings/security",
  },
];

interface Running extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly fakeGitHub: FakeGitHub;
  /** What each list shows when nothing is withheld. */
  readonly whole: ReadonlyMap<ListName, readonly Entry[]>;
}

async function startOss({ token, prepare, lists }: Situation): Promise<Running> {
  const fakeGitHub = await startFakeGitHub({ secondaryLimits: false });
  const whole = new Map<ListName, readonly Entry[]>();
  {
    await using healthy = await startGateway({ fakeGitHub });
    for (const name of lists) whole.set(name, await entriesOf(healthy, name));
  }
  prepare?.(fakeGitHub);
  const gateway = await startGateway({ fakeGitHub, token });
  async function dispose(): Promise<void> {
    await gateway[Symbol.asyncDispose]();
    await fakeGitHub[Symbol.asyncDispose]();
  }
  return { gateway, fakeGitHub, whole, [Symbol.asyncDispose]: dispose };
}

/** A hosted gateway for a user whose App is installed everywhere, and has been allowed everything, until it is not. */
async function startHosted({ prepare, lists }: Situation): Promise<Running> {
  const saas = await startSaaS({ redis: redis as RedisServer, world: { secondaryLimits: false } });
  const { fakeGitHub } = saas;
  for (const owner of ["octo-mock", "acme", "northwind", "sprocket"])
    fakeGitHub.world.install(fakeGitHub.world.app(DEMO_APP), owner);
  const headers = await signIn(saas.gateway, "octo-mock");
  const gateway: TestGateway = {
    ...saas.gateway,
    graphql: (query, variables) => saas.gateway.graphql(query, variables, headers),
  };
  const whole = new Map<ListName, readonly Entry[]>();
  for (const name of lists) whole.set(name, await entriesOf(gateway, name));
  prepare?.(fakeGitHub);
  await ask(gateway, "mutation { refreshAccess(input: {}) { userErrors { code } } }");
  return { gateway, fakeGitHub, whole, [Symbol.asyncDispose]: () => saas[Symbol.asyncDispose]() };
}

function expectTold({ fakeGitHub }: Running, situation: Situation, restrictions: readonly Restriction[]): Restriction {
  const told = restrictions.filter(({ reason }) => reason === situation.reason);
  const { reason, owner, nextStep } = situation;
  expect(told).toMatchObject([{ reason, owner, nextStep }]);
  const [restriction] = told as [Restriction];
  expect(restriction.message).toMatch(/^[A-Za-z].+\.$/);
  if (owner !== null) expect(restriction.message).toContain(owner);
  if (situation.page === null) expect(restriction.actionUrl).toBeNull();
  else expect(restriction.actionUrl?.startsWith(`${fakeGitHub.url}${situation.page}`)).toBe(true);
  const life = Date.parse(restriction.actionExpiresAt ?? "") - Date.now();
  if (situation.expires === true) expect(life > HOUR - 60_000 && life <= HOUR).toBe(true);
  else expect(restriction.actionExpiresAt).toBeNull();
  return restriction;
}

async function expectPage({ actionUrl }: Restriction): Promise<void> {
  if (actionUrl === null) return;
  const { status } = await fetch(actionUrl, { headers: { accept: "text/html" } });
  expect([actionUrl, status]).toEqual([actionUrl, 200]);
}

describe.each([...OSS, ...(redis === undefined ? [] : SAAS)])("$reason, told by $how", (situation) => {
  let running: Running;
  beforeAll(async () => {
    running = await (situation.token === null ? startHosted(situation) : startOss(situation));
  });
  afterAll(() => running[Symbol.asyncDispose]());

  test.each(situation.lists)("reaches the list of %s with its cure, and the rest of the list stays", async (name) => {
    const restriction = expectTold(running, situation, await restrictionsOf(running.gateway, name));
    await expectPage(restriction);
    const idsOf = (entries: readonly Entry[]) => entries.map(({ id }) => id).toSorted();
    const expected = (running.whole.get(name) ?? []).filter((entry) => situation.stays(entry));
    expect(idsOf(await entriesOf(running.gateway, name))).toEqual(idsOf(expected));
  });
});

const SAML_ERROR = {
  type: "FORBIDDEN",
  extensions: { saml_failure: true },
  message:
    "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.",
};

describe("one item of a list that GitHub withholds", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const at = ["p0", "repositories", "nodes", 1];
  const url = () => gateway.fakeGitHub.url;
  const lacking = (error: object) => ({ addErrors: [{ message: "", ...error, path: at }], nullAt: [at] });

  test.for<[string, () => Fault, Omit<Restriction, "message"> | undefined]>([
    [
      "without a word",
      () => ({ nullAt: [at] }),
      { reason: "UNKNOWN", owner: null, nextStep: "RETRY", actionUrl: null, actionExpiresAt: null },
    ],
    [
      "because it is too expensive",
      () => lacking({ type: "RESOURCE_LIMITS_EXCEEDED", message: "Resource limits for this query exceeded." }),
      { reason: "RESULT_TRUNCATED", owner: null, nextStep: "FIX_INPUT", actionUrl: null, actionExpiresAt: null },
    ],
    [
      "from a fine-grained token without the permission",
      () => lacking({ type: "FORBIDDEN", message: "Resource not accessible by personal access token" }),
      {
        reason: "TOKEN_SCOPE_MISSING",
        owner: null,
        nextStep: "REPLACE_TOKEN",
        actionUrl: "/settings/personal-access-tokens",
        actionExpiresAt: null,
      },
    ],
    [
      "from an App without the permission",
      () => lacking({ type: "FORBIDDEN", message: "Resource not accessible by integration" }),
      {
        reason: "PERMISSIONS_NOT_APPROVED",
        owner: null,
        nextStep: "APPROVE_PERMISSIONS",
        actionUrl: "/settings/installations",
        actionExpiresAt: null,
      },
    ],
    [
      "for want of single sign-on, with the link that authorizes the token",
      () => ({
        ...lacking(SAML_ERROR),
        headers: { "x-github-sso": `required; url=${url()}/orgs/acme/sso?authorization_request=AZSCKtL4U8yX` },
      }),
      {
        reason: "SSO_REQUIRED",
        owner: "acme",
        nextStep: "AUTHORIZE_SSO",
        actionUrl: "/orgs/acme/sso?authorization_request=AZSCKtL4U8yX",
        actionExpiresAt: expect.stringMatching(/^\d{4}-.+Z$/) as string,
      },
    ],
    [
      "for want of single sign-on, with a link that leads elsewhere",
      () => ({
        ...lacking(SAML_ERROR),
        headers: { "x-github-sso": "required; url=https://evil.example/orgs/acme/sso?authorization_request=A" },
      }),
      {
        reason: "SSO_REQUIRED",
        owner: "acme",
        nextStep: "AUTHORIZE_SSO",
        actionUrl: "/orgs/acme/sso",
        actionExpiresAt: null,
      },
    ],
    [
      "for want of single sign-on, without any header",
      () => lacking(SAML_ERROR),
      {
        reason: "SSO_REQUIRED",
        owner: null,
        nextStep: "AUTHORIZE_SSO",
        actionUrl: "/settings/tokens",
        actionExpiresAt: null,
      },
    ],
  ])("%s: the list says so, and the others stay", async ([, faultOf, expected]) => {
    const query = `{ repositories(first: 5) {
      nodes { id } restrictions { reason owner message nextStep actionUrl actionExpiresAt } } }`;
    type Answer = { repositories: { nodes: readonly { id: string }[]; restrictions: readonly Restriction[] } };
    const { repositories: whole } = await ask<Answer>(gateway, query);
    expect(whole.restrictions).toEqual([]);
    gateway.fakeGitHub.faults.add(faultOf());
    const { repositories } = await ask<Answer>(gateway, query);
    expect(repositories.nodes).toEqual(whole.nodes.filter((_node, index) => index !== 1));
    const actionUrl = expected?.actionUrl == null ? null : `${url()}${expected.actionUrl}`;
    expect(repositories.restrictions).toEqual([
      { ...expected, actionUrl, message: expect.stringMatching(/^[A-Za-z].+\.$/) },
    ]);
  });

  test("a token that shows no private repository leaves nothing out of what is public", async () => {
    await using narrow = await startGateway({ fakeGitHub: gateway.fakeGitHub, token: "classic-without-repo" });
    expect(
      await ask(
        narrow,
        `{ own: repositories(visibility: PUBLIC) { restrictions { reason } }
           anybodys: searchRepositories(query: "a", scope: PUBLIC) { restrictions { reason } } }`,
      ),
    ).toEqual({ own: { restrictions: [] }, anybodys: { restrictions: [] } });
  });

  test("a pasted link to what single sign-on withholds is told, and is no empty list", async () => {
    await using unauthorized = await startGateway({ token: "classic-without-sso" });
    const { world } = unauthorized.fakeGitHub;
    const secret = world.allRepositories().find(({ owner }) => owner.login === "acme");
    const { list } = await ask<{ list: { nodes: readonly object[]; restrictions: readonly Restriction[] } }>(
      unauthorized,
      `{ list: repositories(first: 5, search: "${unauthorized.fakeGitHub.url}/acme/${secret?.name}") {
         nodes { id } restrictions { reason owner actionUrl } } }`,
    );
    expect(list.nodes).toEqual([]);
    expect(list.restrictions).toEqual([
      {
        reason: "SSO_REQUIRED",
        owner: "acme",
        actionUrl: `${unauthorized.fakeGitHub.url}/orgs/acme/sso?authorization_request=FAKE`,
      },
    ]);
  });

  test("the name behind a number is asked for once, and not of lists that it does not concern", async () => {
    await using fakeGitHub = await startFakeGitHub();
    await using former = await startGateway({ fakeGitHub, token: "classic-without-sso" });
    // Another process, which has not examined the token.
    await using unauthorized = await startGateway({ fakeGitHub, dataDir: former.dataDir, token: null });
    const { journal } = fakeGitHub;
    const query = `{ issues { restrictions { owner } } pullRequests { restrictions { owner } }
      elsewhere: issues(repository: "octo-mock/hello-world") { restrictions { owner } } }`;
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await ask(unauthorized, query)).toEqual({
        issues: { restrictions: [{ owner: "acme" }] },
        pullRequests: { restrictions: [{ owner: "acme" }] },
        elsewhere: { restrictions: [] },
      });
    }
    expect(journal.entries.map(({ path }) => path).filter((path) => path.includes("/organizations/"))).toHaveLength(1);
    journal.clear();
    await ask(unauthorized, "{ issues { nodes { id } } }");
    expect(journal.entries).toHaveLength(1);
  });
});

describe("more than GitHub shows", () => {
  let gateway: TestGateway;
  let fakeGitHub: FakeGitHub;
  beforeAll(async () => {
    const world = new World({ seed: "many" });
    const owner = world.addUser({ login: "many" });
    world.addToken({ name: "many", user: owner });
    for (let index = 0; index < 1_050; index += 1) world.addRepository({ owner, name: `quilt-${index}`, branches: 1 });
    const [first] = world.allRepositories();
    if (first === undefined) throw new Error("The world is empty.");
    for (let index = 0; index < 1_050; index += 1) {
      world.addIssue(first, { author: owner });
      world.addPullRequest(first, { author: owner });
    }
    for (let index = 0; index < 120; index += 1)
      world.addMember(world.addOrganization({ login: `org-${index}` }), owner);
    fakeGitHub = await startFakeGitHub({ world, secondaryLimits: false, pointsPerHour: 1e9 });
    gateway = await startGateway({ fakeGitHub, token: "many" });
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await fakeGitHub[Symbol.asyncDispose]();
  });

  test.each(["searched repositories", "repositories that match", ...WORK] as const)(
    "is told of the list of %s, with how to see the rest",
    async (name) => {
      const restrictions = await restrictionsOf(gateway, name);
      const cut = restrictions.filter(({ message }) => message.includes("1,000"));
      expect(cut.length).toBeGreaterThan(0);
      for (const restriction of cut) {
        expect(restriction).toMatchObject({ reason: "RESULT_TRUNCATED", nextStep: "FIX_INPUT", actionUrl: null });
        expect(restriction.message).toMatch(/ to see the rest\.$/);
      }
    },
  );

  test.each(["searched repositories", "repositories that match"] as const)(
    "of more than 100 organizations is told of the list of %s",
    async (name) => {
      const restrictions = await restrictionsOf(gateway, name);
      expect(restrictions.filter(({ message }) => message.includes("100 organizations"))).toMatchObject([
        { reason: "RESULT_TRUNCATED", nextStep: "FIX_INPUT", message: expect.stringMatching(/Name the owner/) },
      ]);
    },
  );
});

describe("links on github.com", () => {
  test("lead to github.com, and to the pages that only it has", async () => {
    const token = "classic-without-sso";
    await using fakeGitHub = await startFakeGitHub({ webUrl: "https://github.com" });
    await using gateway = await startGateway({
      fakeGitHub,
      token,
      host: { kind: "DOTCOM", host: "github.com", webUrl: "https://github.com" },
    });
    const [restriction] = await restrictionsOf(gateway, "issues");
    expect(restriction?.actionUrl).toBe("https://github.com/orgs/acme/sso?authorization_request=FAKE");
    fakeGitHub.faults.ipAllowList("northwind");
    const others = await restrictionsOf(gateway, "own repositories");
    expect(others.find(({ owner }) => owner === "northwind")?.actionUrl).toBe(
      "https://github.com/organizations/northwind/settings/security",
    );
  });
});
