import type { Identity } from "../auth/identity.js";
import type { SessionState } from "../auth/session-state.js";
import type { GitHubService } from "../github/github-service.js";
import type { AccessLevel } from "./access.js";
import type { AnswersSoFar } from "./answers-so-far.js";
import type { CallerLogin } from "./caller-login.js";
import type { CallerSettings } from "./caller-settings.js";
import type { FinishedValues } from "./finished-values.js";
import type { GatewayDescription } from "./gateway-description.js";
import type { TokenSettings } from "./token-settings.js";

export type { Installation } from "../github/installations/installation.js";
export type { OrganizationFacts } from "../github/organization-access.js";

/**
 * All that a resolver has besides its arguments. Made once per request; everything in it is bound to the caller.
 *
 * Apollo copies the context shallowly for each operation: the getters live on the prototype and memoize into one shared
 * object, so that the copy and the original are the same request.
 */
export interface RequestContext {
  /** Also in `X-Request-Id`, in every error and in the log. */
  readonly requestId: string;
  /** Who is asking; another one after a field of this request has signed in or out. */
  readonly identity: Identity;
  /** Aborted when the client goes away, or has its answer. */
  readonly signal: AbortSignal;
  /** GitHub, on behalf of the caller. Made on first use; asks for the token on its first call. */
  readonly github: GitHubService;
  /** The caller's settings. */
  readonly settings: CallerSettings;
  /** The caller's own token, where the edition lets the caller bring one. */
  readonly token: TokenSettings;
  /** Signing in and out. */
  readonly login: CallerLogin;
  readonly gateway: GatewayDescription;
  /** What the operation has asked so far, where it may be run in two ways. */
  readonly answers: AnswersSoFar | undefined;
  readonly finished: FinishedValues;
  /** State of the session, read afresh at each call; never calls GitHub. */
  session(): Promise<SessionState>;
  /** @throws GatewayError when the caller does not have the level. Makes no call to GitHub. */
  require(level: AccessLevel): Promise<void>;
}
