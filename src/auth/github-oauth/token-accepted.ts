import type { AccessToken } from "../access-token.js";
import type { UserId } from "../identity.js";
import { isTemporary } from "./token-errors.js";
import type { TokenRecord } from "./token-record.js";
import type { TokenStore } from "./token-store.js";
import { tokenOf } from "./token-usable.js";

// What is only a newer date need not be written at every request.
const NOTE_AFTER_MS = 60 * 60 * 1000;

export interface AcceptedTokensOptions {
  readonly store: Pick<TokenStore, "noteAccepted">;
  readonly now: () => Date;
}

/** Has the store note that GitHub accepts a token, where its record does not say so yet. */
export class AcceptedTokens {
  readonly #options: AcceptedTokensOptions;
  readonly #noted = new WeakSet<AccessToken>();

  constructor(options: AcceptedTokensOptions) {
    this.#options = options;
  }

  /**
   * The token of a record, to be used at GitHub.
   *
   * @throws GatewayError `GITHUB_REAUTHENTICATION_REQUIRED` when it cannot be unsealed.
   */
  tokenOf(record: TokenRecord): AccessToken {
    const token = tokenOf(record);
    if (!record.isForced && this.#isRecent(record.verifiedAt)) this.#noted.add(token);
    return token;
  }

  note(userId: UserId, token: AccessToken): void | Promise<void> {
    if (!this.#noted.has(token)) return this.#note(userId, token);
  }

  /** GitHub has refused it: that it accepts it again is worth a note. */
  forget(token: AccessToken): void {
    this.#noted.delete(token);
  }

  async #note(userId: UserId, token: AccessToken): Promise<void> {
    const { store, now } = this.#options;
    this.#noted.add(token);
    try {
      await store.noteAccepted(userId, { fingerprint: token.fingerprint, at: now() });
    } catch (error) {
      // Found again at the next answer; it must not fail this one.
      this.#noted.delete(token);
      if (!isTemporary(error)) throw error;
    }
  }

  #isRecent(time: Date | null): boolean {
    return time !== null && this.#options.now().getTime() - time.getTime() < NOTE_AFTER_MS;
  }
}
