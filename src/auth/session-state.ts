import type { NextStep } from "../errors/next-step.js";
import type { Credential } from "./credential.js";

/** The account behind a session, as remembered; never the result of a call to GitHub. */
export interface Account {
  /** Numeric id at GitHub, in decimal. */
  readonly gitHubUserId: string;
  readonly login: string;
  readonly name: string | null;
  readonly avatarUrl: string | null;
}

/** Values of the schema's `SessionStatus`. */
export type SessionStatus = "ANONYMOUS" | "GITHUB_NOT_CONNECTED" | "AUTHENTICATED" | "REAUTHENTICATION_REQUIRED";

/** What `session` answers. Times are RFC 3339 in UTC. */
export interface SessionState {
  readonly status: SessionStatus;
  readonly account: Account | null;
  readonly credential: Credential | null;
  readonly nextStep: NextStep;
  readonly createdAt: string | null;
  readonly expiresAt: string | null;
}
