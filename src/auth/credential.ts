import type { AccessToken } from "./access-token.js";
import type { Identity } from "./identity.js";
import type { Account } from "./session-state.js";
import type { TokenKind } from "./token-kind.js";

/** Values of the schema's `CredentialStatus`. */
export type CredentialStatus = "VALID" | "EXPIRING" | "EXPIRED" | "INVALID" | "NEEDS_RECONNECT" | "UNREADABLE";

/** A stored credential without its secret. Times are RFC 3339 in UTC. */
export interface Credential {
  /** Global id, opaque, with this gateway's own prefix. */
  readonly id: string;
  readonly kind: TokenKind;
  readonly hint: string | null;
  readonly login: string | null;
  readonly status: CredentialStatus;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly renewableUntil: string | null;
  readonly lastVerifiedAt: string | null;
}

/** What an examination found out about a token, as far as it is remembered with it. */
export interface VerifiedToken {
  /** `null` when GitHub could not be asked and the user stored the token all the same. */
  readonly account: Account | null;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
}

/** Port of editions where the user brings the token: keeps one per caller. */
export interface TokenKeeper {
  /** @throws GatewayError `SECRET_STORAGE_UNAVAILABLE` when it cannot be stored; then the one before stays. */
  store(identity: Identity, token: AccessToken, verified: VerifiedToken): Promise<Credential>;
  /** Id of the credential that is gone; `null` if there was none. */
  remove(identity: Identity): Promise<string | null>;
}
