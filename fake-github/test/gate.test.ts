import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createClock, loadRecordings, startFakeGitHub, type FakeGitHub } from "../index.js";
import { ask } from "./ask.js";
import { describeRecorded, RECORDINGS } from "./recorded.js";

const HOUR = 3_600_000;
let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub({ clock: createClock(Date.UTC(2026, 10, 23, 12)) });
});
afterAll(() => github[Symbol.asyncDispose]());
beforeEach(() => github.clock.advance(HOUR));

async function post(body: string, headers: Record<string, string> = {}) {
  const response = await fetch(github.graphqlUrl, { method: "POST", body, headers });
  return { status: response.status, headers: response.headers, body: (await response.json()) as object };
}

function bearer(name = "classic") {
  return { authorization: `bearer ${github.world.token(name).text}` };
}

describe("the order of questions", () => {
  test("asks for a token before it looks at the body", async () => {
    expect(await post("{")).toMatchObject({
      status: 401,
      body: { message: "This endpoint requires you to be authenticated." },
    });
  });

  test.each(["expired", "revoked"])("refuses the %s token like one that it never gave out", async (name) => {
    const never = await post("{", { authorization: "token ghp_000000000000000000000000000000000000" });
    expect(never).toMatchObject({
      status: 401,
      body: { message: "Bad credentials", documentation_url: "https://docs.github.com/graphql", status: "401" },
    });
    expect((await post("{", bearer(name))).body).toEqual(never.body);
  });

  test("refuses what is not JSON, and JSON without a query, with 400", async () => {
    expect(await post("{", bearer())).toMatchObject({ status: 400, body: { message: "Problems parsing JSON" } });
    const sentence = "A query attribute must be specified and must be a string.";
    expect(await post("{}", bearer())).toMatchObject({ status: 400, body: { message: sentence } });
  });

  test("answers a document that does not parse with 200, a place and no data", async () => {
    const { status, body } = await ask(github, "{ viewer { login }");
    expect(status).toBe(200);
    expect(body).toEqual({ errors: [{ message: expect.any(String), locations: [{ line: 1, column: 19 }] }] });
  });

  test.each([
    ["{ viewer { nope } }", "Field 'nope' doesn't exist on type 'User'", ["query", "viewer", "nope"]],
    ["query Q { viewer(x: 1) { login } }", "Field 'viewer' doesn't accept argument 'x'", ["query Q", "viewer", "x"]],
    ["{ repository(owner: 1) { id } }", "Field 'repository' is missing required arguments: name", undefined],
    ["query Q { v: viewer }", expect.stringContaining("Field must have selections"), ["query Q", "v"]],
    ["{ user(login: $x) { id } }", "Variable $x is used by anonymous query but not declared", undefined],
  ])("says in GitHub's words what is wrong with %s", async (query, message, path) => {
    const { status, errors, body } = await ask(github, query);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty("data");
    const wanted = {
      message,
      extensions: expect.objectContaining({ code: expect.any(String) }),
      ...(path ? { path } : {}),
    };
    expect(errors).toContainEqual(expect.objectContaining(wanted));
  });

  test("takes one name for two types in different fragments, which graphql-js alone would refuse", async () => {
    const query =
      '{ search(type: ISSUE, first: 1, query: "") { nodes { ... on Issue { state } ... on PullRequest { state } } } }';
    expect((await ask(github, query)).errors).toEqual([]);
  });

  test("names a variable with a bad value", async () => {
    const { errors } = await ask(github, "query ($login: String!) { user(login: $login) { id } }");
    expect(errors).toMatchObject([{ message: "Variable $login was provided invalid value" }]);
  });

  test("demands bounds of a list, but not of a count", async () => {
    const { errors, body } = await ask(github, "{ viewer { repositories { nodes { id } } } }");
    expect(body["data"]).toBeNull();
    expect(errors).toMatchObject([{ type: "MISSING_PAGINATION_BOUNDARIES", path: ["viewer", "repositories"] }]);
    const counted = await ask(github, "{ viewer { repositories { totalCount } } }");
    expect(counted.errors).toEqual([]);
  });

  test("gives at most 100 of a list, also by a variable", async () => {
    const query = "query ($n: Int) { viewer { all: repositories(last: $n) { nodes { id } } } }";
    const { errors } = await ask(github, query, { variables: { n: 101 } });
    const message = "Requesting 101 records on the `repositories` connection exceeds the `last` limit of 100 records.";
    expect(errors).toMatchObject([{ type: "EXCESSIVE_PAGINATION", path: ["viewer", "all"], message }]);
  });

  test("refuses more than 500,000 nodes before it counts a point", async () => {
    const before = await ask(github, "{ viewer { login } }");
    const page =
      "repositories(first: 100) { nodes { issues(first: 100) { nodes { comments(first: 100) { nodes { id } } } } } }";
    const refused = await ask(github, `{ viewer { ${page} } }`);
    expect(refused.errors).toMatchObject([
      {
        type: "MAX_NODE_LIMIT_EXCEEDED",
        message: "This query requests up to 1,010,100 possible nodes which exceeds the maximum limit of 500,000.",
      },
    ]);
    expect(refused.headers.get("x-ratelimit-used")).toBe(before.headers.get("x-ratelimit-used"));
  });
});

