import { createHash } from "node:crypto";
import type { GitHub } from "../github.js";
import { jsonAnswer, type Answer, type FakeRequest, type Route } from "../http/messages.js";
import { readClient } from "../oauth/client.js";
import { parametersOf } from "../oauth/parameters.js";
import type { AppRecord } from "../world/app-records.js";
import type { TokenRecord } from "../world/records.js";
import { accountBody } from "./account-body.js";
import { notFound } from "./guard.js";

type Handler = (app: AppRecord, token: TokenRecord) => Answer;

/** `/applications/CLIENT_ID/…`: what an App asks about its own tokens, with its id and secret as Basic credentials. */
export function applicationRoutes(github: GitHub): readonly Route[] {
  const { authorizations } = github.oauth;
  const route = (method: string, what: "token" | "grant", handle: Handler): Route => ({
    method,
    pattern: new RegExp(`^/applications/([^/]+)/${what}$`),
    answer: (request, [, clientId]) => guarded(github, request, clientId, handle),
  });
  return [
    route("POST", "token", (app, token) => jsonAnswer(200, tokenBody(github, app, token))),
    route("PATCH", "token", (app, token) => jsonAnswer(200, tokenBody(github, app, authorizations.reset(app, token)))),
    route("DELETE", "token", (_app, token) => {
      authorizations.revokeToken(token);
      return noContent();
    }),
    route("DELETE", "grant", (app, token) => {
      authorizations.revokeGrant(app, token.user);
      return noContent();
    }),
  ];
}

function noContent(): Answer {
  return { status: 204, headers: {}, body: "" };
}

/** A token that is dead, or another App's, does not exist for this App. */
function guarded(github: GitHub, request: FakeRequest, clientId: string | undefined, handle: Handler): Answer {
  const client = request.headers.authorization ? readClient(github.world, request) : null;
  if (!client?.hasSecret || client.app.clientId !== clientId) {
    const message = request.headers.authorization ? "Bad credentials" : "Requires authentication";
    return jsonAnswer(401, { message, documentation_url: "https://docs.github.com/rest", status: "401" });
  }
  const text = parametersOf(jsonRequest(request)).get("access_token");
  if (text === null) return jsonAnswer(422, { message: 'Invalid request.\n\n"access_token" wasn\'t supplied.' });
  const token = github.world.tokens.get(text);
  const isDead = !token || token.revoked || (token.expiresAt !== null && token.expiresAt <= github.clock.now());
  return isDead || token.app !== client.app ? notFound() : handle(client.app, token);
}

/** REST takes every body for JSON, whatever it says it is. */
function jsonRequest(request: FakeRequest): FakeRequest {
  return { ...request, headers: { ...request.headers, "content-type": "application/json" } };
}

function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

function tokenBody({ webUrl }: GitHub, app: AppRecord, { text, createdAt, expiresAt, scopes, user }: TokenRecord) {
  const hash = createHash("sha256").update(text).digest();
  const id = hash.readUInt32BE(0);
  return {
    id,
    url: `${webUrl}/api/v3/authorizations/${id}`,
    app: { name: app.name, url: "https://example.com", client_id: app.clientId },
    token: text,
    hashed_token: hash.toString("hex"),
    token_last_eight: text.slice(-8),
    note: null,
    note_url: null,
    created_at: isoSeconds(createdAt),
    updated_at: isoSeconds(createdAt),
    scopes,
    fingerprint: null,
    expires_at: expiresAt === null ? null : isoSeconds(expiresAt),
    user: accountBody(user, webUrl),
  };
}
