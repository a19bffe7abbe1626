import type { GitHub } from "../github.js";
import { htmlPage, redirect } from "../http/html-page.js";
import type { Answer } from "../http/messages.js";
import type { AppRecord } from "../world/app-records.js";
import { refusalBody, type RefusalCode } from "./refusals.js";

/** A request for authorization in which nothing is wrong. */
export interface AuthorizeRequest {
  readonly app: AppRecord;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly challenge: string | null;
}

/** The address with these parameters on top of its own. */
export function withParameters(address: string, parameters: Readonly<Record<string, string | null>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

/** Sends the browser back to the client with a refusal. */
export function sendBack(redirectUri: string, state: string | null, code: RefusalCode): Answer {
  return redirect(withParameters(redirectUri, { ...refusalBody(code), state }));
}

/** Ports of loopback addresses are free: https://www.rfc-editor.org/rfc/rfc8252#section-7.3 */
function isRegistered(app: AppRecord, address: string): boolean {
  if (!URL.canParse(address)) return false;
  return app.redirectUris.some((registered) => withoutLoopbackPort(registered) === withoutLoopbackPort(address));
}

function withoutLoopbackPort(address: string): string {
  const url = new URL(address);
  if (["127.0.0.1", "[::1]", "localhost"].includes(url.hostname)) url.port = "";
  return url.href;
}

/** Reads a request for authorization; an answer where GitHub would not even ask the user. */
export function readAuthorizeRequest(
  { world }: GitHub,
  parameters: URLSearchParams,
): { readonly asked: AuthorizeRequest } | { readonly answer: Answer } {
  const app = world.apps.get(parameters.get("client_id") ?? "");
  if (!app) return { answer: htmlPage("Not Found", "<p>No App has this client id.</p>", 404) };
  const [registered = ""] = app.redirectUris;
  const redirectUri = parameters.get("redirect_uri") ?? registered;
  const state = parameters.get("state");
  // An address that is not registered gets nothing; the registered one is told why.
  if (!isRegistered(app, redirectUri)) return { answer: sendBack(registered, state, "redirect_uri_mismatch") };
  const challenge = parameters.get("code_challenge");
  const isS256 = parameters.get("code_challenge_method") === "S256" && /^[\w-]{43}$/.test(challenge ?? "");
  if (challenge !== null && !isS256) return { answer: sendBack(redirectUri, state, "invalid_request") };
  const scopes = (parameters.get("scope") ?? "").split(/[\s,]+/).filter(Boolean);
  return { asked: { app, redirectUri, state, scopes, challenge } };
}
