import type { AccessToken } from "../access-token.js";
import type { UserId } from "../identity.js";
import { OAuthFailure } from "./oauth-client-failure.js";
import type { OnTokenEvent } from "./token-event.js";

export interface RevocationOptions {
  readonly userId: UserId;
  readonly accessToken: AccessToken;
  readonly revoke: (accessToken: AccessToken) => Promise<void>;
  readonly onEvent: OnTokenEvent;
}

/** Tells GitHub that a token is not needed any more; that GitHub cannot be told is an event, and no failure. */
export async function revokeIfPossible({ userId, accessToken, revoke, onEvent }: RevocationOptions): Promise<void> {
  try {
    await revoke(accessToken);
  } catch (error) {
    const providerCode = error instanceof OAuthFailure ? error.providerCode : null;
    onEvent({ kind: "revocation-failed", userId, providerCode });
  }
}
