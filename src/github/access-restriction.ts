import type { NextStep } from "../errors/next-step.js";

/** Values of the schema's `AccessRestrictionReason`. */
export type AccessRestrictionReason =
  | "SSO_REQUIRED"
  | "APP_NOT_INSTALLED"
  | "REPOSITORIES_NOT_SELECTED"
  | "APP_SUSPENDED"
  | "PERMISSIONS_NOT_APPROVED"
  | "TOKEN_SCOPE_MISSING"
  | "TOKEN_OWNER_MISMATCH"
  | "TOKEN_PENDING_APPROVAL"
  | "POLICY_FORBIDS"
  | "IP_NOT_ALLOWED"
  | "RESULT_TRUNCATED"
  | "UNKNOWN";

/** Why something is missing from an answer, and what the user can do about it. */
export interface AccessRestriction {
  readonly reason: AccessRestrictionReason;
  readonly owner: string | null;
  readonly message: string;
  readonly nextStep: NextStep;
  readonly actionUrl: string | null;
  readonly actionExpiresAt: string | null;
}
