/**
 * - `refused`: a definitive answer about the code or token that was sent; it will never work again.
 * - `misconfigured`: GitHub does not accept this gateway as the App; nothing is known about the token.
 * - `transient`: nothing definitive: an outage, a limit, a timeout, or an answer that is not understood.
 * - `pending`, `slow_down`: the user of a device login has not decided yet.
 */
export type OAuthFailureKind = "refused" | "misconfigured" | "transient" | "pending" | "slow_down";

export interface OAuthFailureOptions {
  /** GitHub's own name for it, such as `bad_refresh_token`. */
  readonly providerCode?: string | null;
  readonly intervalSeconds?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** GitHub did not give what was asked. Safe to print: holds no token, no code and no text of GitHub's. */
export class OAuthFailure extends Error {
  override readonly name = "OAuthFailure";
  readonly kind: OAuthFailureKind;
  readonly providerCode: string | null;
  /** New interval between two polls of a device login. */
  readonly intervalSeconds: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: OAuthFailureKind, message: string, options: OAuthFailureOptions = {}) {
    super(message);
    this.kind = kind;
    this.providerCode = options.providerCode ?? null;
    this.intervalSeconds = options.intervalSeconds;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

// https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#error-codes-for-the-device-flow
// What is not listed is not definitive: only an answer that is understood may end a credential.
const KINDS: Readonly<Record<string, OAuthFailureKind>> = {
  bad_refresh_token: "refused",
  bad_verification_code: "refused",
  invalid_grant: "refused",
  unverified_user_email: "refused",
  access_denied: "refused",
  expired_token: "refused",
  incorrect_device_code: "refused",
  incorrect_client_credentials: "misconfigured",
  invalid_client: "misconfigured",
  unauthorized_client: "misconfigured",
  redirect_uri_mismatch: "misconfigured",
  application_suspended: "misconfigured",
  device_flow_disabled: "misconfigured",
  unsupported_grant_type: "misconfigured",
  // How GitHub answers to a client id that it does not know.
  "Not Found": "misconfigured",
  authorization_pending: "pending",
  slow_down: "slow_down",
};

/** The failure behind the `error` of an answer. */
export function toOAuthFailure(error: string, interval: unknown): OAuthFailure {
  const kind = Object.hasOwn(KINDS, error) ? KINDS[error] : undefined;
  // A text that is not known can be anything, a secret too.
  const providerCode = kind === undefined ? null : error;
  return new OAuthFailure(
    kind ?? "transient",
    `GitHub answered ${providerCode ?? "an unknown error"} to an OAuth request.`,
    {
      providerCode,
      ...(typeof interval === "number" && { intervalSeconds: interval }),
    },
  );
}

/** An answer that fits no documentation. Nothing follows from it. */
export function notUnderstood(): OAuthFailure {
  return new OAuthFailure("transient", "GitHub answered an OAuth request with something that is not understood.");
}
