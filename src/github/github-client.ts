import { setTimeout as sleep } from "node:timers/promises";
import type { AccessToken } from "../auth/access-token.js";
import { GatewayError } from "../errors/gateway-error.js";
import { errorsOf, isObject, parseBody } from "./answer-body.js";
import type { GraphQLAnswer, RawAnswer } from "./answer.js";
import { ClientGone } from "./client-gone.js";
import type { GitHubHost } from "./github-host.js";
import type { MeasureGitHub } from "./measurement.js";
import { isBrokenConnection, networkFailure } from "./network-failure.js";
import { octokitOver, type OctokitRequestOptions, type SendDocument } from "./octokit-request.js";
import type { RateLimitResource } from "./rate-limit.js";
import type { RateLimits } from "./rate-limits.js";
import { SsoOrganizations } from "./sso-organizations.js";
import { targetOf, Transport, UPSTREAM_TIMEOUT_MS, type Target, type TransportRequest } from "./transport.js";
import { isWhole, WholeAnswer } from "./whole-answer.js";
import { answerFailure, isLimit } from "./upstream-failure.js";

const MAX_RETRIES = 2;
const NO_VARIABLES = {};

export interface GitHubRequest {
  /** A query, never a mutation: it is sent again when the connection breaks. */
  readonly document: string;
  /** No name may be one of octokit's options, such as `headers` or `request`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The two of them as JSON, where that is at hand. */
  readonly body?: Buffer;
  readonly token: AccessToken;
  /** Name of the budget that the call is taken from; the token's own unless given. */
  readonly budget?: string;
  readonly signal: AbortSignal | undefined;
}

export interface GitHubClientOptions {
  readonly host: GitHubHost;
  /** Whether the environment names a proxy. */
  readonly hasProxy: boolean;
  readonly userAgent: string;
  readonly rateLimits: RateLimits;
  readonly now: () => number;
  readonly measure: MeasureGitHub;
}

/**
 * The only place that reveals a token, and the only way to GitHub. Every failure leaves it as a `GatewayError` with a
 * sentence of ours: errors of octokit carry the token, and texts of GitHub's can carry anything.
 */
export class GitHubClient implements AsyncDisposable {
  /** What the answers' headers say of single sign-on. */
  readonly ssoOrganizations: SsoOrganizations;
  readonly #transport: Transport;
  readonly #options: GitHubClientOptions;
  readonly #graphql: Target;
  /** Made once for a token, and kept no longer than the token is. */
  readonly #headersOfDocuments = new WeakMap<AccessToken, Readonly<Record<string, string>>>();
  readonly #octokit: SendDocument<Call, GraphQLAnswer>;

  constructor(options: GitHubClientOptions) {
    this.#options = options;
    this.#transport = new Transport(options);
    this.#graphql = targetOf(options.host.graphqlUrl);
    this.ssoOrganizations = new SsoOrganizations(options.host);
    this.#octokit = octokitOver<Call, GraphQLAnswer>(options.host.graphqlUrl, (request) => this.#sendDocument(request));
  }

  get host(): GitHubHost {
    return this.#options.host;
  }

