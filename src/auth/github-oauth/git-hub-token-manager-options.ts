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

/** How tokens are forgotten. */
export interface ForgetOptions {
  /** What happens to the token there: nothing, its end, or the end of the whole authorization. */
  readonly atGitHub: "nothing" | "token" | "grant";
  /** Forgets this credential only: a login that has come meanwhile keeps its own. */
  readonly credentialId?: string;
}
