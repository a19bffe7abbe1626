import type { OAuthClient } from "./oauth-client.js";
import type { OnTokenEvent } from "./token-event.js";
import type { TokenRotation } from "./token-present.js";
import type { TokenSpool } from "./token-spool.js";
import type { TokenStore } from "./token-store.js";
import type { TokenTimings } from "./token-timings.js";

export interface GitHubTokenManagerOptions {
  readonly store: TokenStore;
  readonly oauth: Pick<OAuthClient, "refresh" | "revokeToken" | "revokeGrant">;
  /** GitHub's rule unless given. */
  readonly rotation?: TokenRotation;
  /** Where pairs go that the store does not take; without one they are in memory alone until it does. */
  readonly spool?: TokenSpool | undefined;
  readonly onEvent?: OnTokenEvent;
  readonly now?: () => Date;
  readonly timings?: Partial<TokenTimings>;
}

/** What happens at GitHub to a token that is forgotten here: nothing, its end, or the end of the whole authorization. */
export type AtGitHub = "nothing" | "token" | "grant";
