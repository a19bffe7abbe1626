import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { AccessToken } from "../access-token.js";
import type { Credential } from "../credential.js";
import type { Identity, UserId } from "../identity.js";
import type { Account } from "../session-state.js";
import type { AccessTokenSource, TokenFacts } from "../user-auth.js";
import type { ForgetOptions, GitHubTokenManagerOptions } from "./git-hub-token-manager-options.js";
import type { GrantedTokens } from "./granted-tokens.js";
import { AcceptedTokens } from "./token-accepted.js";
import { toCredential } from "./token-credential.js";
import { TokenDue } from "./token-due.js";
import { isTemporary, reauthenticationRequired, refreshPaused } from "./token-errors.js";
import type { OnTokenEvent } from "./token-event.js";
import type { TokenRecord } from "./token-record.js";
import { within } from "./token-patience.js";
import { RecentTokens } from "./token-recent.js";
import { usable, userIdOf } from "./token-usable.js";
import { TokenRefresher } from "./token-refresher.js";
import { TokenRemoval } from "./token-removal.js";
import type { TokenStore } from "./token-store.js";
import { TOKEN_TIMINGS, type TokenTimings } from "./token-timings.js";
import { UnsavedTokens } from "./token-unsaved.js";

/**
 * Users' tokens: taken in at login, renewed before they expire by one caller for all of a user's on every replica, and
 * ended by nothing but a definitive answer of GitHub's.
 */
export class GitHubTokenManager implements AccessTokenSource, AsyncDisposable {
  readonly #store: TokenStore;
  readonly #onEvent: OnTokenEvent;
  readonly #now: () => Date;
  readonly #timings: TokenTimings;
  readonly #due: TokenDue;
  readonly #unsaved: UnsavedTokens;
  readonly #refresher: TokenRefresher;
  readonly #recent: RecentTokens;
  readonly #accepted: AcceptedTokens;
  readonly #removal: TokenRemoval;
  /** Tokens that are tried again, after GitHub's machines had time to learn of them. */
  readonly #triedLater = new WeakSet<AccessToken>();

  constructor(options: GitHubTokenManagerOptions) {
    const { store, oauth, rotation = "single-use", spool, onEvent = () => undefined } = options;
    const { now = () => new Date() } = options;
    const timings = { ...TOKEN_TIMINGS, ...options.timings };
    this.#store = store;
    this.#onEvent = onEvent;
    this.#now = now;
    this.#timings = timings;
    this.#recent = new RecentTokens({ store, lifeMs: timings.rememberMs });
    this.#accepted = new AcceptedTokens({ store, now });
    this.#due = new TokenDue({ timings, now });
    this.#unsaved = new UnsavedTokens({ store, oauth, spool, onEvent, giveUpAfterMs: timings.giveUpAfterMs });
    const unsaved = this.#unsaved;
    this.#refresher = new TokenRefresher({ store, oauth, unsaved, rotation, timings, now, onEvent });
    const workingToken = (userId: UserId) => this.accessToken({ kind: "user", userId });
    const recent = this.#recent;
    this.#removal = new TokenRemoval({ store, oauth, recent, unsaved, onEvent, timings, workingToken });
  }

  /** Takes up pairs that an earlier process could not store; call it once, before the first request. */
  async recover(): Promise<void> {
    await this.#unsaved.recover();
  }

