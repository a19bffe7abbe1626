import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { TOKEN_TIMINGS } from "../src/auth/github-oauth/token-timings.js";
import { startReplicas } from "./built-replicas.js";
import { hasRedis } from "./redis-server.js";

const REPLICAS = 4;
const EACH = 250;

describe.skipIf(!hasRedis)("1,000 operations at once over 4 gateways, with one token that has expired", () => {
  test.each([
    ["at once", 0],
    ["after three seconds", 3_000],
  ])(
    "are all answered, by one refresh, when GitHub answers it %s",
    async (_when, latencyMs) => {
      const fleet = await startReplicas(REPLICAS, {
        // Each of them is to need the token, and GitHub is to mind nothing but tokens.
        env: { OCTOGATE_CACHE: "off" },
        world: { secondaryLimits: false, pointsPerHour: 1e9 },
      });
      const browser = fleet.browser();
      await browser.signIn("octo-mock");
      await fleet.expire("octo-mock");
      await sleep(TOKEN_TIMINGS.rememberMs + 100);
      fleet.fakeGitHub.journal.clear();
      fleet.fakeGitHub.faults.add({ match: { grantType: "refresh_token" }, latencyMs });
      const answers = await Promise.all(
        fleet.replicas.flatMap(({ url }) => {
          const pool = new Pool(url, { connections: EACH });
          onTestFinished(() => pool.destroy());
          return Array.from({ length: EACH }, async () => {
            const { statusCode, body } = await pool.request({
              path: "/graphql",
              method: "POST",
              headers: { "content-type": "application/json", cookie: browser.cookie },
              body: JSON.stringify({ query: "{ viewer { login } }" }),
            });
            return `${statusCode} ${await body.text()}`;
          });
        }),
      );
      expect(answers).toHaveLength(REPLICAS * EACH);
      expect(new Set(answers)).toEqual(new Set(['200 {"data":{"viewer":{"login":"octo-mock"}}}']));
      expect(fleet.fakeGitHub.journal.refreshes).toBe(1);
    },
    90_000,
  );
});
