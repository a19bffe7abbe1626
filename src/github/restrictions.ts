import { GatewayError } from "../errors/gateway-error.js";
import type { ErrorCode } from "../errors/error-catalogue.js";
import type { AccessRestriction, AccessRestrictionReason } from "./access-restriction.js";
import type { SsoOrganization } from "./sso-header.js";

const REASONS: Partial<Record<ErrorCode, AccessRestrictionReason>> = {
  GITHUB_SSO_REQUIRED: "SSO_REQUIRED",
  GITHUB_SCOPE_MISSING: "TOKEN_SCOPE_MISSING",
  GITHUB_IP_NOT_ALLOWED: "IP_NOT_ALLOWED",
  GITHUB_FORBIDDEN: "POLICY_FORBIDS",
  GITHUB_APP_NOT_INSTALLED: "APP_NOT_INSTALLED",
  GITHUB_APP_SUSPENDED: "APP_SUSPENDED",
  QUERY_TOO_EXPENSIVE: "RESULT_TRUNCATED",
};

/** Sentences about an organization whose name is known. */
const SENTENCES = {
  SSO_REQUIRED: "demands single sign-on. Authorize this credential for it, and what is missing appears.",
  IP_NOT_ALLOWED: "admits only certain addresses, and the gateway's is not one of them. Its owner can add it.",
  POLICY_FORBIDS: "does not admit this kind of token or application. Its owner can change that.",
} satisfies Partial<Record<AccessRestrictionReason, string>>;

const UNKNOWN: AccessRestriction = {
  reason: "UNKNOWN",
  owner: null,
  message: "GitHub left something out and did not say why. Try again later.",
  nextStep: "RETRY",
  actionUrl: null,
  actionExpiresAt: null,
};

/**
 * Says what GitHub withheld from a list, each reason once.
 *
 * @param owner Whose it is, where that is known anyway.
 */
export function restrictionsOf(
  withheld: readonly (Error | undefined)[],
  owner: string | null = null,
): readonly AccessRestriction[] {
  return eachOnce(
    withheld.map((failure) =>
      failure instanceof GatewayError ? restrictionOf(failure, owner) : { ...UNKNOWN, owner },
    ),
  );
}

/** Says that an organization demands single sign-on. */
export function ssoRestriction({ login, url, expiresAt }: SsoOrganization): AccessRestriction {
  return {
    reason: "SSO_REQUIRED",
    owner: login,
    message: `${login ?? "An organization"} ${SENTENCES.SSO_REQUIRED}`,
    nextStep: "AUTHORIZE_SSO",
    actionUrl: url,
    actionExpiresAt: expiresAt,
  };
}

/** Each restriction once; that somebody demands single sign-on is left out where another says who. */
export function eachOnce(restrictions: readonly AccessRestriction[]): readonly AccessRestriction[] {
  const found = new Map<string, AccessRestriction>();
  for (const restriction of restrictions) {
    const { reason, owner, message } = restriction;
    const isSomebody = reason === "SSO_REQUIRED" && owner === null;
    if (isSomebody && restrictions.some((other) => other.reason === reason && other.owner !== null)) continue;
    const key = `${reason} ${owner ?? (isSomebody ? "" : message)}`;
    if (!found.has(key)) found.set(key, restriction);
  }
  return [...found.values()];
}

function restrictionOf(failure: GatewayError, knownOwner: string | null): AccessRestriction {
  const owner = failure.owner ?? knownOwner;
  const reason = reasonOf(failure);
  const sentence = reason in SENTENCES ? SENTENCES[reason as keyof typeof SENTENCES] : undefined;
  return {
    reason,
    owner,
    message: owner === null || sentence === undefined ? failure.message : `${owner} ${sentence}`,
    nextStep: failure.nextStep,
    actionUrl: failure.helpUrl ?? null,
    actionExpiresAt: failure.helpUrlExpiresAt ?? null,
  };
}

function reasonOf({ code, nextStep }: GatewayError): AccessRestrictionReason {
  return nextStep === "APPROVE_PERMISSIONS" ? "PERMISSIONS_NOT_APPROVED" : (REASONS[code] ?? "UNKNOWN");
}
