import type { Secret } from "../../secret/secret.js";
import type { UserId } from "../identity.js";
import type { LoginToStore, RefreshToStore, TokenRecord } from "./token-record.js";
import type { LockAttempt, PauseReason, TokenStore } from "./token-store.js";

interface Entry {
  record: TokenRecord;
  refreshToken: Secret | null;
  writeId: string | null;
  attempt: string | null;
  lock: { readonly owner: string | null; readonly reason: PauseReason; until: number } | undefined;
}

/** Tokens of one process that are gone when it ends: for an edition without Redis, and to try things out. */
export class MemoryTokenStore implements TokenStore {
  readonly #entries = new Map<UserId, Entry>();
  #lastVersion = 0;

  async read(userId: UserId): Promise<TokenRecord | undefined> {
    return this.#entries.get(userId)?.record;
  }

  async writeLogin(userId: UserId, login: LoginToStore): Promise<TokenRecord | undefined> {
    const before = this.#entries.get(userId)?.record;
    const { tokens, account, credentialId, storedAt } = login;
    this.#entries.set(userId, {
      record: {
        ...toTimes(tokens),
        version: this.#nextVersion(),
        account,
        credentialId,
        storedAt,
        verifiedAt: storedAt,
        isDead: false,
        isForced: false,
      },
      refreshToken: tokens.refreshToken,
      writeId: null,
      attempt: null,
      lock: undefined,
    });
    return before;
  }

  async lock(
    userId: UserId,
    { version, owner, ttlMs }: { readonly version: string; readonly owner: string; readonly ttlMs: number },
  ): Promise<LockAttempt> {
    const entry = this.#entries.get(userId);
    if (entry === undefined || entry.record.version !== version || entry.record.isDead) return { kind: "moved" };
    const lock = liveLockOf(entry);
    if (lock !== undefined && lock.owner !== owner) {
      if (lock.owner !== null) return { kind: "held" };
      return { kind: "paused", reason: lock.reason, leftMs: lock.until - performance.now() };
    }
    const wasAttempted = entry.attempt !== null && entry.attempt !== owner;
    entry.lock = { owner, reason: "transient", until: performance.now() + ttlMs };
    entry.attempt = wasAttempted ? `+${owner}` : owner;
    return { kind: "acquired", refreshToken: entry.refreshToken ?? "missing", wasAttempted };
  }

  async renewLock(userId: UserId, { owner, ttlMs }: { readonly owner: string; readonly ttlMs: number }) {
    const lock = liveLockOf(this.#entries.get(userId));
    if (lock?.owner !== owner) return false;
    lock.until = performance.now() + ttlMs;
    return true;
  }

  async releaseLock(
    userId: UserId,
    {
      owner,
      pause,
    }: { readonly owner: string; readonly pause?: { readonly reason: PauseReason; readonly forMs: number } },
  ): Promise<void> {
    const entry = this.#entries.get(userId);
    if (entry === undefined || liveLockOf(entry)?.owner !== owner) return;
    entry.lock =
      pause === undefined
        ? undefined
        : { owner: null, reason: pause.reason, until: performance.now() + Math.ceil(pause.forMs) };
  }

  async writeRefresh(userId: UserId, refresh: RefreshToStore): Promise<string | undefined> {
    const entry = this.#entries.get(userId);
    if (entry === undefined) return undefined;
    if (entry.record.version !== refresh.consumedVersion) {
      return entry.writeId === refresh.writeId ? entry.record.version : undefined;
    }
    const { tokens, writeId, isForced, storedAt } = refresh;
    const version = this.#nextVersion();
    const kept = tokens.refreshToken === null ? entry.record : undefined;
    entry.record = {
      ...entry.record,
      ...toTimes(tokens),
      ...(kept !== undefined && { isRenewable: kept.isRenewable, refreshExpiresAt: kept.refreshExpiresAt }),
      version,
      storedAt,
      isForced,
      isDead: false,
    };
    entry.refreshToken = tokens.refreshToken ?? entry.refreshToken;
    entry.writeId = writeId;
    entry.attempt = null;
    if (entry.lock?.owner === writeId) entry.lock = undefined;
    return version;
  }

  async markDead(userId: UserId, version: string): Promise<boolean> {
    const entry = this.#entries.get(userId);
    if (entry === undefined || entry.record.version !== version) return false;
    entry.record = { ...entry.record, isDead: true };
    entry.lock = undefined;
    return true;
  }

  async noteAccepted(userId: UserId, { fingerprint, at }: { readonly fingerprint: string; readonly at: Date }) {
    const entry = this.#entries.get(userId);
    if (entry?.record.accessToken?.fingerprint !== fingerprint) return;
    entry.record = { ...entry.record, verifiedAt: at, isForced: false };
  }

  async remove(userId: UserId, only?: { readonly credentialId: string }): Promise<TokenRecord | undefined> {
    const before = this.#entries.get(userId)?.record;
    if (only !== undefined && before?.credentialId !== only.credentialId) return undefined;
    this.#entries.delete(userId);
    return before;
  }

  #nextVersion(): string {
    this.#lastVersion += 1;
    return String(this.#lastVersion);
  }
}

function liveLockOf(entry: Entry | undefined): Entry["lock"] {
  return entry?.lock !== undefined && entry.lock.until > performance.now() ? entry.lock : undefined;
}

function toTimes({ accessToken, refreshToken, expiresAt, refreshExpiresAt, scopes }: LoginToStore["tokens"]) {
  return { accessToken, isRenewable: refreshToken !== null, expiresAt, refreshExpiresAt, scopes };
}