  /** Stores what a login brought. It always wins over a refresh under way; the token that it replaces is revoked. */
  async storeLogin(userId: UserId, tokens: GrantedTokens, account: Account): Promise<void> {
    const login = { tokens, account, credentialId: randomBytes(9).toString("base64url"), storedAt: this.#now() };
    const before = await this.#store.writeLogin(userId, login);
    this.#recent.forget(userId);
    this.#unsaved.forget(userId);
    const old = before?.accessToken;
    if (old && !before.isDead && !this.#due.hasExpired(before) && old.fingerprint !== tokens.accessToken.fingerprint) {
      this.#unsaved.discard(userId, old);
    }
  }

  /** Whose tokens they are, as of the last login; `null` when nothing is stored. */
  async account(userId: UserId): Promise<Account | null> {
    return (await this.#recent.read(userId))?.account ?? null;
  }

  /** What a user may know of the tokens; `null` when nothing is stored. Asks nothing of GitHub. */
  async credential(userId: UserId): Promise<Credential | null> {
    const record = await this.#recent.read(userId);
    return record === undefined ? null : toCredential(record, this.#now());
  }

  /** The credential that is stored now, and not a moment ago; `undefined` when nothing is. */
  async storedCredentialId(userId: UserId): Promise<string | undefined> {
    return (await this.#store.read(userId))?.credentialId;
  }

  /**
   * Forgets a user's tokens. They are gone here even when GitHub cannot be told.
   *
   * @returns Whether GitHub did what `atGitHub` asks of it.
   * @throws GatewayError `SESSION_STORE_UNAVAILABLE` when the store cannot be asked; then nothing has happened.
   */
  forget(userId: UserId, options: ForgetOptions): Promise<boolean> {
    return this.#removal.forget(userId, options);
  }

  ready(identity: Identity): AccessToken | undefined {
    if (identity.kind !== "user" || this.#unsaved.find(identity.userId) !== undefined) return undefined;
    const record = this.#recent.atHand(identity.userId);
    if (!record?.accessToken || this.#due.isDue(identity.userId, record)) return undefined;
    return this.#accepted.tokenOf(record);
  }

  async accessToken(identity: Identity): Promise<AccessToken> {
    const userId = userIdOf(identity);
    const unsaved = this.#unsaved.find(userId)?.tokens;
    if (unsaved !== undefined && !this.#due.hasExpired(unsaved)) return unsaved.accessToken;
    const record = usable(await this.#recent.read(userId));
    if (!this.#due.isDue(userId, record)) return this.#accepted.tokenOf(record);
    if (this.#due.hasExpired(record))
      return this.#accepted.tokenOf(await this.#refresh(userId, record, this.#timings.waitMs));
    try {
      return this.#accepted.tokenOf(await this.#refresh(userId, record, this.#timings.waitWhileValidMs));
    } catch (error) {
      if (!isTemporary(error)) throw error;
      return this.#accepted.tokenOf(record);
    }
  }

  accepted(identity: Identity, token: AccessToken, _facts: TokenFacts): void | Promise<void> {
    return this.#accepted.note(userIdOf(identity), token);
  }

  /**
   * Another replica may have refreshed, GitHub may not know a new token everywhere yet, or the token is dead: looked at
   * in this order, and a refresh is forced once.
   *
   * @throws GatewayError as `accessToken`.
   */
  async refused(identity: Identity, token: AccessToken): Promise<AccessToken> {
    const userId = userIdOf(identity);
    this.#accepted.forget(token);
    this.#recent.forget(userId);
    const unsaved = this.#unsaved.find(userId)?.tokens.accessToken;
    if (unsaved !== undefined && unsaved.fingerprint !== token.fingerprint) return unsaved;
    const record = await this.#read(userId);
    const current = this.#accepted.tokenOf(record);
    if (current.fingerprint !== token.fingerprint) return current;
    if (this.#mayBeUnknownYet(record) && !this.#triedLater.has(token)) {
      await sleep(this.#timings.lagMs);
      this.#triedLater.add(current);
      return current;
    }
    if (record.isForced) {
      if (await this.#store.markDead(userId, record.version)) {
        this.#onEvent({ kind: "reauthentication-required", userId });
        throw reauthenticationRequired();
      }
      return this.#accepted.tokenOf(await this.#read(userId));
    }
    return this.#accepted.tokenOf(await this.#refresh(userId, record, this.#timings.waitMs, { isForced: true }));
  }

  /** Waits until refreshes under way are finished and stored. */
  async drain(): Promise<void> {
    await this.#refresher.drain();
    await this.#removal.drain();
    await this.#unsaved.drain();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain();
  }

  /** The last word on a token is never left to a clock: those of replicas differ by more than GitHub needs. */
  #mayBeUnknownYet({ isForced, storedAt }: TokenRecord): boolean {
    return isForced || Math.abs(this.#now().getTime() - storedAt.getTime()) < this.#timings.newMs;
  }

  async #read(userId: UserId): Promise<TokenRecord> {
    return usable(await this.#store.read(userId));
  }

  async #refresh(
    userId: UserId,
    record: TokenRecord,
    waitMs: number,
    { isForced }: { readonly isForced: boolean } = { isForced: false },
  ): Promise<TokenRecord> {
    const startedAt = performance.now();
    try {
      const refresh = this.#refresher.refresh(userId, record, { isForced });
      return await within(waitMs, refresh, () => refreshPaused("transient", 1000));
    } finally {
      this.#recent.forget(userId);
      const durationMs = Math.round(performance.now() - startedAt);
      this.#onEvent({ kind: "refresh-wait", userId, durationMs });
    }
  }
}
