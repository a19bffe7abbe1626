import type { NextStep } from "./next-step.js";

/** What a code means to everyone: the sentence of the catalogue, the next step, and whether the same request can succeed later. */
export interface ErrorCatalogueEntry {
  readonly description: string;
  readonly nextStep: NextStep;
  readonly retryable: boolean;
}

/** The closed list of codes. A code is only ever added in a minor version of the schema and only removed in a major one. */
export const ERROR_CATALOGUE = {
  GRAPHQL_PARSE_FAILED: { description: "The document does not parse.", nextStep: "FIX_INPUT", retryable: false },
  GRAPHQL_VALIDATION_FAILED: {
    description: "The document does not fit the schema.",
    nextStep: "FIX_INPUT",
    retryable: false,
  },
  OPERATION_RESOLUTION_FAILURE: {
    description: "The named operation is not in the document, or it may not be run by this HTTP method.",
    nextStep: "FIX_INPUT",
    retryable: false,
  },
  BAD_USER_INPUT: {
    description: "A variable or an argument has a bad value.",
    nextStep: "FIX_INPUT",
    retryable: false,
  },
  BAD_REQUEST: { description: "The HTTP request is malformed.", nextStep: "FIX_INPUT", retryable: false },
  CSRF_BLOCKED: {
    description: "The request could come from another site; send a JSON content type.",
    nextStep: "FIX_INPUT",
    retryable: false,
  },
  DOCUMENT_NOT_TRUSTED: {
    description: "Only trusted documents are accepted here, and this one is not.",
    nextStep: "CONTACT_ADMIN",
    retryable: false,
  },
  PERSISTED_QUERY_NOT_FOUND: {
    description: "The persisted query is not known; send it in full.",
    nextStep: "RETRY",
    retryable: false,
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    description: "Persisted queries are switched off.",
    nextStep: "FIX_INPUT",
    retryable: false,
  },
  QUERY_TOO_EXPENSIVE: { description: "The query exceeds the cost budget.", nextStep: "FIX_INPUT", retryable: false },
  QUERY_TOO_DEEP: { description: "The query is nested too deeply.", nextStep: "FIX_INPUT", retryable: false },
  SECRET_IN_DOCUMENT: {
    description: "A secret was written into the document instead of a variable.",
    nextStep: "FIX_INPUT",
    retryable: false,
  },
  INVALID_CURSOR: { description: "The cursor is not one of this list.", nextStep: "RELOAD", retryable: false },
  INVALID_ID: { description: "The id is not one of this gateway.", nextStep: "FIX_INPUT", retryable: false },
  UNAUTHENTICATED: { description: "No one is signed in.", nextStep: "LOG_IN", retryable: false },
  SESSION_EXPIRED: { description: "The session has ended.", nextStep: "LOG_IN", retryable: false },
  FORBIDDEN: { description: "The caller may not do this.", nextStep: "CONTACT_ADMIN", retryable: false },
  GITHUB_NOT_CONNECTED: { description: "No GitHub credential is stored.", nextStep: "ADD_TOKEN", retryable: false },
  GITHUB_TOKEN_INVALID: { description: "GitHub refuses the token.", nextStep: "REPLACE_TOKEN", retryable: false },
  GITHUB_TOKEN_EXPIRED: {
    description: "The token has expired and cannot be renewed by the gateway.",
    nextStep: "REPLACE_TOKEN",
    retryable: false,
  },
  GITHUB_SCOPE_MISSING: {
    description: "The token lacks a scope or a permission.",
    nextStep: "REPLACE_TOKEN",
    retryable: false,
  },
  GITHUB_REAUTHENTICATION_REQUIRED: {
    description: "Renewal was refused for good; the user must go through GitHub once more.",
    nextStep: "RECONNECT_GITHUB",
    retryable: false,
  },
  GITHUB_SSO_REQUIRED: {
    description: "An organization demands single sign-on.",
    nextStep: "AUTHORIZE_SSO",
    retryable: false,
  },
  GITHUB_APP_NOT_INSTALLED: {
    description: "The App is not installed where it would have to be.",
    nextStep: "INSTALL_APP",
    retryable: false,
  },
  GITHUB_APP_SUSPENDED: {
    description: "The App's installation is suspended.",
    nextStep: "CONTACT_ADMIN",
    retryable: false,
  },
  GITHUB_IP_NOT_ALLOWED: {
    description: "An IP allow list shuts the gateway out.",
    nextStep: "CONTACT_ADMIN",
    retryable: false,
  },
  GITHUB_FORBIDDEN: {
    description: "GitHub forbids it for another reason.",
    nextStep: "CONTACT_ADMIN",
    retryable: false,
  },
  GITHUB_RATE_LIMITED: { description: "The hourly budget is used up.", nextStep: "WAIT", retryable: true },
  GITHUB_SECONDARY_RATE_LIMITED: {
    description: "Too much at once; GitHub asks for a pause.",
    nextStep: "WAIT",
    retryable: true,
  },
  GITHUB_TIMEOUT: {
    description: "GitHub took longer than its ten seconds; ask for less.",
    nextStep: "RETRY",
    retryable: true,
  },
  GITHUB_UNAVAILABLE: { description: "GitHub answered with a server error.", nextStep: "RETRY", retryable: true },
  GITHUB_HOST_UNREACHABLE: {
    description: "The host cannot be reached: name, network, proxy or certificate.",
    nextStep: "CONTACT_ADMIN",
    retryable: true,
  },
  GITHUB_UNEXPECTED_RESPONSE: {
    description: "GitHub answered something that is not understood.",
    nextStep: "RETRY",
    retryable: true,
  },
  NOT_FOUND: {
    description: "It does not exist, or this credential cannot see it; GitHub does not say which.",
    nextStep: "FIX_INPUT",
    retryable: false,
  },
  OAUTH_STATE_INVALID: {
    description: "The login attempt is unknown, used or older than ten minutes.",
    nextStep: "LOG_IN",
    retryable: false,
  },
  OAUTH_CODE_INVALID: { description: "GitHub's code has expired or was used.", nextStep: "LOG_IN", retryable: false },
  OAUTH_ACCESS_DENIED: { description: "The user declined.", nextStep: "LOG_IN", retryable: false },
  OAUTH_MISCONFIGURED: {
    description: "Client id, secret or callback URL do not fit the App; only an operator can put it right.",
    nextStep: "CONTACT_ADMIN",
    retryable: false,
  },
  DEVICE_LOGIN_PENDING: { description: "The device login is not yet approved.", nextStep: "WAIT", retryable: true },
  DEVICE_LOGIN_SLOW_DOWN: { description: "Polled too fast.", nextStep: "WAIT", retryable: true },
  DEVICE_LOGIN_EXPIRED: { description: "The device code has expired.", nextStep: "LOG_IN", retryable: false },
  RETURN_URL_NOT_ALLOWED: {
    description: "The page to return to is not on an allowed origin.",
    nextStep: "FIX_INPUT",
    retryable: false,
  },
  SETTINGS_CONFLICT: {
    description: "The settings were changed elsewhere in the meantime.",
    nextStep: "RELOAD",
    retryable: false,
  },
  STORED_SECRET_UNREADABLE: {
    description: "A stored secret cannot be decrypted with the configured keys.",
    nextStep: "REPLACE_TOKEN",
    retryable: false,
  },
  SECRET_STORAGE_UNAVAILABLE: {
    description: "Secrets cannot be stored because no encryption key is configured.",
    nextStep: "CONTACT_ADMIN",
    retryable: false,
  },
  SETUP_TOKEN_INVALID: {
    description: "The setup token is wrong, used or expired.",
    nextStep: "CONTACT_ADMIN",
    retryable: false,
  },
  SESSION_STORE_UNAVAILABLE: { description: "The session store does not answer.", nextStep: "WAIT", retryable: true },
  FEATURE_NOT_AVAILABLE: {
    description: "This edition or this configuration does not have the feature.",
    nextStep: "NONE",
    retryable: false,
  },
  SHUTTING_DOWN: {
    description: "The gateway is going down; another replica will answer.",
    nextStep: "RETRY",
    retryable: true,
  },
  INTERNAL_SERVER_ERROR: {
    description: "A fault of the gateway. `requestId` finds it in the log; details are never sent.",
    nextStep: "RETRY",
    retryable: false,
  },
} as const satisfies Record<string, ErrorCatalogueEntry>;

/** A value of the schema's `ErrorCode`. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;
