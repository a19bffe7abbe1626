import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../fake-github/index.js";
import { startBalancer, type Balancer } from "./balancer.js";
import { Browser } from "./browser.js";
import { graphqlAt } from "./gateway.js";
import { octogate, type OctogateProcess } from "./octogate-process.js";
import { hasRedis, type RedisServer } from "./redis-server.js";
import { ENCRYPTION_KEY, saasConfig, SESSION_KEY, startSaaS } from "./saas.js";
import { changeFields, tokenKeys } from "./stored-tokens.js";
import { temporaryFolder } from "./storage-temporary-folder.js";
import { redisOfTest } from "./token-fixture.js";

const ME = "{ session { status } viewer { login } }";
const CLIENTS = 24;
const PAUSE_MS = 100;

interface Replica {
  readonly program: OctogateProcess;
  readonly port: number;
  readonly url: string;
}

/** Replicas of the built program behind a balancer. */
interface Fleet {
  readonly balancer: Balancer;
  readonly fakeGitHub: FakeGitHub;
  readonly redis: RedisServer;
  start(keys?: Keys): Promise<Replica>;
  /** Ends it as an orchestrator does. */
  end(replica: Replica): Promise<void>;
  signIn(login: string): Promise<Browser>;
}

interface Keys {
  readonly session: readonly string[];
  readonly encryption: readonly string[];
}

/** Keys that are the same each time; `a` are those of all tests. */
function keys(...names: readonly string[]): Keys {
  const made = names.map((name) => ({ name, key: createHash("sha256").update(name).digest("base64") }));
  return {
    session: made.map(({ name, key }) => (name === "a" ? SESSION_KEY : key)),
    encryption: made.map(({ name, key }) => (name === "a" ? `k1:${ENCRYPTION_KEY}` : `${name}:${key}`)),
  };
}

/** Ends with the test. */
async function startFleet(): Promise<Fleet> {
  const redis = await redisOfTest();
  const fakeGitHub = await startFakeGitHub();
  onTestFinished(() => fakeGitHub[Symbol.asyncDispose]());
  const balancer = await startBalancer();
  onTestFinished(() => balancer[Symbol.asyncDispose]());
  const dataDir = await temporaryFolder();
  return {
    balancer,
    fakeGitHub,
    redis,
    async start({ session, encryption } = keys("a")) {
      const env = {
        ...saasConfig(redis, fakeGitHub),
        OCTOGATE_GITHUB_URL: fakeGitHub.url,
        OCTOGATE_DATA_DIR: dataDir,
        OCTOGATE_PUBLIC_URL: balancer.url,
        OCTOGATE_SESSION_KEYS: session.join(","),
        OCTOGATE_ENCRYPTION_KEYS: encryption.join(","),
      };
      const program = octogate(["start"], { env });
      const url = await program.url();
      const port = Number(new URL(url).port);
      await balancer.add(port);
      return { program, port, url };
    },
    async end({ program, port }) {
      program.signal("SIGTERM");
      expect(await program.ended).toMatchObject({ code: 0, signal: null });
      balancer.remove(port);
    },
    async signIn(login) {
      const browser = new Browser({ graphql: graphqlAt(balancer.url) });
      await browser.signIn(login);
      return browser;
    },
  };
}

/** Asks again and again until it is told to stop; gives what was wrong with the answers. */
function keepAsking(browser: Browser, login: string) {
  const wrong: string[] = [];
  let answers = 0;
  let isOver = false;
  async function loop(): Promise<void> {
    const expected = JSON.stringify({ data: { session: { status: "AUTHENTICATED" }, viewer: { login } } });
    while (!isOver) {
      const text = await browser.graphql(ME).then(
        (answer) => answer.text,
        (error: unknown) => inspect(error),
      );
      answers += 1;
      if (text !== expected) wrong.push(text);
      await sleep(PAUSE_MS);
    }
  }
  const looping = loop();
  return {
    get answers() {
      return answers;
    },
    async stop() {
      isOver = true;
      await looping;
      return wrong;
    },
  };
}

