import type { IncomingMessage, ServerResponse } from "node:http";
import type { ErrorCode } from "../errors/error-catalogue.js";
import type { NextStep } from "../errors/next-step.js";
import type { Identity } from "./identity.js";
import type { LoginOption } from "./login-option.js";

/** Values of the schema's `LoginPurpose`. */
export type LoginPurpose = "SIGN_IN" | "RECONNECT" | "SWITCH_ACCOUNT" | "MANAGE_ACCESS";

/** The request that a step of a login came by, and the answer on which its cookies go out. */
export interface LoginExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Who is signed in before the step. */
  readonly identity: Identity;
}

export interface LoginStart {
  /** The first of the edition's login options, if not given. */
  readonly provider: LoginOption["provider"] | null;
  readonly purpose: LoginPurpose;
  /** Path to come back to, as the client sent it. */
  readonly returnTo: string | null;
  readonly loginHint: string | null;
}

/** The query of the callback address, as the browser brought it. Nothing of it can be trusted. */
export interface LoginCallback {
  readonly code: string | null;
  readonly state: string | null;
  readonly error: string | null;
  readonly installationId: string | null;
  readonly setupAction: string | null;
}

/** Something that the user can put right, if only by another click. */
export interface LoginProblem {
  readonly code: ErrorCode;
  readonly message: string;
  /** Of the input field; empty when it concerns the whole input. */
  readonly path: readonly string[];
  readonly nextStep: NextStep;
  /** Where it is put right, if there is such a place. */
  readonly helpUrl?: string;
  /** GitHub's own code, where it gave one. */
  readonly providerCode: string | null;
}

/** Each is `null` when there are problems. */
export interface StartedLogin {
  readonly authorizationUrl: string | null;
  /** RFC 3339, UTC. */
  readonly expiresAt: string | null;
  readonly problems: readonly LoginProblem[];
}

export interface CompletedLogin {
  /** Who the caller is from now on; the one from before when nobody new was signed in. */
  readonly identity: Identity;
  readonly isNewUser: boolean;
  readonly returnTo: string | null;
  /** Where the browser must go once more before anybody is signed in. */
  readonly continueUrl: string | null;
  readonly problems: readonly LoginProblem[];
}

/** Each but the problems is `null` when there are some. */
export interface StartedDeviceLogin {
  /** Handle of our own; GitHub's device code stays here. */
  readonly deviceLoginId: string | null;
  readonly userCode: string | null;
  readonly verificationUrl: string | null;
  readonly intervalSeconds: number | null;
  /** RFC 3339, UTC. */
  readonly expiresAt: string | null;
  readonly problems: readonly LoginProblem[];
}

export interface PolledDeviceLogin {
  readonly identity: Identity;
  /** Seconds to wait before the next poll; `null` when there is nothing more to poll for. */
  readonly intervalSeconds: number | null;
  readonly problems: readonly LoginProblem[];
}

export interface Logout {
  /** Every session of the user, not just this one. */
  readonly everywhere: boolean;
  /** Also withdraw the authorization at GitHub. */
  readonly revokeAtGitHub: boolean;
}

export interface LoggedOut {
  readonly identity: Identity;
  readonly endedSessions: number;
  readonly problems: readonly LoginProblem[];
}

/**
 * Port: how a caller becomes a user and ceases to be one. Absent where there is nobody to sign in.
 *
 * Every method rejects with the GatewayError `SESSION_STORE_UNAVAILABLE` when sessions cannot be stored; then GitHub
 * was not asked, unless its answer could not be stored afterwards.
 */
export interface LoginFlow {
  start(exchange: LoginExchange, start: LoginStart): Promise<StartedLogin>;
  complete(exchange: LoginExchange, callback: LoginCallback): Promise<CompletedLogin>;
  startDevice(exchange: LoginExchange): Promise<StartedDeviceLogin>;
  pollDevice(exchange: LoginExchange, deviceLoginId: string): Promise<PolledDeviceLogin>;
  logout(exchange: LoginExchange, options: Logout): Promise<LoggedOut>;
}
