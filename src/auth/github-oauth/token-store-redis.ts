import { AccessToken } from "../access-token.js";
import type { Secret } from "../../secret/secret.js";
import type { Keyring } from "../../storage/keyring.js";
import { redisUnavailable, type RedisClient } from "../../storage/redis-connection.js";
import type { RedisScript } from "../../storage/redis-script.js";
import { confirmOnReplica } from "../../storage/redis-connection.js";
import { isSealedBefore, sealToText, unsealText } from "../../storage/sealed-text.js";
import type { SealBinding } from "../../storage/sealed-value.js";
import { subjectOf, type UserId } from "../identity.js";
import { readFields, toLoginText, toRecord, toRefreshText, type StoredFields } from "./token-fields.js";
import type { LoginToStore, RefreshToStore, StoredRefreshToken, TokenRecord } from "./token-record.js";
import type { LockAttempt, PauseReason, TokenStore } from "./token-store.js";
import * as scripts from "./token-store-scripts.js";

export interface RedisTokenStoreOptions {
  readonly client: RedisClient;
  readonly keyring: Keyring;
  readonly now?: () => Date;
}

// Longer than any refresh token lives, so that a user who comes back late is told to reconnect and not that nothing is
// known; then it is forgotten.
const RECORD_LIFE_MS = 400 * 24 * 60 * 60 * 1000;
const PAUSE = "pause:";

/**
 * Tokens in Redis, sealed. `octogate:{tok:ID}:at` holds the record with the access token, and `…:rt` the refresh token,
 * apart from it as GitHub advises; `…:lock` says who refreshes. The braces keep the three in one slot of a Cluster. A
 * version is the fingerprint of the access token.
 */
export class RedisTokenStore implements TokenStore {
  readonly #client: RedisClient;
  readonly #keyring: Keyring;
  readonly #now: () => Date;

  constructor({ client, keyring, now = () => new Date() }: RedisTokenStoreOptions) {
    this.#client = client;
    this.#keyring = keyring;
    this.#now = now;
  }

