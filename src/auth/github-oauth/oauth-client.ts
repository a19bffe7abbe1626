import * as oauth from "oauth4webapi";
import { Secret } from "../../secret/secret.js";
import type { AccessToken } from "../access-token.js";
import type { Account } from "../session-state.js";
import { toAuthorizationUrl, type AuthorizationUrlOptions } from "./oauth-client-authorization-url.js";
import { secondsAfter, toGrantedTokens, type GrantedTokens } from "./granted-tokens.js";
import { notUnderstood, OAuthFailure, toOAuthFailure } from "./oauth-client-failure.js";
import { OAuthHttp } from "./oauth-client-http.js";
import { readAccount, revoke } from "./oauth-client-rest.js";

export { OAuthFailure } from "./oauth-client-failure.js";

export interface OAuthClientOptions {
  readonly host: {
    /** Without a slash at the end. */
    readonly webUrl: string;
    readonly restUrl: string;
  };
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Registered with the App, letter by letter. */
  readonly redirectUri: URL;
  readonly now?: () => Date;
}

/** A device login that GitHub waits for the user to approve. */
export interface DeviceLogin {
  readonly deviceCode: Secret;
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly intervalSeconds: number;
  readonly expiresAt: Date;
}

/**
 * GitHub's OAuth endpoints. Throws nothing but OAuthFailure, and nothing that it throws or prints holds a secret.
 *
 * @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
 */
export class OAuthClient implements AsyncDisposable {
  readonly #options: OAuthClientOptions;
  readonly #server: oauth.AuthorizationServer;
  readonly #client: oauth.Client;
  readonly #http = new OAuthHttp();

  constructor(options: OAuthClientOptions) {
    const { webUrl } = options.host;
    this.#options = options;
    this.#client = { client_id: options.clientId };
    this.#server = {
      issuer: webUrl,
      authorization_endpoint: `${webUrl}/login/oauth/authorize`,
      token_endpoint: `${webUrl}/login/oauth/access_token`,
      device_authorization_endpoint: `${webUrl}/login/device/code`,
    };
  }

  /** Where to send the browser. */
  authorizationUrl(options: AuthorizationUrlOptions): URL {
    const { host, clientId, redirectUri } = this.#options;
    return toAuthorizationUrl({ ...options, webUrl: host.webUrl, clientId, redirectUri });
  }

  /** @param options.code As the callback got it, after its state was checked. */
  async exchangeCode({ code, codeVerifier }: { readonly code: Secret; readonly codeVerifier: Secret }) {
    return this.#ask(async () => {
      const query = new URLSearchParams({ code: code.reveal() });
      const callback = oauth.validateAuthResponse(this.#server, this.#client, query, oauth.expectNoState);
      const response = await oauth.authorizationCodeGrantRequest(
        this.#server,
        this.#client,
        this.#authentication,
        callback,
        this.#options.redirectUri.href,
        codeVerifier.reveal(),
        this.#requestOptions,
      );
      return toGrantedTokens(
        await oauth.processAuthorizationCodeResponse(this.#server, this.#client, response),
        this.#now(),
      );
    });
  }

  /**
   * Uses a refresh token up: GitHub kills it and the access token that came with it at once. Cannot be aborted, since
   * the new pair is in the answer alone.
   */
  async refresh(refreshToken: Secret): Promise<GrantedTokens> {
    return this.#ask(async () => {
      const response = await oauth.refreshTokenGrantRequest(
        this.#server,
        this.#client,
        this.#authentication,
        refreshToken.reveal(),
        this.#requestOptions,
      );
      return toGrantedTokens(
        await oauth.processRefreshTokenResponse(this.#server, this.#client, response),
        this.#now(),
      );
    });
  }

  async startDevice(): Promise<DeviceLogin> {
    return this.#ask(async () => {
      const response = await oauth.deviceAuthorizationRequest(
        this.#server,
        this.#client,
        oauth.None(),
        {},
        this.#requestOptions,
      );
      const device = await oauth.processDeviceAuthorizationResponse(this.#server, this.#client, response);
      return {
        deviceCode: new Secret(device.device_code),
        userCode: device.user_code,
        verificationUrl: device.verification_uri,
        // RFC 8628, section 3.2
        intervalSeconds: device.interval ?? 5,
        expiresAt: secondsAfter(this.#now(), device.expires_in),
      };
    });
  }

  /** Throws `pending` or `slow_down` while the user has not decided. */
  async pollDevice(deviceCode: Secret): Promise<GrantedTokens> {
    return this.#ask(async () => {
      const response = await oauth.deviceCodeGrantRequest(
        this.#server,
        this.#client,
        oauth.None(),
        deviceCode.reveal(),
        this.#requestOptions,
      );
      return toGrantedTokens(await oauth.processDeviceCodeResponse(this.#server, this.#client, response), this.#now());
    });
  }

  /** Whose token it is. */
  async readAccount(accessToken: AccessToken): Promise<Account> {
    return readAccount(this.#rest(accessToken));
  }

  /** Ends one token at GitHub; the user's others stay. A token that is dead already is no failure. */
  async revokeToken(accessToken: AccessToken): Promise<void> {
    await revoke("token", this.#rest(accessToken));
  }

  /** Ends the user's authorization of the App, with all its tokens. */
  async revokeGrant(accessToken: AccessToken): Promise<void> {
    await revoke("grant", this.#rest(accessToken));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#http[Symbol.asyncDispose]();
  }

  #rest(accessToken: AccessToken) {
    const { host, clientId, clientSecret } = this.#options;
    return { http: this.#http, restUrl: host.restUrl, accessToken, clientId, clientSecret };
  }

  get #authentication(): oauth.ClientAuth {
    return oauth.ClientSecretPost(this.#options.clientSecret.reveal());
  }

  get #requestOptions() {
    const isLocal = this.#server.issuer.startsWith("http:");
    return { [oauth.customFetch]: this.#http.fetch, [oauth.allowInsecureRequests]: isLocal };
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  async #ask<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      if (error instanceof OAuthFailure) throw error;
      // Errors of oauth4webapi hold the answer; it ends here.
      if (error instanceof oauth.ResponseBodyError) throw toOAuthFailure(error.error, error.cause["interval"]);
      throw notUnderstood();
    }
  }
}
