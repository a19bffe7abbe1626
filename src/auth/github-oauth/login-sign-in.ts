import { subjectOf, type UserId } from "../identity.js";
import type { LoginExchange, LoginProblem } from "../login-flow.js";
import type { Account } from "../session-state.js";
import type { GitHubTokenManager } from "./git-hub-token-manager.js";
import type { GrantedTokens } from "./granted-tokens.js";
import { loginProblem, problemOf } from "./login-problems.js";
import { OAuthFailure, type OAuthClient } from "./oauth-client.js";
import type { Sessions } from "./session-of-request.js";
import type { SessionStore } from "./session-store.js";

/** Where tokens are kept, as far as signing in and out has to do with it. */
export type LoginTokens = Pick<GitHubTokenManager, "storeLogin" | "account" | "storedCredentialId" | "forget">;

/** Something for the log. Holds no secret. */
export interface LoginEvent {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface SignInOptions {
  readonly oauth: Pick<OAuthClient, "readAccount" | "revokeToken">;
  readonly tokens: LoginTokens;
  readonly store: Pick<SessionStore, "expect" | "welcome">;
  readonly sessions: Sessions;
  readonly onEvent: (event: LoginEvent) => void;
}

/** What came of a login, as it is kept for whoever asks again. */
export type LoginOutcome =
  | { readonly kind: "signed-in"; readonly userId: UserId; readonly sessionId: string; readonly isNewUser: boolean }
  | { readonly kind: "problem"; readonly problem: LoginProblem };

/** From new tokens to a session. */
export class SignIn {
  readonly #options: SignInOptions;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  /**
   * @param obtain Gets the tokens from GitHub; throws OAuthFailure.
   * @param onlyAs Of whom they must be; anybody's if not given.
   * @throws GatewayError `SESSION_STORE_UNAVAILABLE`: nobody is signed in then who was not before.
   */
  async run(exchange: LoginExchange, obtain: () => Promise<GrantedTokens>, onlyAs?: string): Promise<LoginOutcome> {
    try {
      const granted = await obtain();
      const account = await this.#accountOf(granted);
      if (onlyAs === undefined || account.gitHubUserId === onlyAs) return await this.#admit(exchange, granted, account);
      await this.#withdraw(granted);
      return { kind: "problem", problem: anotherAccount(account) };
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      return this.refuse(problemOf(error));
    }
  }

  /** A login that GitHub did not let be one; told in the log as well. */
  refuse(problem: LoginProblem): LoginOutcome {
    const { code, providerCode } = problem;
    const level = code === "OAUTH_MISCONFIGURED" ? "error" : "warn";
    this.#options.onEvent({ level, message: "login failed at GitHub", fields: { code, providerCode } });
    return { kind: "problem", problem };
  }

  /** Tokens whose owner cannot be told cannot be kept either. */
  async #accountOf(granted: GrantedTokens): Promise<Account> {
    try {
      return await this.#options.oauth.readAccount(granted.accessToken);
    } catch (error) {
      await this.#withdraw(granted);
      throw error;
    }
  }

  async #admit({ request, response, identity }: LoginExchange, granted: GrantedTokens, account: Account) {
    const { tokens, store, sessions, onEvent } = this.#options;
    const userId = toUserId(account.gitHubUserId);
    // Never withdrawn from here on, whatever happens: the user's other sessions live on these tokens as well.
    const expected = await store.expect(userId);
    await tokens.storeLogin(userId, granted, account);
    const isNewUser = await store.welcome(userId);
    const sessionId = await sessions.begin(request, response, userId);
    await expected.begun();
    onEvent({
      level: "info",
      message: "signed in",
      fields: { subject: subjectOf({ kind: "user", userId }), isNewUser },
    });
    if (identity.kind === "user" && identity.userId !== userId) await this.leave(identity.userId);
    return { kind: "signed-in", userId, sessionId, isNewUser } as const;
  }

  /** A user has left a session for good: without another one the tokens are of no use to anybody. */
  async leave(userId: UserId): Promise<void> {
    const { sessions, tokens } = this.#options;
    // Looked at before the sessions are counted: whoever signs in after that has another credential.
    const credentialId = await tokens.storedCredentialId(userId);
    if (credentialId === undefined || (await sessions.count(userId)) > 0) return;
    await tokens.forget(userId, { atGitHub: "token", credentialId });
  }

  /** Tokens that nobody will use must not lie about at GitHub. That it may fail changes nothing here. */
  async #withdraw({ accessToken }: GrantedTokens): Promise<void> {
    await this.#options.oauth.revokeToken(accessToken).catch(() => undefined);
  }
}

// The key of everything that belongs to a user. GitHub says it, over a connection of ours.
function toUserId(gitHubUserId: string): UserId {
  if (!/^[1-9]\d{0,18}$/.test(gitHubUserId)) throw new Error("GitHub named a user id that is no number.");
  return gitHubUserId as UserId;
}

function anotherAccount({ login }: Account): LoginProblem {
  return loginProblem(
    "FORBIDDEN",
    `GitHub has signed in @${login}, and this session is another account's. ` +
      "Sign in to the right account at GitHub and try again, or switch the account here.",
    { nextStep: "RECONNECT_GITHUB" },
  );
}
