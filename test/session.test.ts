import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Browser } from "./browser.js";
import { eventually } from "./eventually.js";
import { hasRedis } from "./redis-server.js";
import { ENCRYPTION_KEY, SESSION_KEY, startSaaS, type TestSaaS } from "./saas.js";
import { storedFields, tokenKeys } from "./stored-tokens.js";

const STATUS = "{ session { status } }";
/** As long as a process holds a session that it has read. */
const HELD_MS = 1_000;
const NEW_KEY = "another-session-key-0123456789abcdefghijklmn";
const LOGOUT = `mutation Logout($everywhere: Boolean!, $revokeAtGitHub: Boolean!) {
  logout(input: { everywhere: $everywhere, revokeAtGitHub: $revokeAtGitHub }) {
    session { status nextStep account { login } } endedSessions userErrors { code }
  }
}`;

/** A Set-Cookie header, its attributes by lower-case name. */
function parse(line: string) {
  const [pair = "", ...attributes] = line.split("; ");
  const [name = "", value = ""] = pair.split("=");
  const named = attributes.map((attribute): [string, string] => {
    const [key = "", text = ""] = attribute.split("=");
    return [key.toLowerCase(), text];
  });
  return { name, value, attributes: Object.fromEntries(named) };
}

describe.skipIf(!hasRedis)("sessions", () => {
  let saas: TestSaaS;
  let browser: Browser;
  beforeAll(async () => {
    saas = await startSaaS({ replicas: 2 });
  });
  afterAll(() => saas[Symbol.asyncDispose]());
  beforeEach(() => {
    browser = saas.browser();
  });

  async function statusOf(anyone: Browser, on = saas.gateway): Promise<string> {
    const { data, status } = await anyone.graphql(STATUS, {}, { on });
    expect(status).toBe(200);
    return (data as unknown as { session: { status: string } }).session.status;
  }

  async function sessionKeys(): Promise<readonly string[]> {
    return (await saas.redis.command("KEYS", "session:*")) as string[];
  }

  /** Of the session that has begun since. */
  async function newKey(before: readonly string[]): Promise<string> {
    return (await sessionKeys()).find((name) => !before.includes(name)) ?? "none";
  }

  async function logout(anyone: Browser, how: { everywhere?: boolean; revokeAtGitHub?: boolean } = {}) {
    const { data } = await anyone.graphql(LOGOUT, { everywhere: false, revokeAtGitHub: false, ...how });
    return (data as unknown as { logout: unknown }).logout;
  }

  describe("the cookie", () => {
    test.each([
      ["over https", "https://octogate.example", "__Host-octogate", true],
      ["over http on this machine", undefined, "octogate", false],
    ] as const)("has every flag on every flow, %s", async (_how, publicUrl, name, isSecure) => {
      const gateway = await saas.addReplica(publicUrl === undefined ? {} : { OCTOGATE_PUBLIC_URL: publicUrl });
      const app = saas.fakeGitHub.world.app("octogate-demo");
      app.redirectUris = [...app.redirectUris, "https://octogate.example/auth/callback"];
      const { Browser: AnyBrowser } = await import("./browser.js");
      const one = new AnyBrowser(gateway);
      await one.signIn("octo-mock");
      await one.signIn("octo-mock", { purpose: "RECONNECT" });
      await logout(one);
      expect(one.received.map((line) => parse(line).name)).toEqual([
        `${name}-login`,
        name,
        `${name}-login`,
        name,
        name,
      ]);
      for (const line of one.received) {
        const { value, attributes } = parse(line);
        const age = Number(attributes["max-age"]);
        expect(attributes).toEqual({
          "max-age": String(age),
          path: "/",
          httponly: "",
          samesite: "Strict",
          ...(isSecure && { secure: "" }),
        });
        expect(Buffer.byteLength(line)).toBeLessThan(512);
        const isCleared = value === "";
        expect(age === 0).toBe(isCleared);
        if (line.startsWith(`${name}=`) && !isCleared) {
          expect(age).toBeGreaterThan(13.9 * 24 * 60 * 60);
          expect(age).toBeLessThanOrEqual(14 * 24 * 60 * 60);
        }
      }
      const [, session] = one.received.map(parse);
      const user = saas.fakeGitHub.world.user("octo-mock");
      expect(decodeURIComponent(session?.value ?? "")).toMatch(/^s:[\w-]{43}\.[\w+/]{43}$/);
      expect(decodeURIComponent(session?.value ?? "")).not.toContain(String(user?.databaseId));
    });

    test("is not set for visitors, nor again at each request", async () => {
      await browser.graphql(STATUS);
      expect(browser.received).toEqual([]);
      await browser.signIn("octo-mock");
      const { length } = browser.received;
      await browser.graphql(STATUS);
      await browser.graphql("{ viewer { login } }");
      expect(browser.received).toHaveLength(length);
    });

    test("with any byte of its signature or id flipped is nobody's, and never a fault", async () => {
      await browser.signIn("octo-mock");
      const cookie = decodeURIComponent(browser.jar.get("octogate") ?? "");
      expect(await statusOf(browser)).toBe("AUTHENTICATED");
      const flipped = Array.from(cookie, (character, index) => {
        const other = String.fromCodePoint((character.codePointAt(0) ?? 0) ^ 1);
        return `${cookie.slice(0, index)}${other}${cookie.slice(index + 1)}`;
      });
      expect(flipped.length).toBeGreaterThan(85);
      for (const value of flipped) {
        const thief = saas.browser();
        thief.setCookie("octogate", encodeURIComponent(value));
        expect(await statusOf(thief)).toBe("ANONYMOUS");
      }
    });

    test.each([
      "",
      "s:",
      "s%3A.",
      "%",
      "%E0%A4%A",
      "s%3Aabc",
      "j%3A%7B%7D",
      "s%3A__proto__.x",
      "x".repeat(4_000),
      '"quoted"',
      "s%3Aa.b; octogate=s%3Ac.d",
    ])("that is %j is nobody's", async (value) => {
      browser.setCookie("octogate", value);
      expect(await statusOf(browser)).toBe("ANONYMOUS");
    });

    test("of a login that has begun does not pass for a session", async () => {
      await browser.start();
      browser.setCookie("octogate", browser.jar.get("octogate-login") ?? "");
      expect(await statusOf(browser)).toBe("ANONYMOUS");
    });

    test("has a new name after each login, and the one that was there before is worth nothing", async () => {
      await browser.signIn("octo-mock");
      const planted = browser.jar.get("octogate") ?? "";
      const victim = saas.browser();
      victim.setCookie("octogate", planted);
      await victim.signIn("mona-mock");
      expect(victim.jar.get("octogate")).not.toBe(planted);
      const attacker = saas.browser();
      attacker.setCookie("octogate", planted);
      expect(await statusOf(attacker)).toBe("ANONYMOUS");
    });

    test.each([
      ["of sessions and of tokens", true],
      ["of tokens alone, a minute after the last visit", false],
    ])("after a change of keys %s, one visit that needs no token is enough", async (_which, isSigned) => {
      const before = await sessionKeys();
      await browser.signIn("octo-mock");
      const key = await newKey(before);
      const record = JSON.parse(String(await saas.redis.command("GET", key))) as { seenAt: number };
      if (!isSigned) {
        const earlier = { ...record, seenAt: record.seenAt - 61_000 };
        await saas.redis.command("SET", key, JSON.stringify(earlier), "PX", 600_000);
      }
      const newest = `k2:${Buffer.alloc(32, "another key of the tests").toString("base64")}`;
      const both = await saas.addReplica({
        OCTOGATE_ENCRYPTION_KEYS: `${newest},k1:${ENCRYPTION_KEY}`,
        ...(isSigned && { OCTOGATE_SESSION_KEYS: `${NEW_KEY},${SESSION_KEY}` }),
      });
      const only = await saas.addReplica({
        OCTOGATE_ENCRYPTION_KEYS: newest,
        ...(isSigned && { OCTOGATE_SESSION_KEYS: NEW_KEY }),
      });
      await browser.graphql("{ gateway { version } }", {}, { on: both });
      const userId = saas.fakeGitHub.world.user("octo-mock")?.databaseId;
      await eventually(async () => String((await storedFields(saas.redis, userId))["at"]).startsWith("k2."));
      const { data } = await browser.graphql("{ session { status } viewer { login } }", {}, { on: only });
      expect(data).toEqual({ session: { status: "AUTHENTICATED" }, viewer: { login: "octo-mock" } });
      await saas.redis.command("DEL", ...Object.values(tokenKeys(userId)));
    });

    test("survives a change of keys: [old], [new, old] for one visit, [new]", async () => {
      await browser.signIn("octo-mock");
      const old = browser.jar.get("octogate");
      const both = await saas.addReplica({ OCTOGATE_SESSION_KEYS: `${NEW_KEY},${SESSION_KEY}` });
      const only = await saas.addReplica({ OCTOGATE_SESSION_KEYS: NEW_KEY });
      expect(await statusOf(browser.clone(), only)).toBe("ANONYMOUS");
      expect(await statusOf(browser, both)).toBe("AUTHENTICATED");
      expect(browser.jar.get("octogate")).not.toBe(old);
      expect(await statusOf(browser, only)).toBe("AUTHENTICATED");
      expect(await statusOf(browser, both)).toBe("AUTHENTICATED");
      // The old replicas do not know the new key yet; whoever rolls out gives them both first.
      expect(await statusOf(browser.clone())).toBe("ANONYMOUS");
    });
  });

  describe("in Redis", () => {
    test("name nothing but the user, under a key that no cookie can be made of", async () => {
      const before = await sessionKeys();
      await browser.signIn("octo-mock");
      const [key = "", ...others] = (await sessionKeys()).filter((name) => !before.includes(name));
      expect(others).toEqual([]);
      const user = saas.fakeGitHub.world.user("octo-mock");
      expect(JSON.parse(String(await saas.redis.command("GET", key)))).toEqual({
        v: 1,
        userId: String(user?.databaseId),
        createdAt: expect.any(Number) as number,
        seenAt: expect.any(Number) as number,
      });
      expect(decodeURIComponent(browser.jar.get("octogate") ?? "")).not.toContain(key.slice("session:".length));
      const life = Number(await saas.redis.command("PTTL", key));
      expect(life).toBeGreaterThan(13.9 * 24 * 60 * 60 * 1000);
    });

    test("are written when they were last seen at most once a minute", async () => {
      const before = await sessionKeys();
      await browser.signIn("octo-mock");
      const key = await newKey(before);
      const read = async () => JSON.parse(String(await saas.redis.command("GET", key))) as { seenAt: number };
      const first = await read();
      for (const on of saas.gateways.slice(0, 2)) await browser.graphql(STATUS, {}, { on });
      expect(await read()).toEqual(first);
      const { length } = browser.received;

      // As if it had been seen a minute ago.
      await sleep(HELD_MS);
      const earlier = { ...first, seenAt: first.seenAt - 61_000 };
      await saas.redis.command("SET", key, JSON.stringify(earlier), "PX", 60_000);
      await Promise.all(Array.from({ length: 5 }, () => browser.graphql(STATUS)));
      await sleep(100);
      const { seenAt } = await read();
      expect(seenAt).toBeGreaterThanOrEqual(first.seenAt);
      expect(Number(await saas.redis.command("PTTL", key))).toBeGreaterThan(13.9 * 24 * 60 * 60 * 1000);
      expect(browser.received.length).toBeGreaterThan(length);
      await browser.graphql(STATUS);
      expect((await read()).seenAt).toBe(seenAt);
    });

    test("are written once when many requests see them at the same time, on every replica", async () => {
      const before = await sessionKeys();
      await browser.signIn("octo-mock");
      const key = await newKey(before);
      const record = JSON.parse(String(await saas.redis.command("GET", key))) as { seenAt: number };
      const earlier = { ...record, seenAt: record.seenAt - 61_000 };
      await saas.redis.command("SET", key, JSON.stringify(earlier), "PX", 60_000);
      const writes = async () => {
        const stats = String(await saas.redis.command("INFO", "commandstats"));
        return Number(/cmdstat_set:calls=(\d+)/.exec(stats)?.[1] ?? 0);
      };
      const written = await writes();
      // Those with another key of tokens would seal what they find anew, which is a write as well.
      const replicas = saas.gateways.slice(0, 2);
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          browser.graphql(STATUS, {}, { on: replicas[index % 2] ?? saas.gateway }),
        ),
      );
      await sleep(100);
      expect((await writes()) - written).toBe(1);
    });

    test("that are no record of ours count as no session", async () => {
      const before = await sessionKeys();
      await browser.signIn("octo-mock");
      const key = await newKey(before);
      const good = JSON.parse(String(await saas.redis.command("GET", key))) as object;
      for (const bad of [
        "",
        "null",
        "[]",
        "{",
        "x",
        '{"userId":"1"}',
        { ...good, userId: "../1" },
        { ...good, v: 2 },
      ]) {
        await saas.redis.command("SET", key, typeof bad === "string" ? bad : JSON.stringify(bad));
        expect(await statusOf(browser)).toBe("ANONYMOUS");
      }
    });

    test("are asked for by nobody who has no cookie that verifies", async () => {
      const calls = async () => {
        const stats = String(await saas.redis.command("INFO", "commandstats"));
        const counted = [...stats.matchAll(/cmdstat_(\w+):calls=(\d+)/g)].filter(([, name]) => name !== "info");
        return counted.map(([, name, count]) => `${name}=${count}`).toSorted();
      };
      await calls();
      const before = await calls();
      for (let index = 0; index < 20; index += 1) {
        await browser.graphql(STATUS);
        await browser.graphql(
          "{ viewer { login } gateway { version } }",
          {},
          { headers: { cookie: "octogate=s%3Aa.b" } },
        );
      }
      // But for the connection of the test itself, and what replicas tell each other of limits now and then.
      const own = /^(client|hello|select|info|auth|command|zrangebyscore|publish)/;
      expect((await calls()).filter((line) => !own.test(line))).toEqual(before.filter((line) => !own.test(line)));
    });
  });

  describe("end", () => {
    test("after the idle time and after the absolute time, whatever Redis still has", async () => {
      const short = await startSaaS({
        redis: saas.redis,
        fakeGitHub: saas.fakeGitHub,
        config: { OCTOGATE_SESSION_IDLE: "2s", OCTOGATE_SESSION_MAX: "3s" },
      });
      onTestFinished(() => short[Symbol.asyncDispose]());
      const one = short.browser();
      await one.signIn("octo-mock");
      const { data } = await one.graphql("{ session { status createdAt expiresAt } }");
      const { createdAt, expiresAt } = (data as unknown as { session: Record<string, string> }).session;
      expect(Date.parse(expiresAt ?? "") - Date.parse(createdAt ?? "")).toBe(2_000);
      expect(Number(parse(one.received.at(-1) ?? "").attributes["max-age"])).toBeLessThanOrEqual(2);
      await sleep(2_100);
      const { data: after } = await one.graphql(STATUS);
      expect(after).toEqual({ session: { status: "ANONYMOUS" } });
    });

    test("here, and a stolen copy of the cookie is dead on every replica at the next request", async () => {
      await browser.signIn("octo-mock");
      const copies = saas.gateways.slice(0, 2).map((on) => ({ on, copy: browser.clone() }));
      for (const { on, copy } of copies) expect(await statusOf(copy, on)).toBe("AUTHENTICATED");
      expect(await logout(browser)).toEqual({
        session: { status: "ANONYMOUS", nextStep: "LOG_IN", account: null },
        endedSessions: 1,
        userErrors: [],
      });
      expect(browser.jar.has("octogate")).toBe(false);
      for (const { on, copy } of copies) expect(await statusOf(copy, on)).toBe("ANONYMOUS");
    });

    test("here only: other browsers of the user stay signed in, with their access to GitHub", async () => {
      const other = saas.browser();
      await browser.signIn("ada-mock");
      await other.signIn("ada-mock");
      await logout(browser);
      expect(await statusOf(browser)).toBe("ANONYMOUS");
      expect((await other.graphql("{ viewer { login } }")).data).toEqual({ viewer: { login: "ada-mock" } });
    });

    test("everywhere, on every browser of the user and no one else's", async () => {
      const browsers = [saas.browser(), saas.browser(), saas.browser()];
      for (const each of browsers) await each.signIn("grace-mock");
      const stranger = saas.browser();
      await stranger.signIn("linus-mock");
      expect(await logout(browsers[0] as Browser, { everywhere: true })).toMatchObject({ endedSessions: 3 });
      for (const each of browsers) expect(await statusOf(each, saas.replica(1))).toBe("ANONYMOUS");
      expect(await statusOf(stranger)).toBe("AUTHENTICATED");
    });

    test("at GitHub: the authorization is gone, and so is the token here", async () => {
      await browser.signIn("mona-mock");
      const user = saas.fakeGitHub.world.user("mona-mock");
      const app = saas.fakeGitHub.world.app("octogate-demo");
      expect(user && saas.fakeGitHub.oauth.authorizations.isGranted(app, user)).toBe(true);
      await logout(browser, { everywhere: true, revokeAtGitHub: true });
      expect(user && saas.fakeGitHub.oauth.authorizations.isGranted(app, user)).toBe(false);
      expect((await saas.redis.command("KEYS", `*${user?.databaseId}*`)) as string[]).toEqual([
        `user:${user?.databaseId}`,
      ]);
    });

    test("at GitHub, while GitHub is away: the session ends, and the user learns where the access is withdrawn", async () => {
      await browser.signIn("mona-mock");
      const copy = browser.clone();
      const user = saas.fakeGitHub.world.user("mona-mock");
      saas.fakeGitHub.faults.add({ times: 50, status: 502, form: "nginx-html" });
      const { data } = await browser.graphql(
        `mutation {
          logout(input: { revokeAtGitHub: true }) {
            endedSessions session { status } userErrors { __typename code message nextStep helpUrl }
          }
        }`,
      );
      saas.fakeGitHub.faults.clear();
      const place = `${saas.fakeGitHub.url}/settings/apps/authorizations`;
      expect(data).toEqual({
        logout: {
          endedSessions: 1,
          session: { status: "ANONYMOUS" },
          userErrors: [
            {
              __typename: "OAuthError",
              code: "GITHUB_UNAVAILABLE",
              message: expect.stringContaining(place) as string,
              nextStep: "NONE",
              helpUrl: place,
            },
          ],
        },
      });
      expect(await statusOf(copy)).toBe("ANONYMOUS");
      expect(await saas.redis.command("KEYS", `octogate:{tok:${user?.databaseId}}*`)).toEqual([]);
    });

    test("of the last one on a replica that remembers the credential before leaves no token", async () => {
      const other = saas.replica(1);
      await browser.signIn("grace-mock");
      expect(await statusOf(browser, other)).toBe("AUTHENTICATED");
      await browser.signIn("grace-mock", { purpose: "RECONNECT" });
      saas.fakeGitHub.journal.clear();
      await browser.graphql("mutation { logout(input: {}) { endedSessions } }", {}, { on: other });
      const user = saas.fakeGitHub.world.user("grace-mock");
      expect(await saas.redis.command("KEYS", `octogate:{tok:${user?.databaseId}}*`)).toEqual([]);
      expect(saas.fakeGitHub.journal.entries.map(({ method, status }) => [method, status])).toEqual([["DELETE", 204]]);
    });

    test("with the last one the token goes, here and at GitHub, and the settings stay", async () => {
      await browser.signIn("hubot-mock");
      await browser.graphql('mutation { saveSettings(input: { gitUserName: "Hubot" }) { settings { version } } }');
      const user = saas.fakeGitHub.world.user("hubot-mock");
      saas.fakeGitHub.journal.clear();
      await logout(browser);
      const deleted = saas.fakeGitHub.journal.entries.filter(({ method }) => method === "DELETE");
      expect(deleted.map(({ path, status }) => [path.split("/").at(-1), status])).toEqual([["token", 204]]);
      const left = (await saas.redis.command("KEYS", `*${user?.databaseId}*`)) as string[];
      expect(left.toSorted()).toEqual([`settings:user:${user?.databaseId}`, `user:${user?.databaseId}`]);
    });

    test("without one that there was: signing out twice is no problem", async () => {
      expect(await logout(browser)).toMatchObject({
        session: { status: "ANONYMOUS" },
        endedSessions: 0,
        userErrors: [],
      });
      await browser.signIn("octo-mock");
      const copy = browser.clone();
      await logout(browser);
      expect(await logout(copy)).toMatchObject({ endedSessions: 0 });
    });

    test("and a request that was under way does not bring one back", async () => {
      const before = await sessionKeys();
      await browser.signIn("octo-mock");
      const key = await newKey(before);
      const record = JSON.parse(String(await saas.redis.command("GET", key))) as { seenAt: number };
      await saas.redis.command("SET", key, JSON.stringify({ ...record, seenAt: record.seenAt - 61_000 }));
      saas.fakeGitHub.faults.add({ match: { path: "/graphql" }, latencyMs: 400 });
      const slow = browser.clone().graphql("{ viewer { login } }");
      await sleep(150);
      await logout(browser);
      await slow;
      await sleep(100);
      expect(await saas.redis.command("EXISTS", key)).toBe(0);
    });
  });
});
