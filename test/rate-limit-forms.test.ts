import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../fake-github/index.js";
import { describeRecorded, RECORDINGS } from "../fake-github/test/recorded.js";
import type { Browser } from "./browser.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

interface Form {
  readonly name: string;
  readonly code: "GITHUB_RATE_LIMITED" | "GITHUB_SECONDARY_RATE_LIMITED";
  readonly wait: number;
  readonly fault: () => Fault;
}

const inSeconds = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds);

function recorded(
  file: string,
  expected: Pick<Form, "code" | "wait">,
  change: () => Omit<Fault, "bodyFrom"> = () => ({}),
): Form {
  return { name: file, ...expected, fault: () => ({ bodyFrom: join(RECORDINGS, file), ...change() }) };
}

function said(error: object, change: Omit<Fault, "body"> = {}): Form {
  const headers = () => ({
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": inSeconds(900),
  });
  return {
    name: JSON.stringify(error),
    code: "GITHUB_RATE_LIMITED",
    wait: 900,
    fault: () => ({ status: 200, headers: headers(), body: { errors: [error] }, ...change }),
  };
}

const PRIMARY = "GITHUB_RATE_LIMITED";
const SECONDARY = "GITHUB_SECONDARY_RATE_LIMITED";
const WAIT_A_MINUTE = "rest-errors/hub4j-abuselimithandler-testhandler-wait-secondary-limits";

// Header values that the recordings hold as templates are filled in.
const RECORDED: readonly Form[] = [
  recorded("observed/obs-graphql-secondary-limit-2025.json", { code: SECONDARY, wait: 60 }),
  recorded("rest-errors/hub4j-abuselimithandler-testhandler-fail-2-r-h-t-fail.json", { code: SECONDARY, wait: 30 }),
  recorded(`${WAIT_A_MINUTE}-2-r-h-t-fail.json`, { code: SECONDARY, wait: 60 }),
  recorded(`${WAIT_A_MINUTE}-too-many-requests-2-r-h-t-fail.json`, { code: SECONDARY, wait: 8 }),
  recorded(
    `${WAIT_A_MINUTE}-too-many-requests-date-retry-after-2-r-h-t-fail.json`,
    { code: SECONDARY, wait: 90 },
    () => ({ headers: { "retry-after": new Date(Date.now() + 90_000).toUTCString() } }),
  ),
  recorded("rest-errors/pygithub-specificexceptions-testauthenticatedratelimitexceeded.json", {
    code: SECONDARY,
    wait: 60,
  }),
  recorded(
    "rest-errors/hub4j-ratelimithandler-testhandler-fail-2-r-h-t-fail.json",
    { code: PRIMARY, wait: 300 },
    () => ({
      headers: { "x-ratelimit-reset": inSeconds(300) },
    }),
  ),
  recorded("rest-errors/pygithub-specificexceptions-testratelimitexceeded.json", { code: PRIMARY, wait: 60 }),
];

const SAID: readonly Form[] = [
  said({ type: "RATE_LIMITED", message: "API rate limit exceeded for user ID 1." }),
  said({ type: "RATE_LIMIT", code: "graphql_rate_limit", message: "API rate limit already exceeded for user ID 1." }),
  said({ message: "API rate limit already exceeded for user ID 1." }),
  said({ message: "Limited.", extensions: { code: "graphql_rate_limit" } }),
  {
    name: "a secondary limit with status 200 and data",
    code: SECONDARY,
    wait: 60,
    fault: () => ({
      status: 200,
      body: { data: { p0: null }, errors: [{ message: "You have exceeded a secondary rate limit. Please wait." }] },
    }),
  },
];

describe.skipIf(!hasRedis)("a limit of one user", () => {
  let saas: TestSaaS;
  let users = 0;
  beforeAll(async () => {
    saas = await startSaaS();
  });
  afterAll(() => saas[Symbol.asyncDispose]());
  afterEach(() => saas.fakeGitHub.faults.clear());

  async function signInSomebody(): Promise<{ readonly browser: Browser; readonly login: string }> {
    const login = `somebody-${(users += 1)}`;
    saas.fakeGitHub.world.addUser({ login });
    const browser = saas.browser();
    await browser.signIn(login);
    saas.fakeGitHub.journal.clear();
    return { browser, login };
  }

  async function expectStop({ code, wait, fault }: Form): Promise<void> {
    const { journal, faults } = saas.fakeGitHub;
    const [limited, other] = [await signInSomebody(), await signInSomebody()];
    faults.add({ match: { path: "/graphql" }, ...fault() });
    const told = { errors: [{ extensions: { code, nextStep: "WAIT", retryable: true } }] };
    for (const calls of [1, 0]) {
      journal.clear();
      const answer = await limited.browser.graphql("{ viewer { login } }");
      expect(answer).toMatchObject(told);
      expect(Math.abs(Number(answer.errors[0]?.extensions["retryAfterSeconds"]) - wait)).toBeLessThanOrEqual(2);
      expect(journal.entries).toHaveLength(calls);
      expect((await other.browser.graphql("{ viewer { login } }")).data).toEqual({ viewer: { login: other.login } });
    }
    journal.clear();
    // A secondary limit is one on everything: some of them count REST and documents together.
    const list = await limited.browser.graphql("{ installations { nodes { id } } }");
    expect(list.errors).toMatchObject(code === SECONDARY ? told.errors : []);
    expect(journal.entries.length > 0).toBe(code === PRIMARY);
  }

  describeRecorded("as it was recorded", () => {
    test.for(RECORDED)("stops the next call, and nobody else's: $name", (form) => expectStop(form));
  });

  test.for(SAID)("stops the next call, and nobody else's, said as $name", (form) => expectStop(form));

  test("met in REST stops documents too if it is a secondary one, and only REST if its budget is used up", async () => {
    const { journal, faults } = saas.fakeGitHub;
    const spent = { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(300) };
    const cases: readonly (readonly [Fault, number])[] = [
      [
        {
          status: 403,
          headers: { "retry-after": "30" },
          body: { message: "You have exceeded a secondary rate limit." },
        },
        0,
      ],
      [{ status: 403, headers: spent, body: { message: "API rate limit exceeded for user ID 1." } }, 1],
    ];
    for (const [fault, documents] of cases) {
      const { browser } = await signInSomebody();
      faults.add({ match: { path: "/user/installations" }, ...fault });
      expect((await browser.graphql("{ installations { nodes { id } } }")).errors).toHaveLength(1);
      journal.clear();
      await browser.graphql("{ viewer { login } installations { nodes { id } } }");
      expect(journal.entries.map(({ path }) => path)).toEqual(Array.from({ length: documents }, () => "/graphql"));
    }
  });
});
