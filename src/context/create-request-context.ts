import type { IncomingMessage } from "node:http";
import { subjectOf, type Identity } from "../auth/identity.js";
import type { SessionState } from "../auth/session-state.js";
import type { OpenEdition } from "../editions/edition.js";
import type { GitHubService } from "../github/github-service.js";
import { requireAccess, type AccessLevel } from "./access.js";
import { callerSettings, type CallerSettings } from "./caller-settings.js";
import type { GatewayDescription } from "./gateway-description.js";
import type { RequestContext } from "./request-context.js";
import { tokenSettings, type TokenSettings } from "./token-settings.js";

export interface RequestContextOptions {
  readonly edition: OpenEdition;
  readonly description: GatewayDescription;
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/**
 * Resolves who is asking and binds everything else to them.
 *
 * @throws GatewayError `SESSION_STORE_UNAVAILABLE` when the identity cannot be told.
 */
export async function createRequestContext(options: RequestContextOptions): Promise<RequestContext> {
  return new LazyRequestContext(options, await options.edition.userAuth.identify(options.request));
}

/**
 * Apollo copies the context shallowly for each operation, which would call own getters and lose `#private` fields. So
 * the getters are on the prototype, and what they make is kept in one object that all copies share.
 */
class LazyRequestContext implements RequestContext {
  private readonly made: {
    github?: GitHubService;
    settings?: CallerSettings;
    token?: TokenSettings;
    access?: Promise<SessionState>;
  } = {};

  constructor(
    private readonly options: RequestContextOptions,
    readonly identity: Identity,
  ) {}

  get requestId(): string {
    return this.options.requestId;
  }

  get signal(): AbortSignal {
    return this.options.signal;
  }

  get gateway(): GatewayDescription {
    return this.options.description;
  }

  get github(): GitHubService {
    const { identity, signal, settings } = this;
    return (this.made.github ??= this.options.edition.gitHubService({
      identity,
      signal,
      lastUsed: () => settings.recentRepositories(),
    }));
  }

  get settings(): CallerSettings {
    return (this.made.settings ??= callerSettings(this.options.edition.settings, subjectOf(this.identity)));
  }

  get token(): TokenSettings {
    return (this.made.token ??= tokenSettings(this.options.edition, this.identity, this.signal));
  }

  session(): Promise<SessionState> {
    return this.options.edition.userAuth.session(this.identity);
  }

  async require(level: AccessLevel): Promise<void> {
    if (level === "PUBLIC") return;
    // Once for all root fields: those that got their answer later would miss the others' upstream document.
    requireAccess(level, await (this.made.access ??= this.session()));
  }
}
