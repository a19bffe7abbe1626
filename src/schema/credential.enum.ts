import { enumType } from "./enum-type.js";

export const CredentialStatus = enumType("CredentialStatus", "States of a credential.", {
  VALID: "Works.",
  EXPIRING: "Works, and expires within seven days.",
  EXPIRED: "Has expired.",
  INVALID: "GitHub refuses it.",
  NEEDS_RECONNECT: "Renewal was refused; the user must reconnect.",
  UNREADABLE: "Cannot be decrypted with the configured keys.",
});
export type CredentialStatus = keyof typeof CredentialStatus;
