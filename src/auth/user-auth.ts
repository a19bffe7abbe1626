import type { IncomingMessage } from "node:http";
import type { AccessToken } from "./access-token.js";
import type { SessionState } from "./session-state.js";
import type { Identity } from "./identity.js";

/** Port: who is asking, and what is known of them without a call to GitHub. */
export interface UserAuth {
  /**
   * The identity behind a request. Nobody being signed in is an answer (`anonymous`), not an error.
   *
   * @throws GatewayError `SESSION_STORE_UNAVAILABLE` when it cannot be told; never guesses "anonymous" then.
   */
  identify(request: IncomingMessage): Identity | Promise<Identity>;

  /**
   * The state of the session as it is now; read afresh at each call, so that it tells the truth after a mutation.
   *
   * @param request The one that the identity was found in, for what is known of its session alone.
   */
  session(identity: Identity, request: IncomingMessage): Promise<SessionState>;
}

/** Port: turns an identity into a token. Only the GitHub service asks it. */
export interface AccessTokenSource {
  /**
   * The token, if the caller is `AUTHENTICATED`, nothing has to be done before it is used, and all of this can be told
   * without waiting. Undefined tells nothing: `accessToken` and `UserAuth.session` have the answer then. A source without
   * this method is asked there always.
   */
  ready?(identity: Identity): AccessToken | undefined;

  /**
   * A token that is believed to work.
   *
   * @throws GatewayError `GITHUB_NOT_CONNECTED`, `UNAUTHENTICATED`, `GITHUB_TOKEN_EXPIRED`, `STORED_SECRET_UNREADABLE`
   *   or `GITHUB_REAUTHENTICATION_REQUIRED`.
   */
  accessToken(identity: Identity): Promise<AccessToken>;

  /** GitHub accepted this token; notes when, and what its headers told of it. */
  accepted(identity: Identity, token: AccessToken, facts: TokenFacts): void | Promise<void>;

  /**
   * GitHub answered 401 to this token. Answers a newer one to repeat the request with, if there is one; otherwise the
   * credential is marked and `undefined` returned.
   */
  refused(identity: Identity, token: AccessToken): Promise<AccessToken | undefined>;
}

/** What the headers of GitHub's answers tell of a token. */
export interface TokenFacts {
  /** `x-oauth-scopes`; absent for kinds whose permissions GitHub does not report. */
  readonly scopes?: readonly string[];
  /** `github-authentication-token-expiration`; absent when it never expires or GitHub does not say. */
  readonly expiresAt?: string;
}