describe("limits", () => {
  test("counts points in every answer's headers and fills the budget after an hour", async () => {
    const first = await ask(github, "{ viewer { login } rateLimit { limit used remaining cost resetAt } }");
    expect(first.data["rateLimit"]).toMatchObject({ limit: 5000, used: 1, remaining: 4999, cost: 1 });
    const second = await ask(github, "{ viewer { login } }");
    expect(second.headers.get("x-ratelimit-remaining")).toBe("4998");
    expect(second.headers.get("x-ratelimit-resource")).toBe("graphql");
    expect(Number(second.headers.get("x-ratelimit-reset")) * 1000).toBe(github.clock.now() + HOUR);
    github.clock.advance(HOUR);
    expect((await ask(github, "{ viewer { login } }")).headers.get("x-ratelimit-used")).toBe("1");
  });

  test("takes nothing for a dry run", async () => {
    const { data, headers } = await ask(github, "{ rateLimit(dryRun: true) { cost used } }");
    expect(data["rateLimit"]).toEqual({ cost: 1, used: 0 });
    expect(headers.get("x-ratelimit-used")).toBe("0");
  });

  test("answers 200 with an error when the budget is used up, to this user alone", async () => {
    github.faults.setRemaining("classic", 1);
    expect((await ask(github, "{ viewer { login } }")).errors).toEqual([]);
    const { status, headers, body } = await ask(github, "{ viewer { login } }");
    const id = github.world.user("octo-mock")?.databaseId;
    expect(status).toBe(200);
    expect(headers.get("x-ratelimit-remaining")).toBe("0");
    const message = `API rate limit already exceeded for user ID ${id}.`;
    expect(body).toEqual({ errors: [{ type: "RATE_LIMIT", code: "graphql_rate_limit", message }] });
    expect((await ask(github, "{ viewer { login } }", { token: "other" })).errors).toEqual([]);
  });

  test("answers 403 with retry-after to 2,001 points in a minute", async () => {
    for (let sent = 0; sent < 2_000; sent += 100) {
      await Promise.all(Array.from({ length: 100 }, () => ask(github, "{ viewer { login } }", { token: "other" })));
    }
    const refused = await ask(github, "{ viewer { login } }", { token: "other" });
    expect(refused.status).toBe(403);
    expect(refused.body["message"]).toContain("You have exceeded a secondary rate limit.");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    github.clock.advance(60_000);
    expect((await ask(github, "{ viewer { login } }", { token: "other" })).status).toBe(200);
  });

  test("answers 403 to the 101st request at once", async () => {
    github.faults.add({ latencyMs: 300, times: 101, match: { token: "colleague" } });
    const waiting = Array.from({ length: 101 }, () => ask(github, "{ viewer { login } }", { token: "colleague" }));
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    expect(statuses).toContain(403);
    expect((await ask(github, "{ viewer { login } }", { token: "colleague" })).status).toBe(200);
  });
});

