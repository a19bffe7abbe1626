import type { UserRecord } from "./records.js";
import type { World } from "./world.js";

/** One token of every kind and of every trouble that a token can be in. */
export function addDemoTokens(world: World, viewer: UserRecord): void {
  const day = 86_400_000;
  const sso = ["acme"];
  world.addToken({ name: "classic", user: viewer, ssoAuthorized: sso });
  world.addToken({ name: "classic-without-sso", user: viewer });
  world.addToken({
    name: "classic-without-repo",
    user: viewer,
    scopes: ["public_repo", "read:org", "read:user"],
    ssoAuthorized: sso,
  });
  world.addToken({
    name: "classic-without-read-org",
    user: viewer,
    scopes: ["repo"],
    ssoAuthorized: sso,
  });
  world.addToken({ name: "classic-without-scopes", user: viewer, scopes: [] });
  world.addToken({
    name: "classic-expiring",
    user: viewer,
    ssoAuthorized: sso,
    expiresAt: world.now + 3 * day,
  });
  world.addToken({
    name: "fine-grained",
    user: viewer,
    kind: "fine-grained",
    expiresAt: world.now + 60 * day,
  });
  world.addToken({ name: "fine-grained-of-acme", user: viewer, kind: "fine-grained", reach: sso });
  world.addToken({
    name: "oauth-app",
    user: viewer,
    kind: "oauth-app",
    scopes: ["read:org", "repo"],
    ssoAuthorized: sso,
  });
  world.addToken({
    name: "app-user",
    user: viewer,
    kind: "app-user",
    ssoAuthorized: sso,
    reach: [viewer.login, "northwind"],
    expiresAt: world.now + day + 8 * 3_600_000,
  });
  world.addToken({ name: "expired", user: viewer, expiresAt: world.now - day });
  world.addToken({ name: "revoked", user: viewer, revoked: true });
  world.addToken({ name: "other", user: "other-mock" });
  world.addToken({ name: "colleague", user: "mona-mock", ssoAuthorized: sso });
}
