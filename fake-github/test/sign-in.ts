import { createHash, randomBytes } from "node:crypto";
import type { FakeGitHub } from "../index.js";

export const CALLBACK = "http://127.0.0.1:4000/auth/callback";

export interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in?: number;
  readonly refresh_token?: string;
  readonly refresh_token_expires_in?: number;
  readonly token_type: string;
  readonly scope: string;
  readonly error?: string;
  readonly error_description?: string;
  readonly error_uri?: string;
  readonly interval?: number;
}

export function verifierAndChallenge(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

export function authorizeUrl(github: FakeGitHub, parameters: Readonly<Record<string, string>>): URL {
  const url = new URL(`${github.url}/login/oauth/authorize`);
  const all = { client_id: github.world.app("octogate-demo").clientId, redirect_uri: CALLBACK, ...parameters };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return url;
}

/** Follows no redirect: where the browser would be sent. */
export async function redirectOf(address: URL | string, init: RequestInit = {}): Promise<URL> {
  const response = await fetch(address, { redirect: "manual", ...init });
  const location = response.headers.get("location");
  if (location === null) throw new Error(`No redirect: ${response.status} ${await response.text()}`);
  return new URL(location);
}

/** The code that a user's consent leads to. */
export async function codeOf(github: FakeGitHub, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
  const found = await redirectOf(authorizeUrl(github, { _fake_approve: "octo-mock", ...parameters }));
  return found.searchParams.get("code") ?? "";
}

/** Asks the token endpoint as the demo App unless told otherwise, for JSON. */
export async function askForToken(
  github: FakeGitHub,
  parameters: Readonly<Record<string, string>>,
  slug = "octogate-demo",
): Promise<TokenAnswer> {
  const { clientId, clientSecret } = github.world.app(slug);
  const response = await fetch(`${github.url}/login/oauth/access_token`, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...parameters }),
  });
  if (response.status !== 200) throw new Error(`GitHub never answers ${response.status} here.`);
  return (await response.json()) as TokenAnswer;
}

/** Signs a user in and returns what the App was given. */
export async function signIn(github: FakeGitHub, login = "octo-mock"): Promise<TokenAnswer> {
  return await askForToken(github, { code: await codeOf(github, { _fake_approve: login }) });
}

/** Asks REST; `path` may be a whole address, as `Link` headers have them. */
export async function rest(
  github: FakeGitHub,
  path: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const address = path.startsWith("http") ? path : `${github.restUrl}${path}`;
  return await fetch(address, { headers: { authorization: `Bearer ${token}`, ...headers } });
}

/** All pages of a list, by its `Link` headers. */
export async function walk<T>(github: FakeGitHub, path: string, token: string): Promise<readonly T[]> {
  const pages: T[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const response = await rest(github, next, token);
    pages.push((await response.json()) as T);
    next = /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  }
  return pages;
}
