import type { AccessToken } from "../access-token.js";
import type { UserId } from "../identity.js";
import type { ForgetOptions } from "./git-hub-token-manager-options.js";
import type { OAuthClient } from "./oauth-client.js";
import type { OnTokenEvent } from "./token-event.js";
import { within } from "./token-patience.js";
import type { RecentTokens } from "./token-recent.js";
import { revokeIfPossible } from "./token-revocation.js";
import type { TokenStore } from "./token-store.js";
import type { TokenTimings } from "./token-timings.js";
import type { UnsavedTokens } from "./token-unsaved.js";
import { WorkUnderWay } from "./work-under-way.js";

export interface TokenRemovalOptions {
  readonly store: Pick<TokenStore, "remove">;
  readonly oauth: Pick<OAuthClient, "revokeToken" | "revokeGrant">;
  readonly recent: RecentTokens;
  readonly unsaved: UnsavedTokens;
  readonly onEvent: OnTokenEvent;
  readonly timings: Pick<TokenTimings, "farewellMs">;
  /** A token of the user's that works; renewed if it must be. */
  readonly workingToken: (userId: UserId) => Promise<AccessToken>;
}

/** Forgets tokens here and has GitHub forget them. */
export class TokenRemoval {
  readonly #options: TokenRemovalOptions;
  readonly #revocations = new WorkUnderWay();

  constructor(options: TokenRemovalOptions) {
    this.#options = options;
  }

  /**
   * @returns Whether GitHub did what it was to do. It goes on being told when that takes longer than a user can wait.
   * @throws GatewayError `SESSION_STORE_UNAVAILABLE` when the store cannot be asked; then nothing has happened.
   */
  async forget(userId: UserId, { atGitHub, credentialId }: ForgetOptions): Promise<boolean> {
    const { store, recent, unsaved, timings } = this.#options;
    const { farewellMs } = timings;
    const end = performance.now() + farewellMs;
    // GitHub takes revocations only with a token that works.
    const working = atGitHub === "nothing" ? undefined : await this.#workingToken(userId, farewellMs);
    const pair = unsaved.find(userId);
    const before = await store.remove(userId, credentialId === undefined ? undefined : { credentialId });
    recent.forget(userId);
    if (before === undefined && credentialId !== undefined) return true;
    unsaved.forget(userId);
    if (atGitHub === "nothing") return true;
    const accessToken = pair?.tokens.accessToken ?? before?.accessToken;
    if (!accessToken) return false;
    const revocation = this.#revoke(userId, accessToken, atGitHub);
    const isDone = await unlessLate(Math.max(0, end - performance.now()), revocation);
    return isDone === true && working !== undefined;
  }

  /** Waits until GitHub has been told, or could not be. */
  drain(): Promise<void> {
    return this.#revocations.drain();
  }

  #workingToken(userId: UserId, ms: number): Promise<AccessToken | undefined> {
    return unlessLate(ms, this.#options.workingToken(userId));
  }

  #revoke(userId: UserId, accessToken: AccessToken, what: "token" | "grant"): Promise<boolean> {
    const { oauth, onEvent } = this.#options;
    const revoke = (token: AccessToken) => (what === "grant" ? oauth.revokeGrant(token) : oauth.revokeToken(token));
    return this.#revocations.add(revokeIfPossible({ userId, accessToken, revoke, onEvent }));
  }
}

/** What the promise gives; undefined when it fails or takes longer, and then it goes on all the same. */
function unlessLate<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  return within(ms, promise, () => new Error("GitHub takes too long.")).catch(() => undefined);
}
