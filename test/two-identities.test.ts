import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Client, Pool, type Dispatcher } from "undici";
import { DEMO_APP, startFakeGitHub, World, type FakeGitHub } from "../fake-github/index.js";
import { Browser } from "./browser.js";
import type { GraphQLAnswer } from "./gateway.js";
import { NO_REDIS, startRedis, type RedisServer } from "./redis-server.js";
import { signIn, startSaaS, type TestSaaS } from "./saas.js";

const REQUESTS = 10_000;
const CONNECTIONS = 8;
/** More than connections: some wait while others are under way. */
const AT_A_TIME = 24;
const USERS = ["ana", "ben"] as const;
/** The one pushed to last stands first. */
const NAMES = ["one", "two"];
/** For these GitHub is asked the same of both, to the letter: only the token tells them apart. */
const SAME = "query Same { viewer { login } session { account { login } } issues { nodes { title } totalCount } }";
/** For these GitHub is asked for what each of them reaches. */
const OWN = `query Own($first: Int!) { viewer { login } session { account { login } }
  repositories(first: $first) { totalCount nodes { nameWithOwner } restrictions { owner } } }`;

const redis: RedisServer | undefined = await startRedis();
afterAll(async () => redis?.[Symbol.asyncDispose]());

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function send(site: Dispatcher, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Sent> {
  const answer = await site.request({
    path: "/graphql",
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const received = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name, each]),
  );
  return { status: answer.statusCode, headers: new Headers(received), text: await answer.body.text() };
}

describe.skipIf(redis === undefined)(`two users of one gateway${redis === undefined ? ` (${NO_REDIS})` : ""}`, () => {
  let fakeGitHub: FakeGitHub;
  let saas: TestSaaS;
  beforeAll(async () => {
    const world = new World({ seed: "two" });
    for (const login of USERS) {
      const user = world.addUser({ login });
      for (const [age, name] of NAMES.entries()) {
        const pushedAt = world.daysAgo(age + 1);
        const named = { owner: user, name: `${login}-${name}`, visibility: "PRIVATE", branches: 1, pushedAt } as const;
        world.addIssue(world.addRepository(named), { author: user, assignees: [user], title: `${login}, ${name}` });
      }
    }
    const app = world.addApp({ slug: DEMO_APP });
    for (const login of USERS) world.install(app, login);
    fakeGitHub = await startFakeGitHub({ world, secondaryLimits: false, pointsPerHour: 1e9 });
    saas = await startSaaS({
      redis: redis as RedisServer,
      fakeGitHub,
      bothWays: false,
      config: { OCTOGATE_CACHE: "on", OCTOGATE_LOG_LEVEL: "warn" },
    });
  });
  afterAll(async () => {
    await saas[Symbol.asyncDispose]();
    await fakeGitHub[Symbol.asyncDispose]();
  });

  const QUESTIONS = [
    { query: SAME, variables: {} },
    { query: OWN, variables: { first: 5 } },
  ] as const;

  /** What nobody else may see in the answer to a question. */
  function isMine(login: (typeof USERS)[number], question: (typeof QUESTIONS)[number], text: string): boolean {
    const other = USERS.find((each) => each !== login) ?? "";
    const expected = question.query === SAME ? '"totalCount":2' : JSON.stringify(reachOf(login));
    return (
      text.startsWith(`{"data":{"viewer":{"login":"${login}"}`) && text.includes(expected) && !text.includes(other)
    );
  }

  function reachOf(login: string): object {
    const nodes = NAMES.map((name) => ({ nameWithOwner: `${login}/${login}-${name}` }));
    return { totalCount: 2, nodes, restrictions: [] };
  }

  test(
    `get their own data only, in ${REQUESTS} equal requests on ${CONNECTIONS} connections at the same time`,
    { timeout: 120_000 },
    async () => {
      const cookies = await Promise.all(USERS.map((login) => signIn(saas.gateway, login)));
      const pool = new Pool(saas.gateway.url, { connections: CONNECTIONS });
      onTestFinished(() => pool.close());
      let left = REQUESTS;
      const counts = { ana: 0, ben: 0, nobody: 0 };
      async function askAgain(): Promise<void> {
        while (left > 0) {
          left -= 1;
          const turn = randomInt(21);
          const question = QUESTIONS[randomInt(2)] ?? QUESTIONS[0];
          if (turn === 20) {
            counts.nobody += 1;
            expect((await send(pool, question)).text).toContain('"code":"UNAUTHENTICATED"');
            continue;
          }
          const login = USERS[turn % 2] ?? "ana";
          counts[login] += 1;
          const { text } = await send(pool, question, cookies[turn % 2]);
          // Not `expect`: ten thousand of them take longer than the requests.
          if (!isMine(login, question, text)) throw new Error(`${login} got: ${text}`);
        }
      }
      await Promise.all(Array.from({ length: AT_A_TIME }, askAgain));
      expect(Math.min(counts.ana, counts.ben)).toBeGreaterThan(REQUESTS / 3);
      expect(counts.nobody).toBeGreaterThan(0);
    },
  );

  test("one after the other on the same connection: whoever has signed out is nobody, and leaves nothing behind", async () => {
    const client = new Client(saas.gateway.url);
    onTestFinished(() => client.close());
    let connections = 0;
    client.on("connect", () => (connections += 1));
    const site = {
      async graphql(query: string, variables = {}, headers: Readonly<Record<string, string>> = {}) {
        const { text, ...sent } = await send(client, { query, variables }, headers);
        const { data = null, errors = [], extensions } = JSON.parse(text) as Partial<GraphQLAnswer>;
        return { ...sent, text, data, errors, extensions };
      },
    };
    let former: string | undefined;
    for (let turn = 0; turn < 6; turn += 1) {
      const login = USERS[turn % 2] ?? "ana";
      const browser = new Browser(site);
      await browser.signIn(login);
      const { cookie } = browser;
      for (let again = 0; again < 3; again += 1) {
        for (const question of QUESTIONS) {
          const { text } = await browser.graphql(question.query, question.variables);
          expect([text, isMine(login, question, text)]).toEqual([text, true]);
        }
      }
      if (former !== undefined) {
        expect((await site.graphql(SAME, {}, { cookie: former })).data).not.toMatchObject({
          viewer: { login: expect.any(String) },
        });
      }
      await browser.graphql("mutation { logout(input: {}) { userErrors { code } } }");
      const after = await site.graphql(SAME, {}, { cookie });
      expect(after.text).not.toContain(login);
      expect(after.errors.map(({ extensions }) => extensions.code)).toContain("UNAUTHENTICATED");
      former = cookie;
    }
    expect(connections).toBe(1);
  });
});
