import { EnvHttpProxyAgent, request } from "undici";
import type { RawAnswer } from "./answer.js";

/** GitHub itself gives up after ten seconds. */
export const UPSTREAM_TIMEOUT_MS = 10_000;

// Larger answers than this cannot come from a document within GitHub's own limits.
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface TransportRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** The way to GitHub's servers: a pool of connections that are kept alive. Knows HTTP and nothing of GraphQL. */
export class Transport implements AsyncDisposable {
  // GitHub allows 100 requests at a time for one user; the environment's HTTPS_PROXY and NO_PROXY are honoured.
  readonly #dispatcher = new EnvHttpProxyAgent({
    connections: 100,
    keepAliveTimeout: 30_000,
    connect: { timeout: 5_000 },
    headersTimeout: UPSTREAM_TIMEOUT_MS,
    bodyTimeout: UPSTREAM_TIMEOUT_MS,
  });

  /** Redirects are not followed: the token must not travel to another host. */
  async send({ method, url, headers, body, signal }: TransportRequest): Promise<RawAnswer> {
    const answer = await request(url, {
      method,
      headers,
      body: body ?? null,
      signal,
      dispatcher: this.#dispatcher,
    });
    const length = Number(answer.headers["content-length"]);
    if (length > MAX_BODY_BYTES) {
      answer.body.destroy();
      throw new Error(`The answer has ${length} bytes.`);
    }
    return { status: answer.statusCode, headers: singleHeaders(answer.headers), body: await answer.body.text() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dispatcher.destroy();
  }
}

function singleHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) single[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return single;
}
