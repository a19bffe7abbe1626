import type { IncomingMessage, ServerResponse } from "node:http";
import { subjectOf, type Identity } from "../auth/identity.js";
import type { SessionState } from "../auth/session-state.js";
import type { OpenEdition } from "../editions/edition.js";
import type { AnswersSoFar } from "./answers-so-far.js";
import type { GitHubService } from "../github/github-service.js";
import { requireAccess, type AccessLevel } from "./access.js";
import { callerLogin, type CallerLogin } from "./caller-login.js";
import { callerSettings, type CallerSettings } from "./caller-settings.js";
import { FinishedValues } from "./finished-values.js";
import type { GatewayDescription } from "./gateway-description.js";
import type { RequestContext } from "./request-context.js";
import { tokenSettings, type TokenSettings } from "./token-settings.js";

export interface RequestContextOptions {
  readonly edition: OpenEdition;
  readonly description: GatewayDescription;
  readonly request: IncomingMessage;
  /** On which a login sets its cookies. */
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** What another way of running the same operation has asked of GitHub. */
  readonly answers: AnswersSoFar | undefined;
  /** Whether what could be finished without execution is executed all the same. */
  readonly isExecutedInFull: boolean;
}

/**
 * Resolves who is asking and binds everything else to them.
 *
 * @throws GatewayError `SESSION_STORE_UNAVAILABLE` when the identity cannot be told.
 */
export function createRequestContext(options: RequestContextOptions): RequestContext | Promise<RequestContext> {
  const identity = options.edition.userAuth.identify(options.request);
  if (!(identity instanceof Promise)) return new LazyRequestContext(options, identity);
  return identity.then((identified) => new LazyRequestContext(options, identified));
}

/** What is bound to the caller; made anew when a login or a logout changes who that is. */
interface Bound {
  readonly identity: Identity;
  github?: GitHubService;
  settings?: CallerSettings;
  token?: TokenSettings;
  access?: Promise<SessionState>;
}

/**
 * Apollo copies the context shallowly for each operation, which would call own getters and lose `#private` fields. So
 * the getters are on the prototype, and what they make is kept in one object that all copies share.
 */
class LazyRequestContext implements RequestContext {
  private readonly shared: { bound: Bound; login?: CallerLogin; finished?: FinishedValues };

  constructor(
    private readonly options: RequestContextOptions,
    identity: Identity,
  ) {
    this.shared = { bound: { identity } };
  }

  get requestId(): string {
    return this.options.requestId;
  }

  get identity(): Identity {
    return this.shared.bound.identity;
  }

  get signal(): AbortSignal {
    return this.options.signal;
  }

  get answers(): AnswersSoFar | undefined {
    return this.options.answers;
  }

  get finished(): FinishedValues {
    return (this.shared.finished ??= new FinishedValues({ areExecuted: this.options.isExecutedInFull }));
  }

  get gateway(): GatewayDescription {
    return this.options.description;
  }

  get github(): GitHubService {
    const { bound } = this.shared;
    const { answers, identity, signal } = this;
    return (bound.github ??= this.options.edition.gitHubService({
      identity,
      signal,
      answers,
      isPlanning: false,
      lastUsed: () => this.settings.recentRepositories(),
    }));
  }

  get settings(): CallerSettings {
    const { bound } = this.shared;
    return (bound.settings ??= callerSettings(this.options.edition.settings, subjectOf(bound.identity)));
  }

  get token(): TokenSettings {
    const { bound } = this.shared;
    return (bound.token ??= tokenSettings(this.options.edition, {
      identity: bound.identity,
      signal: this.signal,
      onChange: () => {
        // A field further on in the same operation is looked at anew.
        delete bound.access;
        void this.github.forget();
      },
    }));
  }

  get login(): CallerLogin {
    const { shared } = this;
    const { edition, request, response } = this.options;
    return (shared.login ??= callerLogin({
      flow: edition.loginFlow,
      request,
      response,
      identity: () => shared.bound.identity,
      becomes: (next) => {
        void this.github.forget();
        shared.bound = { identity: next };
        void this.github.forget();
      },
    }));
  }

  session(): Promise<SessionState> {
    return this.options.edition.userAuth.session(this.identity, this.options.request);
  }

  async require(level: AccessLevel): Promise<void> {
    if (level === "PUBLIC") return;
    const { bound } = this.shared;
    // Once for all root fields: those that got their answer later would miss the others' upstream document.
    requireAccess(level, await (bound.access ??= this.session()));
  }
}
