import type { Credential, CredentialStatus } from "../credential.js";
import type { TokenRecord } from "./token-record.js";

/** What a user sees of the stored tokens. */
export function toCredential(record: TokenRecord, now: Date): Credential {
  return {
    id: `OG_credential_${record.credentialId}`,
    kind: record.accessToken?.kind ?? "UNKNOWN",
    hint: record.accessToken?.hint || null,
    login: record.account.login,
    status: statusOf(record, now),
    scopes: record.scopes,
    expiresAt: record.expiresAt?.toISOString() ?? null,
    renewableUntil: record.refreshExpiresAt?.toISOString() ?? null,
    lastVerifiedAt: record.verifiedAt?.toISOString() ?? null,
  };
}

/** A token that has run out and can be renewed is as good as a valid one. */
function statusOf(record: TokenRecord, now: Date): CredentialStatus {
  if (record.isDead) return "NEEDS_RECONNECT";
  if (record.accessToken === null) return "UNREADABLE";
  const hasExpired = record.expiresAt !== null && record.expiresAt <= now;
  const isRenewable = record.isRenewable && (record.refreshExpiresAt === null || record.refreshExpiresAt > now);
  return hasExpired && !isRenewable ? "NEEDS_RECONNECT" : "VALID";
}
