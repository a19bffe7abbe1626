import { describe, expect, onTestFinished, test } from "vitest";
import { AccessToken } from "../src/auth/access-token.js";
import type { GrantedTokens } from "../src/auth/github-oauth/granted-tokens.js";
import type { LoginToStore, RefreshToStore } from "../src/auth/github-oauth/token-record.js";
import type { LockAttempt, TokenStore } from "../src/auth/github-oauth/token-store.js";
import type { UserId } from "../src/auth/identity.js";
import { Secret } from "../src/secret/secret.js";

export interface TokenStoreBatteryOptions {
  /** Opens an empty store. */
  readonly open: () => Promise<{ readonly store: TokenStore; readonly close: () => Promise<void> }>;
  /** Why it cannot run here. */
  readonly skip?: string | undefined;
}

const ANA = "101" as UserId;
const BEN = "102" as UserId;
const NOW = new Date("2026-11-23T12:00:00.000Z");
const LATER = new Date(Date.now() + 8 * 60 * 60_000);

function tokens(name: string, more: Partial<GrantedTokens> = {}): GrantedTokens {
  return {
    accessToken: AccessToken.from(new Secret(`ghu_${name.padEnd(36, "0")}`)),
    refreshToken: new Secret(`ghr_${name.padEnd(76, "0")}`),
    expiresAt: LATER,
    refreshExpiresAt: new Date(LATER.getTime() + 1000),
    scopes: [],
    ...more,
  };
}

function login(name: string, more: Partial<GrantedTokens> = {}): LoginToStore {
  return {
    tokens: tokens(name, more),
    account: { gitHubUserId: ANA, login: "ana", name: "Ana Ñ", avatarUrl: "https://example.com/a.png" },
    credentialId: `credential-${name}`,
    storedAt: NOW,
  };
}

function refresh(consumedVersion: string, name: string, more: Partial<RefreshToStore> = {}): RefreshToStore {
  return { consumedVersion, writeId: `w-${name}`, tokens: tokens(name), isForced: false, storedAt: NOW, ...more };
}

