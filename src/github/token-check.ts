import type { Account } from "../auth/session-state.js";
import type { TokenKind } from "../auth/token-kind.js";
import type { ErrorCode } from "../errors/error-catalogue.js";
import type { NextStep } from "../errors/next-step.js";
import type { AccessRestriction } from "./access-restriction.js";
import type { Capability } from "./capabilities.js";
import type { RateLimit } from "./rate-limit.js";

/** A finding about one capability. */
export interface CapabilityCheck {
  readonly capability: Capability;
  /** `UNKNOWN` where GitHub does not say. */
  readonly status: "GRANTED" | "MISSING" | "UNKNOWN";
  /** How it is known, or why not. */
  readonly evidence: string;
  /** How to get it. */
  readonly fix: string | null;
}

/** What was found out about a token. Times are RFC 3339 in UTC. */
export interface TokenCheck {
  readonly isUsable: boolean;
  readonly kind: TokenKind;
  readonly account: Account | null;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly capabilities: readonly CapabilityCheck[];
  readonly restrictions: readonly AccessRestriction[];
  readonly visibleRepositoryCount: number | null;
  readonly rateLimit: RateLimit | null;
}

/** Something about a token that its user can put right. */
export interface TokenProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly nextStep: NextStep;
  readonly helpUrl: string | null;
  readonly kind: TokenKind;
  readonly missing: readonly CapabilityCheck[];
  /** A link that creates a fitting token. */
  readonly createUrl: string | null;
}

/** Findings, and what is wrong. `check` is `null` if the host could not be asked. */
export interface TokenExamination {
  readonly check: TokenCheck | null;
  readonly problems: readonly TokenProblem[];
}
