import { randomBytes } from "node:crypto";
import type { Clock } from "../control/clock.js";
import type { OrganizationRecord, TokenRecord } from "../world/records.js";
import type { Budget, Resource } from "./limits.js";

/** A request id in the form of GitHub's. */
export function createRequestId(): string {
  const part = (bytes: number): string => randomBytes(bytes).toString("hex").toUpperCase();
  return `${part(2)}:${part(3)}:${part(3)}:${part(4)}:${part(4)}`;
}

/** Headers that every answer bears, also a refusal. */
export function commonHeaders(clock: Clock, requestId: string): Record<string, string> {
  return {
    date: new Date(clock.now()).toUTCString(),
    server: "github.com",
    vary: "Accept-Encoding, Accept, X-Requested-With",
    "x-github-request-id": requestId,
  };
}

export function rateLimitHeaders(budget: Budget, resource: Resource): Record<string, string> {
  return {
    "x-ratelimit-limit": String(budget.limit),
    "x-ratelimit-remaining": String(budget.remaining),
    "x-ratelimit-used": String(budget.used),
    "x-ratelimit-reset": String(budget.reset),
    "x-ratelimit-resource": resource,
  };
}

/** What GitHub tells about the token itself. Fine-grained tokens have no scopes, App tokens an empty list. */
export function tokenHeaders(token: TokenRecord, acceptedScopes: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (token.kind !== "fine-grained") {
    headers["x-oauth-scopes"] = token.scopes.join(", ");
    headers["x-accepted-oauth-scopes"] = acceptedScopes;
  }
  if (token.kind === "oauth-app" || token.kind === "app-user")
    headers["x-oauth-client-id"] = token.app?.clientId ?? "Iv1.fake0octogate";
  if (token.expiresAt !== null) {
    const [day, time] = new Date(token.expiresAt).toISOString().split(/[T.]/);
    headers["github-authentication-token-expiration"] = `${day} ${time} UTC`;
  }
  return headers;
}

/** Organizations whose single sign-on stood in the way: of one object, or of parts of a list. */
export interface SsoFindings {
  readonly required: Set<OrganizationRecord>;
  readonly partial: Set<OrganizationRecord>;
}

/** https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api */
export function ssoHeader({ required, partial }: SsoFindings, webUrl: string): Record<string, string> {
  const [first] = required;
  if (first)
    return {
      "x-github-sso": `required; url=${webUrl}/orgs/${first.login}/sso?authorization_request=FAKE`,
    };
  if (partial.size === 0) return {};
  const ids = [...partial].map((organization) => organization.databaseId).join(",");
  return { "x-github-sso": `partial-results; organizations=${ids}` };
}
