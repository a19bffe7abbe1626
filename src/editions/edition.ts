import type { IncomingMessage, ServerResponse } from "node:http";
import type { TokenKeeper } from "../auth/credential.js";
import type { AccessTokenSource, UserAuth } from "../auth/user-auth.js";
import type { Config, ConfigSecrets } from "../config/config.js";
import type { CallerOfGitHub, GitHubMeasurement, GitHubService, TokenInspector } from "../github/index.js";
import type { LoginFlow } from "../auth/login-flow.js";
import type { LoginOption } from "../auth/login-option.js";
import type { SettingsStore } from "../settings/settings-store.js";

/** Runs before GraphQL, in the order of the edition's list. A refusal is `next(new GatewayError(…))`. */
export interface NamedMiddleware {
  readonly name: string;
  handle(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;
}

/** A switch that `gateway.features` shows; names of an edition of one's own carry a prefix. */
export interface Feature {
  readonly name: string;
  readonly enabled: boolean;
  /** Why it is off, for the user. */
  readonly reason: string | null;
}

/** Something without which no request can be served; asked by `/readyz`. */
export interface Gate {
  readonly name: string;
  isOpen(): Promise<boolean>;
}

/** Links that only an edition knows; `null` where it has none. */
export interface EditionLinks {
  /** Where the GitHub App is installed or its repositories are chosen. */
  readonly installApp: string | null;
}

/** Something that happened while the edition was at work, for the log. Must hold no secret. */
export interface EditionEvent {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Something that is counted, for metrics. Names no user. */
export type Measurement =
  | GitHubMeasurement
  | { readonly kind: "token-refresh"; readonly result: string }
  | { readonly kind: "token-refresh-wait"; readonly seconds: number }
  | { readonly kind: "reauthentication-required" };

/** What an edition is made from. */
export interface EditionSetup {
  readonly config: Config;
  readonly secrets: ConfigSecrets;
  /** Version of the gateway. */
  readonly version: string;
  /** Takes a sentence that the operator should read at start. */
  notice(sentence: string): void;
  /** Takes what the operator may want to know while the gateway runs. */
  report(event: EditionEvent): void;
  /** Takes what is counted; absent where nobody wants metrics. */
  readonly measure?: ((measurement: Measurement) => void) | undefined;
}

/**
 * All that differs between editions. What is not in here is the same in all of them.
 *
 * An edition is a value: `{ ...oss, name: "mine", settings: … }` is one. `open` runs once and opens what the other
 * fields are made from; nothing in here is called before every field was checked.
 */
export interface Edition<Resources extends AsyncDisposable = AsyncDisposable> {
  /** Shown as `gateway.editionName`. */
  readonly name: string;
  readonly kind: "OSS" | "SAAS" | "CUSTOM";
  /** Opens stores and connections. Whoever calls it disposes what it gives. */
  open(setup: EditionSetup): Promise<Resources>;
  /** One ordered list; an edition adds to the list of the one below it and drops nothing. */
  middleware(resources: Resources): readonly NamedMiddleware[];
  userAuth(resources: Resources): UserAuth;
  accessTokens(resources: Resources): AccessTokenSource;
  settings(resources: Resources): SettingsStore;
  /** `null` where the user cannot bring a token. */
  tokenKeeper(resources: Resources): TokenKeeper | null;
  /** `null` where there is nobody to sign in. */
  loginFlow(resources: Resources): LoginFlow | null;
  gitHubService(resources: Resources): (caller: CallerOfGitHub) => GitHubService;
  tokenInspector(resources: Resources): TokenInspector;
  /** Ways to sign in, in the order to show them. */
  loginOptions(resources: Resources): readonly LoginOption[];
  links(resources: Resources): EditionLinks;
  features(resources: Resources): readonly Feature[];
  gates(resources: Resources): readonly Gate[];
}

/** An edition at work: the fields of `Edition`, made from what it opened. */
export interface OpenEdition extends AsyncDisposable {
  readonly name: string;
  readonly kind: Edition["kind"];
  readonly middleware: readonly NamedMiddleware[];
  readonly userAuth: UserAuth;
  readonly accessTokens: AccessTokenSource;
  readonly settings: SettingsStore;
  readonly tokenKeeper: TokenKeeper | null;
  readonly loginFlow: LoginFlow | null;
  readonly gitHubService: (caller: CallerOfGitHub) => GitHubService;
  readonly tokenInspector: TokenInspector;
  readonly loginOptions: readonly LoginOption[];
  readonly links: EditionLinks;
  readonly features: readonly Feature[];
  readonly gates: readonly Gate[];
}
