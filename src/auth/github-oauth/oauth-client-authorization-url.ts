export interface AuthorizationUrlOptions {
  readonly state: string;
  /** SHA-256 of the verifier in base64url, as RFC 7636 says. */
  readonly codeChallenge: string;
  readonly loginHint?: string;
  /** Lets a user who is signed in at GitHub choose another account. */
  readonly forceAccountChoice?: boolean;
}

interface Client {
  readonly webUrl: string;
  readonly clientId: string;
  readonly redirectUri: URL;
}

// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#1-request-a-users-github-identity
export function toAuthorizationUrl(options: AuthorizationUrlOptions & Client): URL {
  const { webUrl, clientId, redirectUri, state, codeChallenge, loginHint, forceAccountChoice } = options;
  const url = new URL(`${webUrl}/login/oauth/authorize`);
  const query = {
    client_id: clientId,
    redirect_uri: redirectUri.href,
    state,
    code_challenge: codeChallenge,
    code_challenge_method: "S256",
    ...(loginHint !== undefined && { login: loginHint }),
    ...(forceAccountChoice === true && { prompt: "select_account" }),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
