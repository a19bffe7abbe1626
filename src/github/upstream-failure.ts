import { GatewayError, type GatewayErrorOptions, type UpstreamReference } from "../errors/gateway-error.js";
import { errorsOf, isObject, messageOf } from "./answer-body.js";
import type { RawAnswer, UpstreamError } from "./answer.js";
import { forbidden, scopeMissing, ssoRequired } from "./forbidden.js";
import type { GitHubHost } from "./github-host.js";
import { pauseOf } from "./pause.js";

// Messages are the last resort: GitHub has changed them more than once.
const PRIMARY_LIMIT = /API rate limit (?:already )?exceeded/i;
const SECONDARY_LIMIT = /secondary rate limit|abuse detection|abuse rate limit/i;
const TIMED_OUT = /Something went wrong while executing your query|timeout/i;
const BAD_CURSOR = /does not appear to be a valid cursor/i;

/** What a refusal of the whole request means, told from status, then headers, then body. */
export function answerFailure(
  answer: RawAnswer,
  body: unknown,
  { host, now }: { readonly host: GitHubHost; readonly now: number },
): GatewayError {
  const { status, headers } = answer;
  const errors = errorsOf(body);
  const message = messageOf(body);
  const limit = limitFailure(answer, errors, message, now);
  if (limit !== undefined) return limit;
  const options = { upstream: referenceOf(answer) };
  // A proxy in front of GitHub answers for it when it is down.
  if (status < 500 && !isOfGitHub(answer, body)) {
    return new GatewayError(
      "GITHUB_UNEXPECTED_RESPONSE",
      `The host ${host.host} does not answer like GitHub. Check OCTOGATE_GITHUB_URL.`,
      { ...options, nextStep: "CONTACT_ADMIN", retryable: false },
    );
  }
  // Only GitHub's own words end a credential.
  if (status === 401 && message !== "") return tokenInvalid(options);
  if (status === 403) {
    const refusal = { message, headers, host, options };
    return headers["x-github-sso"]?.startsWith("required") === true ? ssoRequired(refusal) : forbidden(refusal);
  }
  if (status === 504 || ((status === 502 || status === 500) && TIMED_OUT.test(message))) return timedOut(options);
  if (status >= 500) {
    return new GatewayError("GITHUB_UNAVAILABLE", "GitHub has a problem of its own. Try again in a moment.", options);
  }
  const [first] = errors;
  if (status === 200 && first !== undefined) return fieldFailure(first, answer, host);
  return new GatewayError(
    "GITHUB_UNEXPECTED_RESPONSE",
    status === 401 || status === 404 || (status >= 300 && status < 400)
      ? "The host answers, but not as GitHub's API does. Check OCTOGATE_GITHUB_URL."
      : "GitHub answered something that the gateway does not understand. Try again, and report it if it stays.",
    options,
  );
}

/** What an error of one field means. Its sentence is ours: GitHub's can name scopes, organizations and addresses. */
export function fieldFailure(
  error: UpstreamError,
  answer: Pick<RawAnswer, "status" | "headers">,
  host: GitHubHost,
): GatewayError {
  const options = { upstream: referenceOf(answer) };
  const refusal = { message: error.message, headers: answer.headers, host, options };
  if (BAD_CURSOR.test(error.message)) {
    return new GatewayError(
      "INVALID_CURSOR",
      "The cursor is not one of this list. Start again from the first page.",
      options,
    );
  }
  switch (error.type) {
    case "NOT_FOUND":
      return new GatewayError("NOT_FOUND", "It does not exist, or this credential cannot see it.", options);
    case "INSUFFICIENT_SCOPES":
      return scopeMissing(refusal);
    case "FORBIDDEN":
      return isSsoFailure(error) ? ssoRequired(refusal) : forbidden(refusal);
    case "RESOURCE_LIMITS_EXCEEDED":
    case "MAX_NODE_LIMIT_EXCEEDED":
    case "ARGUMENT_LIMIT":
    case "EXCESSIVE_PAGINATION":
      return new GatewayError(
        "QUERY_TOO_EXPENSIVE",
        "GitHub finds this query too expensive. Ask for a smaller page.",
        options,
      );
    case "SERVICE_UNAVAILABLE":
      return new GatewayError("GITHUB_UNAVAILABLE", "GitHub has a problem of its own. Try again in a moment.", options);
    default:
      if (TIMED_OUT.test(error.message)) return timedOut(options);
      return new GatewayError(
        "GITHUB_UNEXPECTED_RESPONSE",
        "GitHub refused a part of the query. It may be an older Enterprise Server; report it if it stays.",
        options,
      );
  }
}