function idOf(fakeGitHub: FakeGitHub, login: string): number | undefined {
  return fakeGitHub.world.user(login)?.databaseId;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

describe.skipIf(!hasRedis)("replicas that are restarted", () => {
  test("behind a balancer that looks at readiness: no request fails and nobody is signed out, while keys change", async () => {
    const fleet = await startFleet();
    const { balancer, fakeGitHub } = fleet;
    const replicas = [await fleet.start(), await fleet.start()];
    const logins = Array.from({ length: CLIENTS }, (_, index) => `user${index}-mock`);
    for (const login of logins) fakeGitHub.world.addUser({ login });
    const browsers = await Promise.all(logins.map((login) => fleet.signIn(login)));
    const clients = browsers.map((browser, index) => keepAsking(browser, logins[index] ?? ""));

    // A new key is known everywhere before anybody uses it; an old one goes when everybody was here once.
    const rounds = [keys("a", "b"), keys("b", "a"), keys("b"), keys("b", "c"), keys("c", "b"), keys("c")];
    for (const round of rounds) {
      for (const index of replicas.keys()) {
        const replica = replicas[index];
        if (replica !== undefined) await fleet.end(replica);
        replicas[index] = await fleet.start(round);
      }
      const seen = clients.map(({ answers }) => answers);
      await until(() => clients.every(({ answers }, index) => answers >= (seen[index] ?? 0) + 2));
    }

    const wrong = await Promise.all(clients.map((client) => client.stop()));
    expect(balancer.failures).toEqual([]);
    expect(wrong.flat()).toEqual([]);
    const total = clients.reduce((sum, { answers }) => sum + answers, 0);
    console.log(`${2 * rounds.length} restarts under ${total} requests of ${CLIENTS} clients`);
  }, 300_000);

  test("a slow request is answered, and one that comes meanwhile is served and told to come to another", async () => {
    const fleet = await startFleet();
    const { fakeGitHub } = fleet;
    const replica = await fleet.start();
    const browser = await fleet.signIn("octo-mock");
    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ match: { path: "/graphql" }, latencyMs: 3_000 });
    const slow = browser.graphql(ME, {}, { on: { graphql: graphqlAt(replica.url) } });
    await until(() => fakeGitHub.journal.entries.length > 0);
    replica.program.signal("SIGTERM");
    while ((await fetch(`${replica.url}/readyz`)).status !== 503) await sleep(10);
    const late = await fetch(`${replica.url}/graphql?query={session{status}}`, {
      headers: { cookie: browser.cookie },
    });
    expect(late.headers.get("connection")).toBe("close");
    expect(await late.json()).toEqual({ data: { session: { status: "AUTHENTICATED" } } });
    const { status, headers, data } = await slow;
    expect({ status, data }).toEqual({
      status: 200,
      data: { session: { status: "AUTHENTICATED" }, viewer: { login: "octo-mock" } },
    });
    expect(headers.get("connection")).toBe("close");
    expect((await replica.program.ended).code).toBe(0);
  });

  test.each([
    ["waits", false],
    ["has gone away", true],
  ])("a refresh under way is finished and stored, also when the client %s", async (_what, goesAway) => {
    const fleet = await startFleet();
    const { fakeGitHub, redis } = fleet;
    const replica = await fleet.start();
    const other = await fleet.start();
    const browser = await fleet.signIn("octo-mock");
    await changeFields(redis, idOf(fakeGitHub, "octo-mock"), { exp: Date.now() - 1_000 });
    // A record is remembered for a second.
    await sleep(1_100);
    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ match: { grantType: "refresh_token" }, latencyMs: 3_000 });
    const client = new AbortController();
    const asked = fetch(`${replica.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: browser.cookie },
      body: JSON.stringify({ query: "{ viewer { login } }" }),
      signal: client.signal,
    }).then((response) => response.text());
    const answered = expect(asked);
    await until(() => fakeGitHub.journal.entries.length > 0);
    replica.program.signal("SIGTERM");
    if (goesAway) client.abort();
    await (goesAway
      ? answered.rejects.toThrow("aborted")
      : answered.resolves.toBe('{"data":{"viewer":{"login":"octo-mock"}}}'));
    expect(await replica.program.ended).toMatchObject({ code: 0, signal: null });

    const after = await browser.graphql("{ viewer { login } }", {}, { on: { graphql: graphqlAt(other.url) } });
    expect(after.data).toEqual({ viewer: { login: "octo-mock" } });
    expect(fakeGitHub.journal.refreshes).toBe(1);
  });

  test("a request that takes a slow refresh and a slow call is answered", async () => {
    const fleet = await startFleet();
    const { fakeGitHub, redis } = fleet;
    const replica = await fleet.start();
    const browser = await fleet.signIn("octo-mock");
    await changeFields(redis, idOf(fakeGitHub, "octo-mock"), { exp: Date.now() - 1_000 });
    await sleep(1_100);
    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ match: { grantType: "refresh_token" }, latencyMs: 6_000 });
    fakeGitHub.faults.add({ match: { path: "/graphql" }, latencyMs: 6_000 });
    const asked = browser.graphql("{ viewer { login } }", {}, { on: { graphql: graphqlAt(replica.url) } });
    await until(() => fakeGitHub.journal.entries.length > 0);
    replica.program.signal("SIGTERM");
    expect((await asked).data).toEqual({ viewer: { login: "octo-mock" } });
    expect((await replica.program.ended).code).toBe(0);
  });

  test("a login under way is finished and stored, although the browser has gone away", async () => {
    const fleet = await startFleet();
    const { fakeGitHub, redis } = fleet;
    const replica = await fleet.start();
    const browser = new Browser({ graphql: graphqlAt(replica.url) });
    const callback = await browser.consent("mona-mock");
    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ match: { grantType: "authorization_code" }, latencyMs: 1_500, afterProcessing: true });
    const client = new AbortController();
    const gone = fetch(`${replica.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: browser.cookie },
      body: JSON.stringify({
        query: "mutation C($input: CompleteLoginInput!) { completeLogin(input: $input) { isNewUser } }",
        variables: { input: callback },
      }),
      signal: client.signal,
    }).catch(() => "gone");
    await until(() => fakeGitHub.journal.entries.length > 0);
    replica.program.signal("SIGTERM");
    client.abort();
    expect(await gone).toBe("gone");
    expect(await replica.program.ended).toMatchObject({ code: 0, signal: null });
    const user = idOf(fakeGitHub, "mona-mock");
    expect(await redis.command("EXISTS", tokenKeys(user).record)).toBe(1);
    expect(await redis.command("ZCARD", `sessions:${user}`)).toBe(1);
    // Whoever comes back with the same callback gets the session.
    const other = await fleet.start();
    const completed = await browser.complete(callback, { graphql: graphqlAt(other.url) });
    expect(completed.session.account).toEqual({ login: "mona-mock" });
  });

  test("a connection that was opened in advance and never used holds nothing up", async () => {
    const fleet = await startFleet();
    const replica = await fleet.start();
    const connection = connect(replica.port, "127.0.0.1");
    onTestFinished(() => void connection.destroy());
    await once(connection, "connect");
    const closed = once(connection, "close");
    // Node waits for such a connection as long as it is let; a slow answer shows that others are not cut off with it.
    const browser = await fleet.signIn("octo-mock");
    fleet.fakeGitHub.journal.clear();
    fleet.fakeGitHub.faults.add({ match: { path: "/graphql" }, latencyMs: 4_000 });
    const slow = browser.graphql(ME, {}, { on: { graphql: graphqlAt(replica.url) } });
    await until(() => fleet.fakeGitHub.journal.entries.length > 0);
    replica.program.signal("SIGTERM");
    const order: string[] = [];
    await Promise.all([closed.then(() => order.push("closed")), slow.then(() => order.push("answered"))]);
    expect(order).toEqual(["closed", "answered"]);
    expect((await slow).status).toBe(200);
    expect((await replica.program.ended).code).toBe(0);
  });

  test("a session that was seen just now is written before the end", async () => {
    const fleet = await startFleet();
    const { redis } = fleet;
    const replica = await fleet.start();
    const browser = await fleet.signIn("octo-mock");
    const [key = ""] = (await redis.command("KEYS", "session:*")) as string[];
    const [index = ""] = (await redis.command("KEYS", "sessions:*")) as string[];
    const record = JSON.parse(String(await redis.command("GET", key))) as Readonly<Record<string, unknown>>;
    const seenBefore = Date.now() - 3_600_000;
    await redis.command("SET", key, JSON.stringify({ ...record, seenAt: seenBefore }), "KEEPTTL");
    await redis.command("ZADD", index, Date.now() + 3_600_000, key.slice("session:".length));
    // Each write of the session takes a while; SIGINT does not wait for a balancer.
    await redis.command("CLIENT", "PAUSE", 300, "WRITE");
    // Asks nothing of Redis that would be behind the write.
    await browser.graphql("{ __typename }");
    replica.program.signal("SIGINT");
    expect(await replica.program.ended).toMatchObject({ code: 0, signal: null });
    expect(replica.program.stdout).not.toContain('"level":"warn"');
    const { seenAt } = JSON.parse(String(await redis.command("GET", key))) as { readonly seenAt: number };
    const ends = Number(await redis.command("ZSCORE", index, key.slice("session:".length)));
    expect(ends - seenAt).toBe(14 * 24 * 60 * 60 * 1000);
  });
});

describe.skipIf(!hasRedis)("replicas with the same keys in another order", () => {
  test("know each other's sessions and open each other's tokens", async () => {
    const [ab, ba] = [keys("a", "b"), keys("b", "a")].map(({ session, encryption }) => ({
      OCTOGATE_SESSION_KEYS: session.join(","),
      OCTOGATE_ENCRYPTION_KEYS: encryption.join(","),
    }));
    await using saas = await startSaaS({ config: { ...ab } });
    const other = await saas.addReplica(ba);
    const browser = saas.browser();
    await browser.signIn("octo-mock");
    for (const on of [other, saas.gateway, other, other, saas.gateway]) {
      const { data } = await browser.graphql(ME, {}, { on });
      expect(data).toEqual({ session: { status: "AUTHENTICATED" }, viewer: { login: "octo-mock" } });
    }
  });
});
