import { GatewayError } from "../errors/gateway-error.js";
import type { SessionState } from "../auth/session-state.js";

/** Values of the schema's `AccessLevel`, in ascending order of what the caller must have. */
export type AccessLevel = "PUBLIC" | "SESSION" | "GITHUB" | "ADMIN";

/**
 * Whether the state of a session grants a level.
 *
 * @throws GatewayError that says what is missing and what to do.
 */
export function requireAccess(level: AccessLevel, { status, credential, nextStep }: SessionState): void {
  // An operator is whoever has the setup token. It stands in the field's own input, and the field looks at it.
  if (level === "PUBLIC" || level === "ADMIN") return;
  if (status === "ANONYMOUS") throw new GatewayError("UNAUTHENTICATED", "Nobody is signed in. Sign in first.");
  if (level === "SESSION" || status === "AUTHENTICATED") return;
  if (status === "GITHUB_NOT_CONNECTED") {
    throw new GatewayError("GITHUB_NOT_CONNECTED", "No GitHub token is stored. Add one in the settings.");
  }
  throw nextStep === "RECONNECT_GITHUB" ? reconnectFirst() : brokenCredential(credential?.status);
}

function reconnectFirst(): GatewayError {
  return new GatewayError("GITHUB_REAUTHENTICATION_REQUIRED", "GitHub wants to see you again. Reconnect, and go on.");
}

function brokenCredential(status: string | undefined): GatewayError {
  switch (status) {
    case "EXPIRED":
      return new GatewayError("GITHUB_TOKEN_EXPIRED", "The GitHub token has expired. Replace it in the settings.");
    case "UNREADABLE":
      return new GatewayError(
        "STORED_SECRET_UNREADABLE",
        "The stored token cannot be opened with the configured keys. Restore the keys, or store the token again.",
      );
    default:
      return new GatewayError(
        "GITHUB_TOKEN_INVALID",
        "GitHub refuses the token: it is wrong, revoked or expired. Replace it.",
      );
  }
}
