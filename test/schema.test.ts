import { graphql, parse, validate, validateSchema, type GraphQLSchema } from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import { GatewayError } from "../src/errors/gateway-error.js";
import { buildGatewaySchema } from "../src/resolvers/build-schema.js";
import { Secret } from "../src/secret/secret.js";

const TOKEN = "ghp_canaryCanaryCanaryCanaryCanaryCanary";
const SETTINGS = {
  version: 3,
  language: null,
  gitUserName: "Ana",
  gitUserEmail: null,
  analyticsConsent: null,
  defaultRepositoryId: null,
  preferences: { theme: "dark", size: 2 },
  recentRepositories: [],
  updatedAt: null,
};
const SESSION = {
  status: "AUTHENTICATED",
  account: null,
  credential: null,
  nextStep: "NONE",
  createdAt: null,
  expiresAt: null,
};

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildGatewaySchema();
});

/** Runs an operation; `parts` is what the request's context has of its ports. */
function run(source: string, parts: object, variableValues: Record<string, unknown> = {}) {
  const gateway = { limits: { maxPageSize: 100 }, errorHelpUrl: (code: string) => `https://help.example/${code}` };
  return graphql({
    schema,
    source,
    variableValues,
    contextValue: { gateway, require: () => Promise.resolve(), ...parts },
  });
}

function codesOf(errors: readonly { originalError?: unknown }[] | undefined): unknown[] {
  return (errors ?? []).map(({ originalError }) =>
    originalError instanceof GatewayError ? originalError.code : originalError,
  );
}

test("the schema is a valid one", () => {
  expect(validateSchema(schema)).toEqual([]);
});

describe("access", () => {
  test("every root field says who may call it", () => {
    const roots = [schema.getQueryType(), schema.getMutationType()];
    const fields = roots.flatMap((root) => Object.values(root?.getFields() ?? {}));
    const undeclared = fields.filter(
      ({ astNode }) => !astNode?.directives?.some((directive) => directive.name.value === "access"),
    );
    expect(fields.length).toBeGreaterThan(18);
    expect(undeclared.map(({ name }) => name)).toEqual([]);
  });

  test("the level that is printed is the level that is asked for, before anything else happens", async () => {
    const asked: string[] = [];
    const parts = {
      require(level: string) {
        asked.push(level);
        return Promise.reject(new GatewayError("GITHUB_NOT_CONNECTED", "There is no token. Add one."));
      },
    };
    const { data, errors } = await run("{ viewer { login } settings { version } }", parts);
    expect(asked).toEqual(["GITHUB", "SESSION"]);
    expect(data).toEqual({ viewer: null, settings: null });
    expect(codesOf(errors)).toEqual(["GITHUB_NOT_CONNECTED", "GITHUB_NOT_CONNECTED"]);
  });
});

describe("secrets", () => {
  const literals = [`"${TOKEN}"`, `["${TOKEN}"]`, `{ token: "${TOKEN}" }`, `"""${TOKEN}"""`];

  test.each(literals)("a secret in the document is refused without being repeated: %#", (literal) => {
    const document = parse(`mutation { setGitHubToken(input: { token: ${literal} }) { userErrors { code } } }`);
    const errors = validate(schema, document);
    expect(codesOf(errors)).toEqual(["SECRET_IN_DOCUMENT"]);
    expect(errors[0]?.extensions).toEqual({ code: "SECRET_IN_DOCUMENT" });
    expect(JSON.stringify(errors) + String(errors[0]?.stack)).not.toContain(TOKEN);
  });

  test("a default value of a variable is in the document too", () => {
    const document = parse(
      `mutation ($t: Secret! = "${TOKEN}") { setGitHubToken(input: { token: $t }) { userErrors { code } } }`,
    );
    expect(codesOf(validate(schema, document))).toEqual(["SECRET_IN_DOCUMENT"]);
  });

  test("a variable arrives as a Secret, and the session in the payload is read after the change", async () => {
    const events: unknown[] = [];
    const token = {
      set(secret: unknown, options: unknown) {
        events.push(secret, options);
        const problem = { code: "GITHUB_TOKEN_INVALID", message: "No.", nextStep: "REPLACE_TOKEN", helpUrl: null };
        const details = { kind: "CLASSIC_PAT", missing: [], createUrl: "https://github.com/settings/tokens/new" };
        return Promise.resolve({ credential: null, check: null, problems: [{ ...problem, ...details }] });
      },
    };
    const session = () => Promise.resolve(events.push("session")).then(() => SESSION);
    const { data, errors } = await run(
      `mutation ($token: Secret!) {
        setGitHubToken(input: { token: $token, force: true, clientMutationId: "7" }) {
          session { status isAuthenticated } credential { id } check { kind } clientMutationId
          userErrors { __typename code path ... on TokenError { kind createUrl } }
        }
      }`,
      { token, session },
      { token: TOKEN },
    );
    expect(errors).toBeUndefined();
    expect(events[0]).toBeInstanceOf(Secret);
    expect((events[0] as Secret).reveal()).toBe(TOKEN);
    expect(events.slice(1)).toEqual([{ force: true }, "session"]);
    expect(data).toMatchObject({
      setGitHubToken: {
        session: { status: "AUTHENTICATED", isAuthenticated: true },
        clientMutationId: "7",
        userErrors: [
          {
            __typename: "TokenError",
            code: "GITHUB_TOKEN_INVALID",
            path: ["input", "token"],
            kind: "CLASSIC_PAT",
            createUrl: "https://github.com/settings/tokens/new",
          },
        ],
      },
    });
  });
});

