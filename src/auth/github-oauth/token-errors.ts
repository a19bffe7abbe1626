import { GatewayError } from "../../errors/gateway-error.js";
import type { PauseReason } from "./token-store.js";

export function reauthenticationRequired(): GatewayError {
  return new GatewayError(
    "GITHUB_REAUTHENTICATION_REQUIRED",
    "GitHub does not renew the access any more. Connect GitHub again; the session and its settings stay.",
  );
}

export function notConnected(): GatewayError {
  return new GatewayError("GITHUB_NOT_CONNECTED", "No access to GitHub is stored for this user. Connect GitHub.", {
    nextStep: "RECONNECT_GITHUB",
  });
}

export function unauthenticated(): GatewayError {
  return new GatewayError("UNAUTHENTICATED", "No one is signed in. Sign in with GitHub.");
}

/** No refresh can be made now, and the token that there was does not work any more. */
export function refreshPaused(reason: PauseReason, leftMs: number): GatewayError {
  const retryAfterSeconds = Math.max(1, Math.ceil(leftMs / 1000));
  if (reason === "misconfigured") {
    return new GatewayError(
      "OAUTH_MISCONFIGURED",
      "GitHub does not accept this gateway as the App, so access cannot be renewed. Nothing is lost; tell the operator.",
      { retryAfterSeconds },
    );
  }
  return new GatewayError(
    "GITHUB_UNAVAILABLE",
    "GitHub did not renew the access just now. You are still signed in; try again in a moment.",
    { retryAfterSeconds },
  );
}

/** Whether the same request can succeed later without the user; then a token that still works is better than this. */
export function isTemporary(error: unknown): boolean {
  return error instanceof GatewayError && (error.retryable || error.code === "OAUTH_MISCONFIGURED");
}
