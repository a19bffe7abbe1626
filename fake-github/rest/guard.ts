import { createHash } from "node:crypto";
import { secondaryAnswer } from "../gate/answer-graphql.js";
import { rateLimitHeaders, ssoHeader, tokenHeaders, type SsoFindings } from "../gate/answer-headers.js";
import { authenticate, isAnswer } from "../gate/authenticate.js";
import type { GitHub } from "../github.js";
import { jsonAnswer, type Answer, type FakeRequest, type Route } from "../http/messages.js";
import type { OrganizationRecord, TokenRecord } from "../world/records.js";

/** What an endpoint knows of the request that reached it. */
export interface RestCall {
  readonly token: TokenRecord;
  /** The groups that the pattern found in the path. */
  readonly found: readonly string[];
  readonly request: FakeRequest;
  /** Organizations that withheld something; the answer's `x-github-sso` names them. */
  readonly sso: SsoFindings;
}

export type Handler = (call: RestCall) => Answer;

/** Makes routes that ask everything that GitHub asks of a REST request before it looks at what is wanted. */
export function guardedGet(github: GitHub): (pattern: RegExp, scopes: string, handle: Handler) => Route {
  return (pattern, scopes, handle) => ({
    method: "GET",
    pattern,
    answer: (request, found) =>
      guarded(github, request, scopes, (token, sso) => handle({ token, found, request, sso })),
  });
}

function guarded(
  github: GitHub,
  request: FakeRequest,
  scopes: string,
  handle: (token: TokenRecord, sso: SsoFindings) => Answer,
): Answer {
  if (!request.headers["user-agent"]) {
    const message =
      "Missing or invalid User Agent string. See https://docs.github.com/rest/overview/resources-in-the-rest-api#user-agent-required";
    return jsonAnswer(403, { message });
  }
  const token = authenticate(github.world, github.clock, request);
  if (isAnswer(token)) return token;
  const { user } = token;
  const sso: SsoFindings = { required: new Set<OrganizationRecord>(), partial: new Set<OrganizationRecord>() };
  const headers = (): Record<string, string> => ({
    "cache-control": "private, max-age=60, s-maxage=60",
    vary: "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With",
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    ...tokenHeaders(token, scopes),
    ...rateLimitHeaders(github.limits.budget(user, "core"), "core"),
    ...ssoHeader(sso, github.webUrl),
  });
  const isFree = request.path === "/rate_limit";
  if (!isFree && github.limits.budget(user, "core").remaining <= 0) {
    const message = `API rate limit exceeded for user ID ${user.databaseId}.`;
    const documentation = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api";
    return jsonAnswer(403, { message, documentation_url: documentation }, headers());
  }
  const wait = isFree ? null : github.limits.secondaryWait(user, 1);
  if (wait !== null) return secondaryAnswer(request.id, wait, headers());
  const answer = handle(token, sso);
  const etag = answer.status === 200 ? etagOf(token, answer) : null;
  // https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
  if (etag !== null && isKnown(request.headers["if-none-match"], etag)) {
    return { status: 304, headers: { ...headers(), etag }, body: "" };
  }
  if (!isFree) github.limits.charge(user, "core", 1);
  return { ...answer, headers: { ...answer.headers, ...(etag === null ? {} : { etag }), ...headers() } };
}

/** GitHub's answers vary by the Authorization header, and so do their tags: another token makes them other ones. */
function etagOf({ text }: TokenRecord, { body, headers }: Answer): string {
  const hash = createHash("sha256")
    .update(text)
    .update(headers["link"] ?? "")
    .update(body);
  return `W/"${hash.digest("hex")}"`;
}

function isKnown(sent: string | undefined, etag: string): boolean {
  const bare = (tag: string): string => tag.trim().replace(/^W\//, "");
  return sent?.split(",").some((tag) => bare(tag) === bare(etag)) ?? false;
}

export function notFound(): Answer {
  return jsonAnswer(404, {
    message: "Not Found",
    documentation_url: "https://docs.github.com/rest",
    status: "404",
  });
}

export function forbidden(message: string): Answer {
  return jsonAnswer(403, { message, documentation_url: "https://docs.github.com/rest", status: "403" });
}
