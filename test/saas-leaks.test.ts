import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { TOKEN_TIMINGS } from "../src/auth/github-oauth/token-timings.js";
import type { Browser } from "./browser.js";
import { startReplicas } from "./built-replicas.js";
import { eventually } from "./eventually.js";
import { hasRedis } from "./redis-server.js";
import { ENCRYPTION_KEY, SESSION_KEY } from "./saas.js";

const VIEWER = "{ viewer { login } }";

/** What a browser has that nobody else may: its cookies as they are sent, without their coding, and the ids in them. */
function secretsOf({ jar }: Browser): readonly string[] {
  return [...jar.values()].flatMap((value) => {
    const plain = decodeURIComponent(value);
    return [value, plain, plain.replace(/^s:/, "").split(".")[0] ?? ""];
  });
}

/** The content of every file below a folder, byte for byte. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "latin1")));
}

describe.skipIf(!hasRedis)("what the SaaS edition leaves behind", () => {
  test("holds no token, code, cookie or key: not in the log at debug, Redis's files, nor its own", async () => {
    const fleet = await startReplicas(2, { env: { OCTOGATE_LOG_LEVEL: "debug" } });
    const { fakeGitHub, redis, replicas } = fleet;
    const [, second] = replicas;
    const secrets = [SESSION_KEY, ENCRYPTION_KEY];
    const texts: string[] = [];
    const expire = async (): Promise<void> => {
      await fleet.expire("octo-mock");
      await sleep(TOKEN_TIMINGS.rememberMs + 100);
    };

    // A login, a call, and a refresh on another replica.
    const browser = fleet.browser();
    const callback = await browser.consent("octo-mock");
    secrets.push(callback.code ?? "", callback.state ?? "", ...secretsOf(browser));
    await browser.complete(callback);
    secrets.push(...secretsOf(browser));
    expect((await browser.graphql(VIEWER)).errors).toEqual([]);
    await expire();
    expect((await browser.graphql(VIEWER, {}, second && { on: second })).errors).toEqual([]);

    // A pair that Redis does not take: it waits in a file.
    await expire();
    fakeGitHub.journal.clear();
    fakeGitHub.faults.add({ match: { grantType: "refresh_token" }, latencyMs: 500, afterProcessing: true });
    const slow = browser.graphql(VIEWER);
    await eventually(() => fakeGitHub.journal.entries.length > 0);
    await redis.kill();
    await slow;
    let spooled: readonly string[] = [];
    await eventually(async () => {
      spooled = (await Promise.all(replicas.map(({ dataDir }) => filesOf(dataDir)))).flat();
      return spooled.some((text) => text.includes('"kid"'));
    });
    texts.push(...spooled);
    await redis.restart();
    await eventually(async () => (await browser.graphql(VIEWER)).errors.length === 0);

    // Failures: a forged cookie, a token that is refused, settings that GitHub does not take, outages.
    const thief = browser.clone();
    thief.setCookie("octogate", `${browser.jar.get("octogate")}x`);
    secrets.push(...secretsOf(thief));
    await thief.graphql(VIEWER);
    fakeGitHub.faults.add({ match: { grantType: "authorization_code" }, oauthError: "incorrect_client_credentials" });
    const other = fleet.browser();
    const refused = await other.consent("mona-mock");
    secrets.push(refused.code ?? "", refused.state ?? "", ...secretsOf(other));
    expect((await other.complete(refused)).userErrors).toMatchObject([{ code: "OAUTH_MISCONFIGURED" }]);
    fakeGitHub.faults.add({ match: { path: "/graphql" }, status: 502, form: "nginx-html", times: 9 });
    expect((await browser.graphql("{ viewer { name } }")).errors).not.toEqual([]);
    fakeGitHub.faults.clear();
    for (const token of fakeGitHub.world.tokens.values()) {
      if (token.kind === "app-user" && token.user.login === "octo-mock") token.revoked = true;
    }
    await browser.graphql("{ viewer { bio: name } }");
    await browser.graphql("mutation { logout(input: { revokeAtGitHub: true }) { endedSessions } }");

    for (const { text } of fakeGitHub.world.tokens.values()) secrets.push(text);
    for (const { clientSecret } of fakeGitHub.world.apps.values()) secrets.push(clientSecret);
    await redis.command("SAVE");
    texts.push(...(await filesOf(redis.dir)));
    for (const { program, dataDir } of replicas) {
      program.signal("SIGTERM");
      const { stdout, stderr } = await program.ended;
      texts.push(stdout, stderr, ...(await filesOf(dataDir)));
    }
    const all = texts.join("\n");
    for (const said of ["signed in", "token: refresh", "token: pair-unsaved", "login failed at GitHub"]) {
      expect(all).toContain(said);
    }
    expect(all).toContain("octogate:{tok:");
    expect(all).not.toMatch(/gh[opru]_[A-Za-z0-9]{10}/);
    const distinct = [...new Set(secrets)];
    expect(distinct.length).toBeGreaterThan(20);
    for (const secret of distinct) {
      expect(secret.length).toBeGreaterThan(10);
      // Not `toContain`, which would print it all.
      expect({ secret: secret.slice(0, 6), isFound: all.includes(secret) }).toMatchObject({ isFound: false });
    }
  }, 90_000);
});