/** What every token store must do, whatever it keeps the tokens in. */
export function describeTokenStore(name: string, options: TokenStoreBatteryOptions): void {
  async function open(): Promise<TokenStore> {
    const { store, close } = await options.open();
    onTestFinished(close);
    return store;
  }

  async function openWithLogin(more: Partial<GrantedTokens> = {}): Promise<{ store: TokenStore; version: string }> {
    const store = await open();
    await store.writeLogin(ANA, login("first", more));
    return { store, version: await versionOf(store) };
  }

  async function versionOf(store: TokenStore): Promise<string> {
    const version = (await store.read(ANA))?.version;
    if (version === undefined) throw new Error("Nothing is stored.");
    return version;
  }

  function lock(store: TokenStore, version: string, owner: string, ttlMs = 5_000): Promise<LockAttempt> {
    return store.lock(ANA, { version, owner, ttlMs });
  }

  async function tokenIn(store: TokenStore, userId = ANA): Promise<string | undefined> {
    return (await store.read(userId))?.accessToken?.reveal();
  }

  describe.skipIf(options.skip !== undefined)(`${name} as a token store`, () => {
    test("gives back what a login stored, and nothing of anybody else", async () => {
      const { store } = await openWithLogin({ scopes: ["repo", "read:org"] });
      expect(await store.read(ANA)).toMatchObject({
        isRenewable: true,
        expiresAt: LATER,
        scopes: ["repo", "read:org"],
        account: login("first").account,
        credentialId: "credential-first",
        storedAt: NOW,
        verifiedAt: NOW,
        isDead: false,
        isForced: false,
      });
      expect(await tokenIn(store)).toBe(tokens("first").accessToken.reveal());
      expect(await store.read(BEN)).toBeUndefined();
    });

    test("keeps a token that never expires and has no refresh token", async () => {
      const { store, version } = await openWithLogin({ refreshToken: null, expiresAt: null, refreshExpiresAt: null });
      expect(await store.read(ANA)).toMatchObject({ isRenewable: false, expiresAt: null, refreshExpiresAt: null });
      expect(await lock(store, version, "a")).toMatchObject({ kind: "acquired", refreshToken: "missing" });
    });

    test("gives the lock of a version, with its refresh token, to one of many", async () => {
      const { store, version } = await openWithLogin();
      const attempts = await Promise.all(Array.from({ length: 20 }, (_, index) => lock(store, version, `o${index}`)));
      const acquired = attempts.filter((attempt) => attempt.kind === "acquired");
      expect(acquired).toHaveLength(1);
      expect(acquired[0]?.refreshToken).toBeInstanceOf(Secret);
      expect((acquired[0]?.refreshToken as Secret).reveal()).toBe(tokens("first").refreshToken?.reveal());
      expect(attempts.filter(({ kind }) => kind === "held")).toHaveLength(19);
    });

    test("gives the lock again to who holds it, and not as a second attempt", async () => {
      const { store, version } = await openWithLogin();
      expect(await lock(store, version, "a")).toMatchObject({ kind: "acquired", wasAttempted: false });
      expect(await lock(store, version, "a")).toMatchObject({ kind: "acquired", wasAttempted: false });
    });

    test("gives a lock that ran out to the next one, and says that somebody has tried before", async () => {
      const { store, version } = await openWithLogin();
      await lock(store, version, "a", 30);
      await expect.poll(async () => (await lock(store, version, "b")).kind).toBe("acquired");
      expect(await lock(store, version, "b")).toMatchObject({ wasAttempted: true });
      expect(await store.renewLock(ANA, { owner: "a", ttlMs: 1000 })).toBe(false);
      await store.releaseLock(ANA, { owner: "a" });
      expect(await lock(store, version, "c")).toEqual({ kind: "held" });
    });

    test("holds a renewed lock for longer", async () => {
      const { store, version } = await openWithLogin();
      await lock(store, version, "a", 150);
      expect(await store.renewLock(ANA, { owner: "a", ttlMs: 10_000 })).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(await lock(store, version, "b")).toEqual({ kind: "held" });
    });

    test("gives nobody the lock during a pause, and says why and how long", async () => {
      const { store, version } = await openWithLogin();
      await lock(store, version, "a");
      await store.releaseLock(ANA, { owner: "a", pause: { reason: "misconfigured", forMs: 400 } });
      const attempt = await lock(store, version, "b");
      expect(attempt).toMatchObject({ kind: "paused", reason: "misconfigured" });
      expect(attempt.kind === "paused" && attempt.leftMs > 0 && attempt.leftMs <= 400).toBe(true);
      await expect.poll(async () => (await lock(store, version, "b")).kind).toBe("acquired");
    });

    test("replaces the pair by the refreshed one, frees the lock, and sends waiters away", async () => {
      const { store, version } = await openWithLogin();
      await lock(store, version, "w-second");
      const next = await store.writeRefresh(ANA, refresh(version, "second"));
      expect(next).toBe(await versionOf(store));
      expect(await tokenIn(store)).toBe(tokens("second").accessToken.reveal());
      expect(await lock(store, version, "b")).toEqual({ kind: "moved" });
      const attempt = await lock(store, String(next), "b");
      expect(attempt).toMatchObject({ kind: "acquired", wasAttempted: false });
      expect(attempt.kind === "acquired" && (attempt.refreshToken as Secret).reveal()).toBe(
        tokens("second").refreshToken?.reveal(),
      );
    });

    test("keeps the refresh token and the account when a refresh brings none", async () => {
      const { store, version } = await openWithLogin();
      const next = await store.writeRefresh(
        ANA,
        refresh(version, "second", { tokens: tokens("second", { refreshToken: null, refreshExpiresAt: null }) }),
      );
      expect(await store.read(ANA)).toMatchObject({
        isRenewable: true,
        refreshExpiresAt: tokens("first").refreshExpiresAt,
        account: { login: "ana" },
        credentialId: "credential-first",
      });
      const attempt = await lock(store, String(next), "a");
      expect(attempt.kind === "acquired" && (attempt.refreshToken as Secret).reveal()).toBe(
        tokens("first").refreshToken?.reveal(),
      );
    });

    test("takes a refresh without the lock, since the pair may be the only one that works", async () => {
      const { store, version } = await openWithLogin();
      await lock(store, version, "somebody-else");
      expect(await store.writeRefresh(ANA, refresh(version, "second"))).toBeDefined();
      expect(await tokenIn(store)).toBe(tokens("second").accessToken.reveal());
    });

    test("takes the same write twice as one", async () => {
      const { store, version } = await openWithLogin();
      const first = await store.writeRefresh(ANA, refresh(version, "second"));
      expect(await store.writeRefresh(ANA, refresh(version, "second"))).toBe(first);
      expect(await store.writeRefresh(ANA, refresh(version, "third"))).toBeUndefined();
      expect(await tokenIn(store)).toBe(tokens("second").accessToken.reveal());
    });

    test("takes one of many refreshes of a version", async () => {
      const { store, version } = await openWithLogin();
      const versions = await Promise.all(
        Array.from({ length: 20 }, (_, index) => store.writeRefresh(ANA, refresh(version, `n${index}`))),
      );
      expect(versions.filter((next) => next !== undefined)).toHaveLength(1);
    });

    test("lets a login win over a refresh that began before it", async () => {
      const { store, version } = await openWithLogin();
      await lock(store, version, "w-late");
      const before = await store.writeLogin(ANA, login("second"));
      expect(before?.accessToken?.reveal()).toBe(tokens("first").accessToken.reveal());
      expect(await store.writeRefresh(ANA, refresh(version, "late"))).toBeUndefined();
      expect(await tokenIn(store)).toBe(tokens("second").accessToken.reveal());
      expect(await lock(store, await versionOf(store), "b")).toMatchObject({ kind: "acquired", wasAttempted: false });
    });

    test("brings nothing back that was removed, not even after a new login", async () => {
      const { store, version } = await openWithLogin();
      expect((await store.remove(ANA))?.version).toBe(version);
      expect(await store.remove(ANA)).toBeUndefined();
      expect(await store.read(ANA)).toBeUndefined();
      expect(await store.writeRefresh(ANA, refresh(version, "late"))).toBeUndefined();
      await store.writeLogin(ANA, login("second"));
      expect(await versionOf(store)).not.toBe(version);
      expect(await store.writeRefresh(ANA, refresh(version, "late"))).toBeUndefined();
    });

    test("removes one credential only, where the caller names it: a login in between stays", async () => {
      const { store } = await openWithLogin();
      const seen = (await store.read(ANA))?.credentialId ?? "";
      const again = login("second");
      await store.writeLogin(ANA, { ...again, credentialId: `${seen}-of-a-later-login` });
      expect(await store.remove(ANA, { credentialId: seen })).toBeUndefined();
      expect(await tokenIn(store, ANA)).toBe(again.tokens.accessToken.reveal());
      expect(await store.remove(ANA, { credentialId: `${seen}-of-a-later-login` })).toBeDefined();
      expect(await store.read(ANA)).toBeUndefined();
    });

    test("marks the current version dead and no other", async () => {
      const { store, version } = await openWithLogin();
      expect(await store.markDead(ANA, "1")).toBe(version === "1");
      expect(await store.markDead(ANA, version)).toBe(true);
      expect(await store.read(ANA)).toMatchObject({ isDead: true, account: { login: "ana" } });
      expect(await lock(store, version, "a")).toEqual({ kind: "moved" });
      expect(await store.markDead(BEN, version)).toBe(false);
    });

    test("is brought back to life by the pair that consumed the version, and by a login", async () => {
      const { store, version } = await openWithLogin();
      await store.markDead(ANA, version);
      expect(await store.writeRefresh(ANA, refresh(version, "late"))).toBeDefined();
      expect(await store.read(ANA)).toMatchObject({ isDead: false });
      await store.markDead(ANA, await versionOf(store));
      await store.writeLogin(ANA, login("second"));
      expect(await store.read(ANA)).toMatchObject({ isDead: false });
    });

    test("notes when GitHub accepted the current token, and that it was refreshed by force until then", async () => {
      const { store, version } = await openWithLogin();
      await store.writeRefresh(ANA, refresh(version, "second", { isForced: true }));
      expect(await store.read(ANA)).toMatchObject({ isForced: true });
      const at = new Date("2026-11-23T13:00:00.000Z");
      await store.noteAccepted(ANA, { fingerprint: tokens("first").accessToken.fingerprint, at });
      expect(await store.read(ANA)).toMatchObject({ isForced: true });
      await store.noteAccepted(ANA, { fingerprint: tokens("second").accessToken.fingerprint, at });
      expect(await store.read(ANA)).toMatchObject({ isForced: false, verifiedAt: at });
    });

    test("keeps users apart", async () => {
      const { store, version } = await openWithLogin();
      await store.writeLogin(BEN, login("ben"));
      await lock(store, version, "a");
      await store.markDead(ANA, version);
      await store.remove(ANA);
      expect(await tokenIn(store, BEN)).toBe(tokens("ben").accessToken.reveal());
      expect(await store.read(BEN)).toMatchObject({ isDead: false });
    });
  });
}
