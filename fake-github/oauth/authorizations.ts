import { randomBytes } from "node:crypto";
import type { Clock } from "../control/clock.js";
import type { AppRecord } from "../world/app-records.js";
import type { TokenRecord, UserRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import type { RefusalCode } from "./refusals.js";

/** A refresh token; using it kills it together with the access token that it came with. */
export interface RefreshTokenRecord {
  readonly text: string;
  readonly app: AppRecord;
  readonly user: UserRecord;
  /** The access token that it came with. */
  access: TokenRecord;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  spent: boolean;
  /** Tokens of the device flow are refreshed without the client's secret. */
  readonly needsSecret: boolean;
}

/** What a client is given. */
export interface IssuedTokens {
  readonly access: TokenRecord;
  /** `null` where tokens do not end. */
  readonly refresh: RefreshTokenRecord | null;
}

export interface IssueOptions {
  readonly app: AppRecord;
  readonly user: UserRecord;
  /** Kept by an OAuth App only; a GitHub App has none. */
  readonly scopes?: readonly string[];
  /** Organizations whose single sign-on the user has passed; all of the user's unless given. */
  readonly ssoAuthorized?: readonly string[];
  readonly flow?: "web" | "device";
}

/** https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#creating-multiple-tokens-for-oauth-apps */
const MOST_TOKENS = 10;

function madeUp(prefix: string, length: number): string {
  const letters = randomBytes(length).toString("base64url").replaceAll(/[-_]/g, "0");
  return `${prefix}_FAKE${letters.slice(0, length - 4)}`;
}

function keyOf(app: AppRecord, user: UserRecord): string {
  return `${app.clientId}/${user.databaseId}`;
}

/** Which users have authorized which Apps, with every token that came of it. */
export class Authorizations {
  /** How long a new token is refused by the part of GitHub that has not heard of it yet, in milliseconds. */
  tokenLag = 0;
  readonly #world: World;
  readonly #clock: Clock;
  readonly #refreshTokens = new Map<string, RefreshTokenRecord>();
  readonly #tokens = new Map<string, IssuedTokens[]>();
  /** An authorization outlives its tokens: only the user or a deleted grant ends it. */
  readonly #granted = new Set<string>();
  #issued = 0;

  constructor(world: World, clock: Clock) {
    this.#world = world;
    this.#clock = clock;
  }

  /** Authorizes the App for the user and gives it tokens; the oldest of more than ten alike die. */
  issue(options: IssueOptions): IssuedTokens {
    const { app, user } = options;
    const issued = this.#create(options);
    const all = this.#of(app, user);
    all.push(issued);
    this.#granted.add(keyOf(app, user));
    const scopes = issued.access.scopes.join();
    const alike = all.filter(({ access }) => access.scopes.join() === scopes);
    for (const old of alike.slice(0, -MOST_TOKENS)) this.#end(old);
    return issued;
  }

  /** Single use: the pair that the refresh token belongs to is dead when this returns. */
  refresh(text: string, client: { readonly app: AppRecord; readonly hasSecret: boolean }): IssuedTokens | RefusalCode {
    const found = this.#refreshTokens.get(text);
    if (!client.hasSecret && found?.needsSecret !== false) return "incorrect_client_credentials";
    if (!found || found.app !== client.app || found.spent || found.expiresAt <= this.#clock.now()) {
      return "bad_refresh_token";
    }
    const { app, user, access, needsSecret } = found;
    this.#end({ access, refresh: found });
    const flow = needsSecret ? "web" : "device";
    const issued = this.#create({ app, user, scopes: access.scopes, ssoAuthorized: [...access.ssoAuthorized], flow });
    this.#of(app, user).push(issued);
    return issued;
  }

  /** Replaces an access token by another that lives as long. */
  reset(app: AppRecord, token: TokenRecord): TokenRecord {
    const { user, scopes } = token;
    const access = this.#addToken({ app, user, scopes, ssoAuthorized: [...token.ssoAuthorized] });
    access.expiresAt = token.expiresAt;
    const refresh = this.#find(token)?.refresh ?? null;
    this.#end({ access: token, refresh: null });
    if (refresh) refresh.access = access;
    this.#of(app, user).push({ access, refresh });
    return access;
  }

  /** Kills an access token and the refresh token that came with it. */
  revokeToken(token: TokenRecord): void {
    this.#end(this.#find(token) ?? { access: token, refresh: null });
  }

  /** What GitHub does when a user withdraws the authorization of an App. */
  revokeGrant(app: AppRecord, user: UserRecord): void {
    const issued = this.#of(app, user);
    for (const { refresh } of issued) if (refresh) refresh.spent = true;
    issued.length = 0;
    this.#granted.delete(keyOf(app, user));
    for (const token of this.#world.tokens.values()) {
      if (token.app === app && token.user === user) token.revoked = true;
    }
  }

  /** Whether the user has authorized the App, so that GitHub need not ask again. */
  isGranted(app: AppRecord, user: UserRecord): boolean {
    return this.#granted.has(keyOf(app, user));
  }

  refreshToken(text: string): RefreshTokenRecord | undefined {
    return this.#refreshTokens.get(text);
  }

  #of(app: AppRecord, user: UserRecord): IssuedTokens[] {
    const key = keyOf(app, user);
    const known = this.#tokens.get(key) ?? [];
    this.#tokens.set(key, known);
    return known;
  }

  #find(token: TokenRecord): IssuedTokens | undefined {
    return token.app ? this.#of(token.app, token.user).find(({ access }) => access === token) : undefined;
  }

  #end({ access, refresh }: IssuedTokens): void {
    access.revoked = true;
    if (refresh) refresh.spent = true;
    if (!access.app) return;
    const all = this.#of(access.app, access.user);
    const index = all.findIndex((issued) => issued.access === access);
    if (index >= 0) all.splice(index, 1);
  }

  #create(options: IssueOptions): IssuedTokens {
    const { app, user } = options;
    const access = this.#addToken(options);
    if (!app.hasExpiringTokens) return { access, refresh: null };
    const refresh: RefreshTokenRecord = {
      text: madeUp("ghr", 76),
      app,
      user,
      access,
      expiresAt: this.#clock.now() + app.refreshTokenLife * 1000,
      spent: false,
      needsSecret: options.flow !== "device",
    };
    this.#refreshTokens.set(refresh.text, refresh);
    return { access, refresh };
  }

  #addToken({ app, user, scopes, ssoAuthorized }: IssueOptions): TokenRecord {
    this.#issued += 1;
    const now = this.#clock.now();
    const isUserToken = app.kind === "github-app";
    return this.#world.addToken({
      name: `${user.login}-${app.slug}-${this.#issued}`,
      text: madeUp(isUserToken ? "ghu" : "gho", 36),
      kind: isUserToken ? "app-user" : "oauth-app",
      user,
      scopes: scopes ?? [],
      ssoAuthorized: ssoAuthorized ?? this.#world.ssoOrganizations(user).map(({ login }) => login),
      app,
      createdAt: now,
      validFrom: now + this.tokenLag,
      expiresAt: app.hasExpiringTokens ? now + app.accessTokenLife * 1000 : null,
    });
  }
}
