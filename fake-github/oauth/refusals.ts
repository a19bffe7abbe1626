const TOKEN_REQUEST =
  "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/";
const AUTHORIZATION_REQUEST =
  "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/";
const DEVICE_FLOW = "https://docs.github.com/developers/apps/authorizing-oauth-apps#error-codes-for-the-device-flow";

/** GitHub's words for every refusal, with the page that it refers to. */
const REFUSALS = {
  incorrect_client_credentials: [
    "The client_id and/or client_secret passed are incorrect.",
    `${TOKEN_REQUEST}#incorrect-client-credentials`,
  ],
  redirect_uri_mismatch: [
    "The redirect_uri MUST match the registered callback URL for this application.",
    `${TOKEN_REQUEST}#redirect-uri-mismatch2`,
  ],
  bad_verification_code: ["The code passed is incorrect or expired.", `${TOKEN_REQUEST}#bad-verification-code`],
  // GitHub refers to the section about codes here as well.
  bad_refresh_token: ["The refresh token passed is incorrect or expired.", `${TOKEN_REQUEST}#bad-verification-code`],
  unverified_user_email: [
    "The user must have a verified primary email.",
    `${TOKEN_REQUEST}#user-must-have-a-verified-primary-email`,
  ],
  unauthorized_client: ["The client is not authorized to use this grant type.", TOKEN_REQUEST],
  unsupported_grant_type: ["The grant type is not supported.", DEVICE_FLOW],
  authorization_pending: ["The authorization request is still pending.", DEVICE_FLOW],
  slow_down: ["Too many requests have been made in the same timeframe.", DEVICE_FLOW],
  expired_token: ["The device code has expired.", DEVICE_FLOW],
  incorrect_device_code: ["The device_code provided is not valid.", DEVICE_FLOW],
  device_flow_disabled: ["Device Flow must be explicitly enabled for this App", DEVICE_FLOW],
  access_denied: ["The user has denied your application access.", `${AUTHORIZATION_REQUEST}#access-denied`],
  invalid_request: ["The code_challenge_method must be S256.", AUTHORIZATION_REQUEST],
} as const;

/** A refusal of the OAuth endpoints, by the code that GitHub sends. */
export type RefusalCode = keyof typeof REFUSALS;

export const REFUSAL_CODES: readonly string[] = Object.keys(REFUSALS);

export interface RefusalBody {
  readonly error: RefusalCode;
  readonly error_description: string;
  readonly error_uri: string;
}

export function refusalBody(code: RefusalCode): RefusalBody {
  const [description, uri] = REFUSALS[code];
  return { error: code, error_description: description, error_uri: uri };
}

export function isRefusal(outcome: unknown): outcome is RefusalCode {
  return typeof outcome === "string" && Object.hasOwn(REFUSALS, outcome);
}
