import type { Secret } from "../secret/secret.js";

/** What is known of a stored GitHub token. Never the token itself. Times are RFC 3339 in UTC. */
export interface StoredCredential {
  readonly id: string;
  /** Name of the GitHub host that it is for, such as `github.com`. It must never be sent to another one. */
  readonly host: string;
  /** A value of the schema's `TokenKind`. */
  readonly kind: string;
  /** Last four characters. */
  readonly hint: string | null;
  readonly login: string | null;
  readonly gitHubUserId: string | null;
  readonly name: string | null;
  readonly avatarUrl: string | null;
  readonly scopes: readonly string[];
  /** Null when it never expires or GitHub does not say. */
  readonly expiresAt: string | null;
  /** When GitHub last accepted it. */
  readonly verifiedAt: string | null;
  /** When GitHub last refused it with 401; null once it was accepted again. */
  readonly refusedAt: string | null;
  readonly storedAt: string;
}

/** Later findings about a credential; what identifies it cannot be patched. */
export type CredentialPatch = Partial<Omit<StoredCredential, "id" | "host" | "kind" | "hint" | "storedAt">>;

/** `unreadable`: something is stored, but not readable with the configured keys, or not sealed for this place. */
export type TokenReading =
  | { readonly kind: "token"; readonly credentialId: string; readonly token: Secret }
  | { readonly kind: "none" }
  | { readonly kind: "unreadable"; readonly credentialId: string };

/** A credential whose token is readable. */
export interface ReadableCredential {
  readonly about: StoredCredential;
  readonly token: Secret;
}

/**
 * Keeps at most one GitHub token per subject, sealed, apart from the settings: neither ever touches the other.
 *
 * Every method rejects with the GatewayError `SESSION_STORE_UNAVAILABLE` when the store cannot be read or written, and
 * then nothing has changed.
 */
export interface CredentialStore {
  /** The credential with its token, if that can be told without waiting. Undefined tells nothing. */
  atHand(subject: string): ReadableCredential | undefined;
  readCredential(subject: string): Promise<StoredCredential | undefined>;
  readToken(subject: string): Promise<TokenReading>;
  /** Replaces the one that was there. */
  storeCredential(subject: string, credential: StoredCredential, token: Secret): Promise<void>;
  /** Does nothing when the stored credential is no longer the one named by `id`. */
  noteCredential(subject: string, id: string, patch: CredentialPatch): Promise<void>;
  /** Gives the id of the credential that is gone. */
  removeCredential(subject: string): Promise<string | undefined>;
}
