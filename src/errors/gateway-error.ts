import { ERROR_CATALOGUE, type ErrorCode } from "./error-catalogue.js";
import type { NextStep } from "./next-step.js";

/** Where an error came from at GitHub, as far as it may be told: nothing here is text that GitHub wrote. */
export interface UpstreamReference {
  /** HTTP status of GitHub's answer; absent when there was none. */
  readonly status?: number;
  /** GitHub's `x-github-request-id`, which its support asks for. */
  readonly requestId?: string;
}

export interface GatewayErrorOptions {
  /** Overrides the catalogue's next step where the situation is better known. */
  readonly nextStep?: NextStep;
  /** Overrides the catalogue in the same way. */
  readonly retryable?: boolean;
  /** Seconds after which the same request may succeed. */
  readonly retryAfterSeconds?: number;
  /** Where the user puts it right, for example GitHub's single sign-on page. */
  readonly helpUrl?: string;
  /** When `helpUrl` stops working; RFC 3339. */
  readonly helpUrlExpiresAt?: string;
  /** Login of the organization or account that refuses, where GitHub says it. Never sent with an error. */
  readonly owner?: string;
  readonly upstream?: UpstreamReference;
  /** For the log only; never sent. Must not be an error of octokit: those carry tokens. */
  readonly cause?: unknown;
}

/**
 * An expected failure: a code of the closed list and a sentence for the client that says what is wrong and what to do.
 * Every other error is a fault of the gateway and is masked.
 */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: ErrorCode;
  readonly nextStep: NextStep;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly helpUrl: string | undefined;
  readonly helpUrlExpiresAt: string | undefined;
  readonly owner: string | undefined;
  readonly upstream: UpstreamReference | undefined;

  constructor(code: ErrorCode, message: string, options: GatewayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.nextStep = options.nextStep ?? ERROR_CATALOGUE[code].nextStep;
    // What the client has to put right first fails again as it is.
    this.retryable = options.retryable ?? (this.nextStep !== "FIX_INPUT" && ERROR_CATALOGUE[code].retryable);
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.helpUrl = options.helpUrl;
    this.helpUrlExpiresAt = options.helpUrlExpiresAt;
    this.owner = options.owner;
    this.upstream = options.upstream;
  }
}
