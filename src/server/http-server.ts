import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerClientErrors } from "./json-errors.js";

// Some 20 kB for each idle connection; more than this is an attack or needs another replica.
const MAX_CONNECTIONS = 4_000;
const GRACE_MS = 10_000;

export interface HttpServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly listener: RequestListener;
}

/** Node's HTTP server with bounds that hold off slow and many connections, and an end that cuts nobody off. */
export class HttpServer implements AsyncDisposable {
  readonly #options: HttpServerOptions;
  readonly #server: Server;
  readonly #answers = new Set<ServerResponse>();
  #isDraining = false;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#server = createServer({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      // Node looks for expired connections this often; its default of 30 s would make the two above longer.
      connectionsCheckingInterval: 5_000,
      // Longer than the 60 s of common load balancers, so that it is never us who closes a connection just in use.
      keepAliveTimeout: 65_000,
      // The host guard answers for a missing one, as JSON.
      requireHostHeader: false,
    });
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.on("request", (request, response) => {
      this.#answers.add(response);
      response.once("close", () => this.#answers.delete(response));
      if (this.#isDraining) endConnectionWith(response);
      options.listener(request, response);
    });
    answerClientErrors(this.#server);
  }

  /** Address with the real port, without a slash at the end. */
  get url(): string {
    const { host, port } = this.#options;
    const bound = this.#server.address() as AddressInfo | null;
    const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
    return `http://${name}:${bound?.port ?? port}`;
  }

  /** Rejects with Node's error when the address cannot be used, such as `EADDRINUSE`. */
  listen(): Promise<void> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ host, port }, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
  }

  /** From now on connections end with the request that they are at, or with their next one; new ones are taken. */
  drain(): void {
    this.#isDraining = true;
    for (const response of this.#answers) endConnectionWith(response);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.drain();
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // A connection whose answer had begun before the draining stays open after it.
    const idle = setInterval(() => this.#server.closeIdleConnections(), 50);
    const tooLong = setTimeout(() => this.#server.closeAllConnections(), GRACE_MS);
    await closed;
    clearInterval(idle);
    clearTimeout(tooLong);
  }
}

/** Said to the client, so that it does not send its next request into a connection that is about to be closed. */
function endConnectionWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