describe("settings", () => {
  async function save(input: string, outcome: object = { kind: "saved", settings: SETTINGS }) {
    const saved: unknown[] = [];
    const settings = {
      id: "OG_settings",
      read: () => Promise.resolve(SETTINGS),
      save(change: object, options: object) {
        // An own property that is undefined would be stored as a change.
        saved.push(Object.fromEntries(Object.entries(change)), options);
        return Promise.resolve(outcome);
      },
    };
    const source = `mutation {
      saveSettings(input: ${input}) {
        settings { id version language }
        userErrors { __typename code path message helpUrl ... on ConflictError { currentVersion } }
      }
    }`;
    const result = await run(source, { settings });
    expect(result.errors).toBeUndefined();
    return { saved, payload: result.data?.["saveSettings"] as Record<string, unknown> };
  }

  test("what is absent stays absent, and what is null stays null", async () => {
    const { saved } = await save(
      `{ expectedVersion: 3, gitUserName: null, analyticsConsent: true, clientMutationId: "x" }`,
    );
    expect(saved).toStrictEqual([{ gitUserName: null, analyticsConsent: true }, { expectedVersion: 3 }]);
  });

  test("nothing at all changes nothing, and any version will do", async () => {
    const { saved, payload } = await save("{}");
    expect(saved).toStrictEqual([{}, { expectedVersion: null }]);
    expect(payload["settings"]).toEqual({ id: "OG_settings", version: 3, language: "en" });
  });

  test("preferences are handed on key by key, and null clears each of them", async () => {
    expect((await save(`{ preferences: { theme: null, deep: { list: [1, "a"] } } }`)).saved[0]).toEqual({
      preferences: { theme: null, deep: { list: [1, "a"] } },
    });
    expect((await save("{ preferences: null }")).saved[0]).toEqual({ preferences: { theme: null, size: null } });
  });

  test("a conflict says which version is stored, and a bad value which field it is", async () => {
    const conflict = await save("{ expectedVersion: 2 }", { kind: "conflict", settings: SETTINGS });
    expect(conflict.payload["userErrors"]).toMatchObject([
      { __typename: "ConflictError", code: "SETTINGS_CONFLICT", path: ["input", "expectedVersion"], currentVersion: 3 },
    ]);
    const problems = [{ path: ["language"], message: "This is not a language tag. Write one such as en." }];
    const invalid = await save(`{ language: "!" }`, { kind: "invalid", settings: SETTINGS, problems });
    expect(invalid.payload["userErrors"]).toEqual([
      {
        __typename: "InputError",
        code: "BAD_USER_INPUT",
        path: ["input", "language"],
        message: "This is not a language tag. Write one such as en.",
        helpUrl: "https://help.example/BAD_USER_INPUT",
      },
    ]);
  });

  test("no repository was used yet: GitHub is not asked", async () => {
    const settings = { id: "OG_settings", read: () => Promise.resolve(SETTINGS) };
    const { data, errors } = await run("{ settings { defaultRepository { id } recentRepositories { id } } }", {
      settings,
    });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ settings: { defaultRepository: null, recentRepositories: [] } });
  });
});