  /**
   * Sends one document. Data that came in part are an answer, with the errors of what is missing.
   *
   * @throws GatewayError for every refusal of the whole request.
   */
  graphql({ document, variables, body, token, budget, signal }: GitHubRequest): Promise<GraphQLAnswer> {
    // octokit looks at each variable; of a body that is at hand they are a part.
    return this.#octokit(document, body === undefined ? variables : NO_VARIABLES, {
      token,
      body,
      budget: budget ?? budgetOf(token),
      signal,
    });
  }

  /**
   * GitHub's REST API, for what GraphQL lacks.
   *
   * @param path Begins with a slash.
   * @param options.etag Of an earlier answer: when nothing has changed since, GitHub answers 304, which costs nothing.
   */
  async rest(
    path: string,
    {
      token,
      budget: caller = budgetOf(token),
      signal,
      etag,
    }: Pick<GitHubRequest, "token" | "budget" | "signal"> & { readonly etag?: string },
  ): Promise<RawAnswer> {
    this.#options.rateLimits.assertNotPaused(caller, "CORE");
    const headers = this.#headers(token, etag === undefined ? {} : { "if-none-match": etag });
    const answer = await this.#send(
      { method: "GET", ...targetOf(`${this.#options.host.restUrl}${path}`), headers },
      signal,
    );
    this.#options.rateLimits.observe(caller, "CORE", answer.headers);
    if ((answer.status >= 200 && answer.status < 300) || (answer.status === 304 && etag !== undefined)) return answer;
    if (answer.status === 404)
      throw new GatewayError("NOT_FOUND", "It does not exist, or this credential cannot see it.");
    throw await this.#refused(caller, "CORE", answer, parseBody(answer.body.text));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport[Symbol.asyncDispose]();
  }

  async #sendDocument({ query, variables, request: call }: OctokitRequestOptions<Call>): Promise<GraphQLAnswer> {
    const caller = call.budget;
    this.#options.rateLimits.assertNotPaused(caller, "GRAPHQL");
    const request: TransportRequest = {
      method: "POST",
      origin: this.#graphql.origin,
      path: this.#graphql.path,
      headers: this.#headersOfDocument(call.token),
      body: call.body ?? JSON.stringify({ query, variables }),
    };
    const answer = await this.#send(request, call.signal);
    this.#options.rateLimits.observe(caller, "GRAPHQL", answer.headers);
    const { status, headers, body } = answer;
    if (status === 200 && isWhole(body)) return new WholeAnswer(body, headers);
    const json = parseBody(body.text);
    const errors = errorsOf(json);
    const data = isObject(json) ? json["data"] : undefined;
    if (status === 200 && isObject(data) && !errors.some(isLimit)) return { data, errors, headers, body };
    throw await this.#refused(caller, "GRAPHQL", answer, json);
  }

  #headersOfDocument(token: AccessToken): Readonly<Record<string, string>> {
    let headers = this.#headersOfDocuments.get(token);
    if (headers === undefined) {
      headers = this.#headers(token, { "content-type": "application/json" });
      this.#headersOfDocuments.set(token, headers);
    }
    return headers;
  }

  #headers(token: AccessToken, more: Readonly<Record<string, string>>): Record<string, string> {
    return {
      ...more,
      authorization: `bearer ${token.reveal()}`,
      accept: "application/json",
      "user-agent": this.#options.userAgent,
      // Ids in the new format everywhere: old and new ones for one object would be two entries of a client's cache.
      "x-github-next-global-id": "1",
    };
  }

  /** All attempts together have the ten seconds. */
  #send(
    request: TransportRequest,
    client: AbortSignal | undefined,
    until = deadline(),
    attempt = 0,
  ): Promise<RawAnswer> {
    const timeoutMs = Math.max(1, until - performance.now());
    return this.#transport.send(request, { timeoutMs, signal: client }).catch(async (error: unknown) => {
      if (client?.aborted === true) throw new ClientGone();
      if (!isBrokenConnection(error) || attempt === MAX_RETRIES) throw networkFailure(error, this.#options.host.host);
      await sleep(50 * 2 ** attempt * (1 + Math.random()));
      return this.#send(request, client, until, attempt + 1);
    });
  }

  async #refused(caller: string, resource: RateLimitResource, answer: RawAnswer, body: unknown): Promise<GatewayError> {
    const failure = answerFailure(answer, body, { host: this.host, now: this.#options.now() });
    await this.#options.rateLimits.pause(caller, resource, failure);
    return failure;
  }
}

function deadline(): number {
  return performance.now() + UPSTREAM_TIMEOUT_MS;
}

/** What goes with a document through octokit. */
interface Call {
  readonly token: AccessToken;
  readonly body: Buffer | undefined;
  readonly budget: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Name of a token's budget where nothing more is known of its owner: another token can belong to another account, with
 * another budget. Where the account is known, as with those who sign in, the budget is the account's.
 */
export function budgetOf(token: AccessToken): string {
  return token.fingerprint;
}
