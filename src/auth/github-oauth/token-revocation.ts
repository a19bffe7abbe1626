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

/**
 * Tells GitHub that a token is not needed any more; that GitHub cannot be told is an event, and no failure.
 *
 * @returns Whether it could be.
 */
export async function revokeIfPossible({ userId, accessToken, revoke, onEvent }: RevocationOptions): Promise<boolean> {
  try {
    await revoke(accessToken);
    return true;
  } catch (error) {
    const providerCode = error instanceof OAuthFailure ? error.providerCode : null;
    onEvent({ kind: "revocation-failed", userId, providerCode });
    return false;
  }
}