describeRecorded("errors as they were seen at the real GitHub", () => {
  function observed(id: string) {
    const found = loadRecordings(RECORDINGS, "observed").find((recording) => recording.id === id);
    return found?.response.body as { readonly message: string; readonly errors: readonly Record<string, unknown>[] };
  }

  test("more than 100 ids", async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `R_${index}`);
    const { errors } = await ask(github, "query ($ids: [ID!]!) { nodes_101: nodes(ids: $ids) { id } }", {
      variables: { ids },
    });
    const [seen] = observed("obs-graphql-argument-limit-nodes").errors;
    expect(errors[0]).toMatchObject({ type: seen?.["type"], message: seen?.["message"], path: seen?.["path"] });
  });

  test("a scope that is missing", async () => {
    const { errors, body } = await ask(github, "{ viewer { email } }", { token: "classic-without-scopes" });
    const [seen] = observed("obs-graphql-insufficient-scopes").errors;
    const withoutList = (text: unknown): string =>
      String(text).replace(/granted the: \[.*\] scopes/, "granted the: [] scopes");
    expect(body).not.toHaveProperty("data");
    expect(Object.keys(errors[0] as object).toSorted()).toEqual(Object.keys(seen ?? {}).toSorted());
    expect(errors[0]?.type).toBe(seen?.["type"]);
    expect(withoutList(errors[0]?.message)).toBe(withoutList(seen?.["message"]));
  });

  test("an address that an organization does not admit", async () => {
    github.faults.ipAllowList("northwind");
    const { errors } = await ask(github, '{ organization(login: "northwind") { login } }');
    github.faults.ipAllowList("northwind", "off");
    const [seen] = observed("obs-graphql-ip-allow-list").errors;
    expect(errors[0]?.message).toBe(String(seen?.["message"]).replace("ORG", "northwind"));
    expect(errors[0]?.type).toBe("FORBIDDEN");
  });

  test("single sign-on", async () => {
    const name = github.world.allRepositories().find(({ owner }) => owner.login === "acme")?.name ?? "";
    const query = 'query ($name: String!) { repository(owner: "acme", name: $name) { id } }';
    const { errors } = await ask(github, query, { variables: { name }, token: "classic-without-sso" });
    const [seen] = observed("obs-graphql-saml-forbidden-deep-path").errors;
    const message = seen?.["message"];
    expect(errors[0]).toMatchObject({
      type: "FORBIDDEN",
      extensions: seen?.["extensions"],
      message,
      path: ["repository"],
    });
    expect(Object.keys(errors[0] as object)).toEqual(Object.keys(seen ?? {}));
  });

  test("the secondary limit", async () => {
    github.faults.secondaryLimit(30, 1);
    const { status, headers, body } = await ask(github, "{ viewer { login } }");
    const seen = observed("obs-graphql-secondary-limit-2025").message;
    const withoutId = (text: unknown): string => String(text).replace(/[0-9A-F]+(?::[0-9A-F]+){4}/, "ID");
    expect([status, headers.get("retry-after")]).toEqual([403, "30"]);
    expect(withoutId(body["message"])).toBe(withoutId(seen));
  });

  test("a field that does not exist", async () => {
    const { errors } = await ask(github, "{ alias: nil }");
    const [seen] = observed("obs-graphql-undefined-field").errors;
    expect(errors[0]).toMatchObject({
      message: seen?.["message"],
      extensions: seen?.["extensions"],
      path: ["query", "alias"],
    });
    expect(Object.keys(errors[0] as object)).toEqual(Object.keys(seen ?? {}));
  });
});
