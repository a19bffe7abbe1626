import { GatewayError } from "../errors/gateway-error.js";
import type { ErrorCode } from "../errors/error-catalogue.js";
import type { AccessRestriction, AccessRestrictionReason } from "./access-restriction.js";

const REASONS: Partial<Record<ErrorCode, AccessRestrictionReason>> = {
  GITHUB_SSO_REQUIRED: "SSO_REQUIRED",
  GITHUB_SCOPE_MISSING: "TOKEN_SCOPE_MISSING",
  GITHUB_IP_NOT_ALLOWED: "IP_NOT_ALLOWED",
  GITHUB_FORBIDDEN: "POLICY_FORBIDS",
  GITHUB_APP_NOT_INSTALLED: "APP_NOT_INSTALLED",
  GITHUB_APP_SUSPENDED: "APP_SUSPENDED",
  QUERY_TOO_EXPENSIVE: "RESULT_TRUNCATED",
};

const UNKNOWN: AccessRestriction = {
  reason: "UNKNOWN",
  owner: null,
  message: "GitHub left something out and did not say why. Try again later.",
  nextStep: "RETRY",
  actionUrl: null,
  actionExpiresAt: null,
};

/** Says what GitHub withheld from a list, each reason once. */
export function restrictionsOf(withheld: readonly (Error | undefined)[]): readonly AccessRestriction[] {
  const restrictions = new Map<string, AccessRestriction>();
  for (const failure of withheld) {
    const restriction = failure instanceof GatewayError ? restrictionOf(failure) : UNKNOWN;
    restrictions.set(`${restriction.reason} ${restriction.actionUrl}`, restriction);
  }
  return [...restrictions.values()];
}

function restrictionOf(failure: GatewayError): AccessRestriction {
  return {
    reason: REASONS[failure.code] ?? "UNKNOWN",
    owner: null,
    message: failure.message,
    nextStep: failure.nextStep,
    actionUrl: failure.helpUrl ?? null,
    actionExpiresAt: null,
  };
}
