import { afterAll, expect, test } from "vitest";
import { NO_REDIS, startRedis } from "./redis-server.js";
import { signIn, startSaaS } from "./saas.js";

const redis = await startRedis();
afterAll(async () => redis?.[Symbol.asyncDispose]());

test.skipIf(redis === undefined)(
  `a token that GitHub refuses right after it was issued costs one refresh, and the request is answered${redis === undefined ? ` (${NO_REDIS})` : ""}`,
  async () => {
    await using saas = await startSaaS({ ...(redis !== undefined && { redis }) });
    const { fakeGitHub, gateway } = saas;
    const headers = await signIn(gateway, "octo-mock");
    for (const token of fakeGitHub.world.tokens.values()) {
      if (token.kind === "app-user" && token.user.login === "octo-mock") token.revoked = true;
    }
    fakeGitHub.journal.clear();
    const { data, errors } = await gateway.graphql("{ viewer { login } }", {}, headers);
    expect(errors).toEqual([]);
    expect(data?.["viewer"]).toEqual({ login: "octo-mock" });
    expect(fakeGitHub.journal.refreshes).toBe(1);
  },
);