describe("page sizes", () => {
  test.each([0, -1, 101])("%i is refused and GitHub is not asked", async (first) => {
    const { data, errors } = await run(`{ repositories(first: ${first}) { totalCount } }`, {});
    expect(data).toEqual({ repositories: null });
    expect(codesOf(errors)).toEqual(["BAD_USER_INPUT"]);
    expect(errors?.[0]?.message).toContain(`\`first\` is ${first}`);
  });

  test("a nested list is held to it too, and its siblings stay", async () => {
    const github = { repository: () => Promise.resolve({ name: "docs", branches: { totalCount: 1 } }) };
    const { data, errors } = await run(
      `{ repository(owner: "o", name: "docs") { name branches(first: 1000) { totalCount } } }`,
      { github },
    );
    expect(data).toEqual({ repository: { name: "docs", branches: null } });
    expect(errors?.map(({ path }) => path)).toEqual([["repository", "branches"]]);
    expect(codesOf(errors)).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("objects of GitHub's", () => {
  test("are read by response key, so that aliases with other arguments have other values", async () => {
    const github = {
      viewer: () => Promise.resolve({ small: "https://a.example/s", big: "https://a.example/b", id: "U_1" }),
    };
    const source = "{ viewer { small: avatarUrl(size: 40) big: avatarUrl(size: 400) id } }";
    expect(await run(source, { github })).toEqual({
      data: { viewer: { small: "https://a.example/s", big: "https://a.example/b", id: "U_1" } },
    });
  });

  test("keep what is there when GitHub withholds a part of them", async () => {
    const withheld = new GatewayError("GITHUB_SSO_REQUIRED", "Authorize the token for acme.");
    const github = { repository: () => Promise.resolve({ name: "docs", when: withheld, pushedAt: withheld }) };
    const { data, errors } = await run(`{ repository(owner: "o", name: "docs") { name when: lastUsedAt pushedAt } }`, {
      github,
    });
    expect(data).toEqual({ repository: { name: "docs", when: null, pushedAt: null } });
    expect(errors?.map(({ path }) => path?.join("."))).toEqual(["repository.when", "repository.pushedAt"]);
  });

  test("say when they were used last", async () => {
    const use = { repositoryId: "R_1", branchName: null, usedAt: "2026-01-02T03:04:05Z" };
    const settings = { recentRepositories: () => Promise.resolve([use]) };
    const github = {
      repository: (args: { name: string }) => Promise.resolve({ lastUsedAt: { id: `R_${args.name}` } }),
    };
    const source = `{
      a: repository(owner: "o", name: "1") { lastUsedAt }
      b: repository(owner: "o", name: "2") { lastUsedAt }
    }`;
    const { data } = await run(source, { github, settings });
    expect(data).toEqual({ a: { lastUsedAt: "2026-01-02T03:04:05Z" }, b: { lastUsedAt: null } });
  });
});

describe("the budget", () => {
  const limit = { resource: "GRAPHQL", limit: 5000, cost: 1 };
  const selections: readonly (readonly [string, boolean])[] = [
    ["limit", false],
    ["limit cost", true],
    ["points: cost", true],
    ["... { ...Cost }", true],
    ["cost @include(if: $yes)", true],
    ["cost @skip(if: $yes) limit", false],
    ["... @skip(if: $yes) { cost } limit", false],
  ];

  test.each(selections)("{ %s } asks what the operation has cost: %s", async (selection, wanted) => {
    const asked: unknown[] = [];
    const github = { rateLimit: (...args: unknown[]) => Promise.resolve(asked.push(...args)).then(() => limit) };
    const variables = selection.includes("$yes") ? "($yes: Boolean!)" : "";
    const fragment = selection.includes("...Cost") ? "fragment Cost on RateLimit { cost }" : "";
    const { errors } = await run(
      `query ${variables} { rateLimit { ${selection} } } ${fragment}`,
      { github },
      { yes: true },
    );
    expect(errors).toBeUndefined();
    expect(asked).toEqual(["GRAPHQL", { wantsCost: wanted }]);
  });
});

describe("nodes", () => {
  const github = {
    installation: () => Promise.resolve(null),
    node: (id: string) => Promise.resolve({ __typename: "User", id }),
    nodes: (ids: readonly string[]) =>
      Promise.resolve(ids.map((id) => (id === "R_gone" ? null : { __typename: "Repository", id }))),
  };
  const settings = { id: "OG_settings", read: () => Promise.resolve(SETTINGS) };
  const credential = { id: "OG_credential", kind: "CLASSIC_PAT", hint: "abcd" };
  const session = () => Promise.resolve({ ...SESSION, credential });
  const parts = { github, settings, session };

  test("own objects and GitHub's come in the order of the ids, null where there is none", async () => {
    const ids = ["R_1", "OG_settings", "R_gone", "OG_credential", "R_2"];
    const { data, errors } = await run("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", parts, { ids });
    expect(errors).toBeUndefined();
    expect(data?.["nodes"]).toEqual([
      { __typename: "Repository", id: "R_1" },
      { __typename: "Settings", id: "OG_settings" },
      null,
      { __typename: "GitHubCredential", id: "OG_credential" },
      { __typename: "Repository", id: "R_2" },
    ]);
  });

  test("an own id of someone else does not exist, and takes nothing else with it", async () => {
    const ids = ["OG_of_another", "R_1"];
    const { data, errors } = await run("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", parts, { ids });
    expect(data?.["nodes"]).toEqual([null, { id: "R_1" }]);
    expect(codesOf(errors)).toEqual(["NOT_FOUND"]);
  });

  test("a failing call is an error in each of its places, and the rest of the answer stays", async () => {
    const down = { nodes: () => Promise.reject(new GatewayError("GITHUB_UNAVAILABLE", "GitHub is down. Try again.")) };
    const source = `{ session { status } nodes(ids: ["R_1", "OG_settings", "R_2"]) { id } }`;
    const { data, errors } = await run(source, { ...parts, github: down });
    expect(data).toEqual({ session: { status: "AUTHENTICATED" }, nodes: [null, { id: "OG_settings" }, null] });
    expect(codesOf(errors)).toEqual(["GITHUB_UNAVAILABLE", "GITHUB_UNAVAILABLE"]);
  });

  test("more than a hundred ids are refused", async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `R_${index}`);
    const { errors } = await run("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {}, { ids });
    expect(codesOf(errors)).toEqual(["BAD_USER_INPUT"]);
  });
});
