import type { Secret } from "../../secret/secret.js";
import type { AccessToken } from "../access-token.js";

/** What an exchange or a refresh gives. */
export interface GrantedTokens {
  readonly accessToken: AccessToken;
  /** `null` for tokens that GitHub does not let expire. */
  readonly refreshToken: Secret | null;
  readonly expiresAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  /** Empty for tokens of a GitHub App, whose permissions are those of the App. */
  readonly scopes: readonly string[];
}
