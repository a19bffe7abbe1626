import { enumType } from "./enum-type.js";

export const AccessRestrictionReason = enumType(
  "AccessRestrictionReason",
  "Reasons for which GitHub leaves things out.",
  {
    SSO_REQUIRED: "The organization enforces SAML single sign-on and this credential is not authorized for it.",
    APP_NOT_INSTALLED: "The GitHub App is not installed for this owner.",
    REPOSITORIES_NOT_SELECTED: "The App is installed for selected repositories only.",
    APP_SUSPENDED: "The installation is suspended.",
    PERMISSIONS_NOT_APPROVED: "The App asks for permissions that the owner has not yet approved.",
    TOKEN_SCOPE_MISSING: "The token has not been given the scope or the permission.",
    TOKEN_OWNER_MISMATCH: "A fine-grained token sees one owner only, and it is another one.",
    TOKEN_PENDING_APPROVAL: "The organization must still approve this fine-grained token.",
    POLICY_FORBIDS: "The organization does not admit this kind of token or application.",
    IP_NOT_ALLOWED: "The organization has an IP allow list that does not contain the gateway.",
    RESULT_TRUNCATED: "GitHub cut the result short because the query was too expensive; ask for a smaller page.",
    UNKNOWN: "GitHub did not say.",
  },
);
export type AccessRestrictionReason = keyof typeof AccessRestrictionReason;