/** Status and request id of an answer, to be told to the client and to GitHub's support. */
export function referenceOf(answer: Pick<RawAnswer, "status" | "headers">): UpstreamReference {
  const requestId = answer.headers["x-github-request-id"];
  // The header travels to the client: nothing but GitHub's own alphabet may.
  return requestId !== undefined && /^[\w:.-]{1,100}$/.test(requestId)
    ? { status: answer.status, requestId }
    : { status: answer.status };
}

function limitFailure(
  answer: RawAnswer,
  errors: readonly UpstreamError[],
  message: string,
  now: number,
): GatewayError | undefined {
  const primary = errors.some(isPrimaryLimit) || (refuses(answer) && isSpent(answer) && !SECONDARY_LIMIT.test(message));
  const secondary =
    errors.some((error) => SECONDARY_LIMIT.test(error.message)) ||
    answer.status === 429 ||
    (answer.status === 403 &&
      (SECONDARY_LIMIT.test(message) ||
        answer.headers["retry-after"] !== undefined ||
        answer.headers["gh-limited-by"] !== undefined));
  if (!primary && !secondary) return undefined;
  const kind = primary ? "primary" : "secondary";
  const pause = pauseOf(answer.headers, kind, now);
  const options = {
    upstream: referenceOf(answer),
    ...(pause !== undefined && { retryAfterSeconds: Math.ceil(pause / 1000) }),
  };
  return primary
    ? new GatewayError(
        "GITHUB_RATE_LIMITED",
        "The hourly budget at GitHub is used up. Wait until it is full again.",
        options,
      )
    : new GatewayError(
        "GITHUB_SECONDARY_RATE_LIMITED",
        "Too much at once: GitHub asks for a pause. Wait, then go on.",
        options,
      );
}

/** Whether an error says that a limit was met; GitHub says so with status 200 as well. */
export function isLimit(error: UpstreamError): boolean {
  return isPrimaryLimit(error) || SECONDARY_LIMIT.test(error.message);
}

/** Whether an error says that the hourly budget is used up; GitHub has said it in three ways since 2026. */
function isPrimaryLimit(error: UpstreamError): boolean {
  return (
    error.type === "RATE_LIMITED" ||
    error.type === "RATE_LIMIT" ||
    error.code === "graphql_rate_limit" ||
    error.extensions?.code === "graphql_rate_limit" ||
    PRIMARY_LIMIT.test(error.message)
  );
}

/** Whether an error says that single sign-on stands in the way of its field. */
export function isSsoFailure({ extensions }: UpstreamError): boolean {
  return extensions?.saml_failure === true;
}

/** GitHub gives each answer of its API an id, HTML too; where a proxy takes it away, its JSON is still known. */
function isOfGitHub({ headers }: RawAnswer, body: unknown): boolean {
  if (headers["x-github-request-id"] !== undefined) return true;
  if (!isObject(body)) return false;
  return typeof body["documentation_url"] === "string" || errorsOf(body).some(({ type }) => typeof type === "string");
}

function refuses({ status }: RawAnswer): boolean {
  return status === 403 || status === 429;
}

function isSpent({ headers }: RawAnswer): boolean {
  return headers["x-ratelimit-remaining"] === "0";
}

function tokenInvalid(options: GatewayErrorOptions): GatewayError {
  return new GatewayError(
    "GITHUB_TOKEN_INVALID",
    "GitHub refuses the token: it is wrong, revoked or expired. Replace it.",
    options,
  );
}

function timedOut(options: GatewayErrorOptions): GatewayError {
  return new GatewayError("GITHUB_TIMEOUT", "GitHub took longer than its ten seconds. Ask for less.", options);
}
