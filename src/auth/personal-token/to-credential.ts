import type { StoredCredential } from "../../settings/credential-store.js";
import type { Credential, CredentialStatus } from "../credential.js";
import type { TokenKind } from "../token-kind.js";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** What the owner sees of the stored token. */
export function toCredential(
  stored: StoredCredential,
  { isReadable, now }: { readonly isReadable: boolean; readonly now: Date },
): Credential {
  return {
    id: stored.id,
    // Written by `PersonalTokenKeeper` only.
    kind: stored.kind as TokenKind,
    hint: stored.hint || null,
    login: stored.login,
    status: isReadable ? statusOf(stored, now) : "UNREADABLE",
    scopes: stored.scopes,
    expiresAt: stored.expiresAt,
    renewableUntil: null,
    lastVerifiedAt: stored.verifiedAt,
  };
}

function statusOf({ expiresAt, refusedAt }: StoredCredential, now: Date): CredentialStatus {
  const left = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - now.getTime();
  if (left <= 0) return "EXPIRED";
  if (refusedAt !== null) return "INVALID";
  return left < WEEK_MS ? "EXPIRING" : "VALID";
}
