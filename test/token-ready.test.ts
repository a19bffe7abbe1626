import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { AccessToken } from "../src/auth/access-token.js";
import { GitHubTokenManager } from "../src/auth/github-oauth/git-hub-token-manager.js";
import { MemoryTokenStore } from "../src/auth/github-oauth/token-store-memory.js";
import type { Identity } from "../src/auth/identity.js";
import { PersonalTokenKeeper } from "../src/auth/personal-token/personal-token-keeper.js";
import { PersonalTokenSource } from "../src/auth/personal-token/personal-token-source.js";
import { Secret } from "../src/secret/secret.js";
import { openFileSettingsStore } from "../src/settings/file-settings-store.js";
import { temporaryFolder } from "./storage-temporary-folder.js";
import { keyringOf, startTokenFixture, TEST_KEYRING } from "./token-fixture.js";

const OWNER: Identity = { kind: "owner" };
const HOST = "github.com";
const now = () => new Date();

/** One process on the settings file of a folder. */
async function openOwner(dataDir: string, { host = HOST, keyring = TEST_KEYRING } = {}) {
  const credentials = await openFileSettingsStore({ dataDir, keyring });
  onTestFinished(() => credentials[Symbol.asyncDispose]());
  const options = { credentials, host, now };
  const keeper = new PersonalTokenKeeper(options);
  return {
    credentials,
    source: new PersonalTokenSource(options),
    async store(text: string, expiresAt: string | null = null): Promise<void> {
      const token = AccessToken.from(new Secret(text));
      await keeper.store(OWNER, token, { account: null, scopes: [], expiresAt });
    },
  };
}

describe("the owner's token is ready", () => {
  test("from when it is stored, as the same object that is waited for, until it is removed", async () => {
    const { source, store, credentials } = await openOwner(await temporaryFolder());
    expect(source.ready(OWNER)).toBeUndefined();
    await store("ghp_first");
    expect(source.ready(OWNER)?.reveal()).toBe("ghp_first");
    expect(source.ready(OWNER)).toBe(await source.accessToken(OWNER));
    await credentials.removeCredential("owner");
    expect(source.ready(OWNER)).toBeUndefined();
  });

  test("not once GitHub has refused it, until it accepts it again", async () => {
    const { source, store } = await openOwner(await temporaryFolder());
    await store("ghp_first");
    const token = await source.accessToken(OWNER);
    await source.refused(OWNER, token);
    expect(source.ready(OWNER)).toBeUndefined();
    await source.accepted(OWNER, token, {});
    expect(source.ready(OWNER)).toBe(await source.accessToken(OWNER));
    expect(source.accepted(OWNER, token, {})).toBeUndefined();
  });

  test("not when it has expired, is another host's, or cannot be unsealed", async () => {
    const dataDir = await temporaryFolder();
    const { source, store } = await openOwner(dataDir);
    await store("ghp_first", new Date(Date.now() - 1000).toISOString());
    expect(source.ready(OWNER)).toBeUndefined();
    await store("ghp_first", new Date(Date.now() + 60_000).toISOString());
    expect(source.ready(OWNER)).toBeDefined();
    expect((await openOwner(dataDir, { host: "github.example" })).source.ready(OWNER)).toBeUndefined();
    expect((await openOwner(dataDir, { keyring: keyringOf("other") })).source.ready(OWNER)).toBeUndefined();
  });

  test("not as it was before another process stored a new one", async () => {
    const dataDir = await temporaryFolder();
    const [one, other] = [await openOwner(dataDir), await openOwner(dataDir)];
    await one.store("ghp_first");
    await other.source.accessToken(OWNER);
    for (const text of ["ghp_second", "ghp_third", "ghp_fourth"]) {
      expect(other.source.ready(OWNER)).toBeDefined();
      await one.store(text);
      // The file has to be read first.
      expect(other.source.ready(OWNER)).toBeUndefined();
      expect((await other.source.accessToken(OWNER)).reveal()).toBe(text);
      expect(other.source.ready(OWNER)?.reveal()).toBe(text);
    }
  });
});

describe("a user's token is ready", () => {
  async function setUp(expiresInMs: number) {
    const fixture = await startTokenFixture();
    const ana = fixture.addUser("ana-mock");
    const store = new MemoryTokenStore();
    const manager = new GitHubTokenManager({ store, oauth: fixture.oauth, timings: { rememberMs: 200 } });
    onTestFinished(() => manager[Symbol.asyncDispose]());
    const signIn = () => manager.storeLogin(ana.userId, fixture.grant(ana, { expiresInMs }), ana.account);
    await signIn();
    return { ...fixture, store, manager, signIn, ana: ana.identity };
  }

  test("for a moment after it was waited for, as the same object", async () => {
    const { manager, ana } = await setUp(8 * 60 * 60_000);
    expect(manager.ready(ana)).toBeUndefined();
    const token = await manager.accessToken(ana);
    expect(manager.ready(ana)).toBe(token);
    await sleep(250);
    expect(manager.ready(ana)).toBeUndefined();
  });

  test("not when it has to be refreshed first", async () => {
    const { manager, ana, fakeGitHub } = await setUp(60_000);
    await manager.credential(ana.userId);
    expect(manager.ready(ana)).toBeUndefined();
    await manager.accessToken(ana);
    expect(fakeGitHub.journal.refreshes).toBe(1);
  });

  test("not when it was replaced, forgotten or marked dead here", async () => {
    const { manager, ana, store, signIn } = await setUp(8 * 60 * 60_000);
    const first = await manager.accessToken(ana);
    await signIn();
    expect(manager.ready(ana)).toBeUndefined();
    expect((await manager.accessToken(ana)).fingerprint).not.toBe(first.fingerprint);
    const record = await store.read(ana.userId);
    await store.markDead(ana.userId, record?.version ?? "");
    await sleep(250);
    await manager.credential(ana.userId);
    expect(manager.ready(ana)).toBeUndefined();
    await manager.forget(ana.userId, { atGitHub: "nothing" });
    expect(manager.ready(ana)).toBeUndefined();
  });

  test("for nobody who is not signed in, and is noted as accepted where its record does not say so", async () => {
    const { manager, ana } = await setUp(8 * 60 * 60_000);
    const token = await manager.accessToken(ana);
    expect(manager.ready({ kind: "anonymous" })).toBeUndefined();
    expect(manager.ready({ kind: "owner" })).toBeUndefined();
    await manager.accepted(ana, token, {});
    expect(manager.accepted(ana, token, {})).toBeUndefined();
  });
});
