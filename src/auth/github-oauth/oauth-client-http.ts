import EnvHttpProxyAgent from "undici/lib/dispatcher/env-http-proxy-agent.js";
import { OAuthFailure } from "./oauth-client-failure.js";

/** Less than the life of a refresh lock, so that a holder knows its outcome before anyone takes the lock over. */
export const OAUTH_TIMEOUT_MS = 10_000;

const MAX_BODY_BYTES = 1024 * 1024;
/** A timer that is so late was held up by its own process. */
const LATE_MS = 500;

export interface OAuthRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer that is neither an outage nor a limit. */
export interface OAuthAnswer {
  readonly status: number;
  readonly contentType: string;
  /** The parsed body; undefined where it is no JSON. */
  readonly json: unknown;
}

/**
 * The way to GitHub's OAuth endpoints. Every failure leaves it as an OAuthFailure: errors of the libraries below hold
 * requests and answers with secrets in them.
 */
export class OAuthHttp implements AsyncDisposable {
  readonly #dispatcher = new EnvHttpProxyAgent({
    connections: 50,
    keepAliveTimeout: 30_000,
    connect: { timeout: 5_000 },
    maxResponseSize: MAX_BODY_BYTES,
  });

  /** Redirects are not followed: secrets must not travel to another host. */
  async send({ method, url, headers, body }: OAuthRequest): Promise<OAuthAnswer> {
    const answer = await this.#send({ method, url, headers, ...(body !== undefined && { body }) });
    const { status } = answer;
    if (status >= 500 || status === 429 || (status === 403 && answer.json === undefined) || isLimited(answer)) {
      const retryAfterSeconds = retryAfterOf(answer.headers);
      throw new OAuthFailure("transient", `GitHub answered ${status} to an OAuth request.`, { retryAfterSeconds });
    }
    if (status >= 300 && status < 400) {
      throw new OAuthFailure("misconfigured", `GitHub redirects OAuth requests elsewhere (${status}).`);
    }
    return answer;
  }

  /** For oauth4webapi. GitHub sends errors of the token endpoint with status 200, which it would take for tokens. */
  readonly fetch = async (
    url: string,
    { method, headers, body }: { readonly method: string; readonly headers: Record<string, string>; body: unknown },
  ): Promise<Response> => {
    const text = body instanceof URLSearchParams ? body.toString() : undefined;
    const answer = await this.send({ method, url, headers, ...(text !== undefined && { body: text }) });
    const isError = errorOf(answer.json) !== undefined;
    const status = isError ? 400 : answer.status;
    return new Response(answer.json === undefined ? null : JSON.stringify(answer.json), {
      status,
      headers: { "content-type": answer.contentType },
    });
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async #send({ method, url, headers, body }: OAuthRequest): Promise<OAuthAnswer & { readonly headers: Headers }> {
    const deadline = new Deadline(OAUTH_TIMEOUT_MS);
    try {
      // Not at start: with it come undici's fetch, mocks and caches.
      const { request } = await import("undici");
      const answer = await request(url, {
        method: method as "GET",
        headers: { "user-agent": "octogate", ...headers },
        body: body ?? null,
        signal: deadline.signal,
        dispatcher: this.#dispatcher,
      });
      const text = await answer.body.text();
      const contentType = single(answer.headers["content-type"]) ?? "text/plain";
      return { status: answer.statusCode, contentType, json: parse(text), headers: answer.headers };
    } catch (error) {
      throw new OAuthFailure("transient", `GitHub's OAuth endpoint could not be asked (${nameOf(error)}).`);
    } finally {
      deadline.clear();
    }
  }
}

/**
 * Like `AbortSignal.timeout`, but not against a process that was stopped: when it goes on, timers come before what the
 * network brought meanwhile, and that can be the only copy of a pair of tokens.
 */
class Deadline {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout;

  constructor(afterMs: number) {
    const at = performance.now() + afterMs;
    this.#timer = setTimeout(() => {
      if (performance.now() - at < LATE_MS) this.#abort();
      else this.#timer = setTimeout(() => this.#abort(), LATE_MS);
    }, afterMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  #abort(): void {
    this.#controller.abort(new DOMException("GitHub took too long.", "TimeoutError"));
  }
}

/** The OAuth error in a body, if there is one. */
export function errorOf(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null || !("error" in json)) return undefined;
  return typeof json.error === "string" ? json.error : undefined;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

// GitHub also limits with 403: "You have exceeded a secondary rate limit".
function isLimited({ status, headers }: { readonly status: number; readonly headers: Headers }): boolean {
  const isUsedUp = headers["x-ratelimit-remaining"] === "0" && status !== 200;
  return (status === 403 && headers["retry-after"] !== undefined) || isUsedUp;
}

function retryAfterOf(headers: Headers): number | undefined {
  const text = single(headers["retry-after"]);
  if (text === undefined) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : undefined;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The name of a failure alone: messages can hold addresses of proxies. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return /^\w{1,40}$/.test(code) ? code : "unknown";
}
