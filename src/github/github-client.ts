import { setTimeout as sleep } from "node:timers/promises";
import type { AccessToken } from "../auth/access-token.js";
import { GatewayError } from "../errors/gateway-error.js";
import type { GraphQLAnswer, RawAnswer, UpstreamError } from "./answer.js";
import type { GitHubHost } from "./github-host.js";
import { isBrokenConnection, networkFailure } from "./network-failure.js";
import { octokitOver, type OctokitRequestOptions, type SendDocument } from "./octokit-request.js";
import type { RateLimitResource } from "./rate-limit.js";
import type { RateLimits } from "./rate-limits.js";
import { Transport, UPSTREAM_TIMEOUT_MS, type TransportRequest } from "./transport.js";
import { answerFailure, isPrimaryLimit } from "./upstream-failure.js";

const MAX_RETRIES = 2;

export interface GitHubRequest {
  /** A query, never a mutation: it is sent again when the connection breaks. */
  readonly document: string;
  /** No name may be one of octokit's options, such as `headers` or `request`. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token: AccessToken;
  readonly signal: AbortSignal | undefined;
}

export interface GitHubClientOptions {
  readonly host: GitHubHost;
  readonly userAgent: string;
  readonly rateLimits: RateLimits;
  readonly now: () => number;
}

/**
 * The only place that reveals a token, and the only way to GitHub. Every failure leaves it as a `GatewayError` with a
 * sentence of ours: errors of octokit carry the token, and texts of GitHub's can carry anything.
 */
export class GitHubClient implements AsyncDisposable {
  readonly #transport = new Transport();
  readonly #options: GitHubClientOptions;
  readonly #octokit: SendDocument<Call>;

  constructor(options: GitHubClientOptions) {
    this.#options = options;
    this.#octokit = octokitOver<Call>(options.host.graphqlUrl, (request) => this.#sendDocument(request));
  }

  get host(): GitHubHost {
    return this.#options.host;
  }

  /**
   * Sends one document. Data that came in part are an answer, with the errors of what is missing.
   *
   * @throws GatewayError for every refusal of the whole request.
   */
  async graphql({ document, variables, token, signal }: GitHubRequest): Promise<GraphQLAnswer> {
    const call: Call = { token, signal, errors: [], headers: {} };
    const data = await this.#octokit(document, variables, call);
    return { data, errors: call.errors, headers: call.headers };
  }

  /**
   * GitHub's REST API, for what GraphQL lacks.
   *
   * @param path Begins with a slash.
   * @param options.etag Of an earlier answer: when nothing has changed since, GitHub answers 304, which costs nothing.
   */
  async rest(
    path: string,
    { token, signal, etag }: Pick<GitHubRequest, "token" | "signal"> & { readonly etag?: string },
  ): Promise<RawAnswer> {
    const caller = callerOf(token);
    this.#options.rateLimits.assertNotPaused(caller, "CORE");
    const url = `${this.#options.host.restUrl}${path}`;
    const headers = { ...this.#headers(token), ...(etag !== undefined && { "if-none-match": etag }) };
    const answer = await this.#send({ method: "GET", url, headers }, signal);
    this.#options.rateLimits.observe(caller, "CORE", answer.headers);
    if ((answer.status >= 200 && answer.status < 300) || (answer.status === 304 && etag !== undefined)) return answer;
    if (answer.status === 404)
      throw new GatewayError("NOT_FOUND", "It does not exist, or this credential cannot see it.");
    throw this.#refused(caller, "CORE", answer, parseBody(answer.body));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport[Symbol.asyncDispose]();
  }

  async #sendDocument({
    query,
    variables,
    request: call,
  }: OctokitRequestOptions<Call>): Promise<GraphQLAnswer["data"]> {
    const caller = callerOf(call.token);
    this.#options.rateLimits.assertNotPaused(caller, "GRAPHQL");
    const request: OutgoingRequest = {
      method: "POST",
      url: this.#options.host.graphqlUrl,
      headers: { ...this.#headers(call.token), "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    };
    const answer = await this.#send(request, call.signal);
    this.#options.rateLimits.observe(caller, "GRAPHQL", answer.headers);
    const body = parseBody(answer.body);
    call.errors = errorsOf(body);
    call.headers = answer.headers;
    const data = isObject(body) ? body["data"] : undefined;
    if (answer.status === 200 && isObject(data) && !call.errors.some(isPrimaryLimit)) return data;
    throw this.#refused(caller, "GRAPHQL", answer, body);
  }

  #headers(token: AccessToken): Record<string, string> {
    return {
      authorization: `bearer ${token.reveal()}`,
      accept: "application/json",
      "user-agent": this.#options.userAgent,
      // Ids in the new format everywhere: old and new ones for one object would be two entries of a client's cache.
      "x-github-next-global-id": "1",
    };
  }

  /** All attempts together have the ten seconds. */
  async #send(request: OutgoingRequest, client: AbortSignal | undefined): Promise<RawAnswer> {
    const deadline = AbortSignal.timeout(UPSTREAM_TIMEOUT_MS);
    const signal = client === undefined ? deadline : AbortSignal.any([client, deadline]);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#transport.send({ ...request, signal });
      } catch (error) {
        if (client?.aborted === true) throw new ClientGone();
        if (!isBrokenConnection(error) || attempt === MAX_RETRIES) throw networkFailure(error, this.#options.host.host);
        await sleep(50 * 2 ** attempt * (1 + Math.random()));
      }
    }
  }

  #refused(caller: string, resource: RateLimitResource, answer: RawAnswer, body: unknown): GatewayError {
    const failure = answerFailure(answer, errorsOf(body), messageOf(body), this.#options.now());
    this.#options.rateLimits.pause(caller, resource, failure);
    return failure;
  }
}

type OutgoingRequest = Omit<TransportRequest, "signal">;

/** State of one call on its way through octokit. */
interface Call {
  readonly token: AccessToken;
  readonly signal: AbortSignal | undefined;
  errors: readonly UpstreamError[];
  headers: GraphQLAnswer["headers"];
}

/** The client went away; nobody is left to read an answer. */
class ClientGone extends GatewayError {
  constructor() {
    super("BAD_REQUEST", "The request was cancelled.");
  }
}

/** Key of a token's budget: the same account with another token is another caller. */
export function callerOf(token: AccessToken): string {
  return token.fingerprint;
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function errorsOf(body: unknown): readonly UpstreamError[] {
  const errors = isObject(body) ? body["errors"] : undefined;
  return Array.isArray(errors) ? errors.filter(isUpstreamError) : [];
}

function isUpstreamError(value: unknown): value is UpstreamError {
  return isObject(value) && typeof value["message"] === "string";
}

function messageOf(body: unknown): string {
  if (!isObject(body)) return "";
  return [body["message"], ...errorsOf(body).map((error) => error.message)].filter(Boolean).join(" ");
}