  async read(userId: UserId): Promise<TokenRecord | undefined> {
    const [key] = keysOf(userId);
    const fields = readFields(await this.#ask(() => this.#client.get(key)));
    const record = this.#toRecord(userId, fields);
    if (fields !== undefined && record?.accessToken && isSealedBefore(this.#keyring, fields.at)) {
      await this.#reseal(userId, record);
    }
    return record;
  }

  async writeLogin(userId: UserId, login: LoginToStore): Promise<TokenRecord | undefined> {
    const { tokens } = login;
    const before = await this.#run(scripts.WRITE_LOGIN, userId, [
      toLoginText(login, this.#seal(userId, "accessToken", tokens.accessToken)),
      RECORD_LIFE_MS,
      ...this.#refreshToken(userId, tokens),
    ]);
    return this.#toRecord(userId, readFields(before));
  }

  async lock(
    userId: UserId,
    { version, owner, ttlMs }: { readonly version: string; readonly owner: string; readonly ttlMs: number },
  ): Promise<LockAttempt> {
    const answer = await this.#run(scripts.LOCK, userId, [version, owner, ttlMs]);
    const [kind, value, more] = answer as readonly [string, string | null, unknown];
    if (kind === "moved") return { kind };
    if (kind === "acquired") {
      return { kind, refreshToken: this.#unsealRefreshToken(userId, value), wasAttempted: more === 1 };
    }
    if (value?.startsWith(PAUSE) !== true) return { kind: "held" };
    const reason: PauseReason = value === `${PAUSE}misconfigured` ? "misconfigured" : "transient";
    return { kind: "paused", reason, leftMs: Math.max(0, Number(more)) };
  }

  async renewLock(userId: UserId, { owner, ttlMs }: { readonly owner: string; readonly ttlMs: number }) {
    return (await this.#run(scripts.RENEW_LOCK, userId, [owner, ttlMs])) === 1;
  }

  async releaseLock(
    userId: UserId,
    {
      owner,
      pause,
    }: { readonly owner: string; readonly pause?: { readonly reason: PauseReason; readonly forMs: number } },
  ): Promise<void> {
    const instead = pause === undefined ? ["", 0] : [PAUSE + pause.reason, Math.ceil(pause.forMs)];
    await this.#run(scripts.RELEASE_LOCK, userId, [owner, ...instead]);
  }

  async writeRefresh(userId: UserId, refresh: RefreshToStore): Promise<string | undefined> {
    const { consumedVersion, writeId, tokens } = refresh;
    const version = await this.#run(scripts.WRITE_REFRESH, userId, [
      consumedVersion,
      writeId,
      toRefreshText(refresh, this.#seal(userId, "accessToken", tokens.accessToken)),
      RECORD_LIFE_MS,
      ...this.#refreshToken(userId, tokens),
    ]);
    if (typeof version !== "string") return undefined;
    await confirmOnReplica(this.#client);
    return version;
  }

  async markDead(userId: UserId, version: string): Promise<boolean> {
    return (await this.#run(scripts.MARK_DEAD, userId, [version])) === 1;
  }

  async noteAccepted(userId: UserId, { fingerprint, at }: { readonly fingerprint: string; readonly at: Date }) {
    await this.#run(scripts.NOTE_ACCEPTED, userId, [fingerprint, at.getTime()]);
  }

  async remove(userId: UserId, only?: { readonly credentialId: string }): Promise<TokenRecord | undefined> {
    const before = await this.#run(scripts.REMOVE, userId, [only?.credentialId ?? ""]);
    return this.#toRecord(userId, readFields(before));
  }

  /** Under the newest key, so that an old one can be retired; whoever comes between wins. */
  async #reseal(userId: UserId, { version, accessToken }: TokenRecord): Promise<void> {
    if (accessToken === null) return;
    try {
      const before = await this.#client.get(keysOf(userId)[1]);
      const refreshToken = this.#unsealRefreshToken(userId, before);
      const after = typeof refreshToken === "string" ? "" : this.#seal(userId, "refreshToken", refreshToken);
      const values = [this.#seal(userId, "accessToken", accessToken), after === "" ? "" : (before ?? ""), after];
      await scripts.RESEAL.run(this.#client, keysOf(userId), [version, ...values]);
    } catch {
      // A Redis that does not take writes has the old seal, which still opens; the next read tries again.
    }
  }

  #toRecord(userId: UserId, fields: StoredFields | undefined): TokenRecord | undefined {
    if (fields === undefined) return undefined;
    const unsealed = unsealText(this.#keyring, fields.at, bindingOf(userId, "accessToken"));
    return toRecord(userId, fields, unsealed.ok ? AccessToken.from(unsealed.secret) : null);
  }

  #unsealRefreshToken(userId: UserId, sealed: string | null): StoredRefreshToken {
    if (sealed === null) return "missing";
    const unsealed = unsealText(this.#keyring, sealed, bindingOf(userId, "refreshToken"));
    return unsealed.ok ? unsealed.secret : "unreadable";
  }

  /** Sealed, and its life: Redis forgets it when GitHub does. */
  #refreshToken(userId: UserId, { refreshToken, refreshExpiresAt }: LoginToStore["tokens"]): [string, number] {
    if (refreshToken === null) return ["", 0];
    const left = refreshExpiresAt === null ? 0 : Math.max(1, refreshExpiresAt.getTime() - this.#now().getTime());
    return [this.#seal(userId, "refreshToken", refreshToken), left];
  }

  #seal(userId: UserId, field: TokenField, secret: Secret): string {
    return sealToText(this.#keyring, secret, bindingOf(userId, field));
  }

  async #run(script: RedisScript, userId: UserId, values: readonly (string | number)[]): Promise<unknown> {
    const keys = keysOf(userId);
    return this.#ask(() => script.run(this.#client, keys, values));
  }

  async #ask<T>(command: () => Promise<T>): Promise<T> {
    try {
      return await command();
    } catch (error) {
      throw redisUnavailable(error);
    }
  }
}

type TokenField = "accessToken" | "refreshToken";

function bindingOf(userId: UserId, field: TokenField): SealBinding {
  return { owner: subjectOf({ kind: "user", userId }), field, kind: "github-token" };
}

function keysOf(userId: UserId): [string, string, string] {
  // Whatever a caller believes to be an id: only digits get into a key.
  if (!/^\d{1,20}$/.test(userId)) throw new Error("A user id has other characters than digits.");
  const key = `octogate:{tok:${userId}}`;
  return [`${key}:at`, `${key}:rt`, `${key}:lock`];
}
