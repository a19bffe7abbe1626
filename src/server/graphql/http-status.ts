import type { ErrorCode } from "../../errors/error-catalogue.js";
import { HttpError } from "../http-error.js";
import type { MediaType } from "./negotiate.js";

const REFUSALS: Partial<Record<ErrorCode, number>> = {
  CSRF_BLOCKED: 403,
  DOCUMENT_NOT_TRUSTED: 403,
  FORBIDDEN: 403,
  // Before execution it can only be a limit of our own.
  GITHUB_SECONDARY_RATE_LIMITED: 429,
  SESSION_STORE_UNAVAILABLE: 503,
  SHUTTING_DOWN: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/** Status of a request that was refused before GraphQL looked at it. Never 401: who is asking is not HTTP's matter. */
export function statusOfRefusal(error: unknown, code: ErrorCode): number {
  return error instanceof HttpError ? error.status : (REFUSALS[code] ?? 400);
}

export interface AnsweredOperation {
  readonly mediaType: MediaType;
  /** Whether execution began. */
  readonly hasData: boolean;
  readonly codes: readonly ErrorCode[];
}

/**
 * Status of what GraphQL answered. Clients that take `application/json` expect 200 for every well-formed request.
 * https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
 */
export function statusOfAnswer({ mediaType, hasData, codes }: AnsweredOperation): number {
  if (hasData) return 200;
  if (codes.includes("INTERNAL_SERVER_ERROR")) return 500;
  return mediaType === "application/json" ? 200 : 400;
}
