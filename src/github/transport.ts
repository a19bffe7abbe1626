import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import Agent from "undici/lib/dispatcher/agent.js";
import EnvHttpProxyAgent from "undici/lib/dispatcher/env-http-proxy-agent.js";
import type { RawAnswer } from "./answer.js";
import { Body } from "./body.js";
import type { MeasureGitHub } from "./measurement.js";
import { onAbort } from "./on-abort.js";

/** GitHub itself gives up after ten seconds. */
export const UPSTREAM_TIMEOUT_MS = 10_000;

const POOL = {
  // GitHub allows 100 requests at a time for one user.
  connections: 100,
  keepAliveTimeout: 30_000,
  connect: { timeout: 5_000 },
  headersTimeout: UPSTREAM_TIMEOUT_MS,
  bodyTimeout: UPSTREAM_TIMEOUT_MS,
};

// Larger answers than this cannot come from a document within GitHub's own limits.
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface TransportRequest {
  readonly method: "GET" | "POST";
  readonly origin: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Patience {
  /** Milliseconds for the whole answer. */
  readonly timeoutMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
}

/** Where a request goes, of an absolute address. */
export type Target = Pick<TransportRequest, "origin" | "path">;

export function targetOf(url: string): Target {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search };
}

/** The way to GitHub's servers: a pool of connections that are kept alive. Knows HTTP and nothing of GraphQL. */
export class Transport implements AsyncDisposable {
  readonly #dispatcher: Dispatcher;
  readonly #measure: MeasureGitHub;

  /** @param options.hasProxy Whether the environment's HTTPS_PROXY and NO_PROXY are to be honoured. */
  constructor({ hasProxy, measure }: { readonly hasProxy: boolean; readonly measure: MeasureGitHub }) {
    this.#measure = measure;
    // The one for proxies reads the environment anew for each request.
    this.#dispatcher = hasProxy ? new EnvHttpProxyAgent(POOL) : new Agent(POOL);
  }

  /** Redirects are not followed: the token must not travel to another host. */
  send(request: TransportRequest, { timeoutMs, signal }: Patience): Promise<RawAnswer> {
    const { method, origin, path, headers, body } = request;
    return new Promise((resolve, reject) => {
      const receiver = new Receiver({ resolve, reject, timeoutMs, signal, onEnd: this.#counterOf(method) });
      this.#dispatcher.dispatch({ origin, path, method, headers, body: body ?? null }, receiver);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dispatcher.destroy();
  }

  /** What is not GraphQL is only read. */
  #counterOf(method: TransportRequest["method"]): ReceiverOptions["onEnd"] {
    const measure = this.#measure;
    if (measure === undefined) return undefined;
    const api = method === "POST" ? "graphql" : "rest";
    return (outcome) => measure({ kind: "github-request", api, outcome });
  }
}

const OUTCOMES: Readonly<Record<string, string>> = { TimeoutError: "timeout", AbortError: "aborted" };

interface ReceiverOptions extends Patience {
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (error: unknown) => void;
  /** Is told once what came of it. */
  readonly onEnd: ((outcome: string) => void) | undefined;
}

/**
 * Takes one answer, without the streams and the signals that undici's `request` makes for each: together they take as
 * long as all that the gateway does with an answer.
 */
class Receiver implements Dispatcher.DispatchHandler {
  readonly #options: ReceiverOptions;
  readonly #timer: NodeJS.Timeout;
  /** Stops listening to the signal. */
  #stay: () => void = () => undefined;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #reason: Error | undefined;
  #status = 0;
  #hasEnded = false;
  #headers: RawAnswer["headers"] = {};

  constructor(options: ReceiverOptions) {
    this.#options = options;
    const tooLate = () => this.#abort(new DOMException("The answer took too long.", "TimeoutError"));
    this.#timer = setTimeout(tooLate, options.timeoutMs);
    this.#stay = onAbort(options.signal, () => {
      this.#abort(new DOMException("Nobody waits for the answer.", "AbortError"));
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#reason !== undefined) controller.abort(this.#reason);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // Of an answer that is only announced, such as 103.
    if (status < 200) return;
    this.#status = status;
    this.#headers = singleHeaders(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > MAX_BODY_BYTES) this.#abort(new Error("The answer is too large."));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end(this.#status);
    this.#options.resolve({ status: this.#status, headers: this.#headers, body: new Body(this.#chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end("no-answer");
    this.#options.reject(error);
  }

  /** A request that waits for a connection is given up when it gets one; whoever waits for it learns of it now. */
  #abort(reason: Error): void {
    this.#reason = reason;
    this.#end(OUTCOMES[reason.name] ?? "no-answer");
    this.#options.reject(reason);
    this.#controller?.abort(reason);
  }

  #end(outcome: string | number): void {
    clearTimeout(this.#timer);
    this.#stay();
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#options.onEnd?.(String(outcome));
  }
}

/** One text for each name; the headers themselves, where that is so already, as it nearly always is. */
function singleHeaders(headers: IncomingHttpHeaders): RawAnswer["headers"] {
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) headers[name] = value.join(", ");
  }
  return headers as RawAnswer["headers"];
}
