import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gatewayResponse } from "./gateway-response.js";
import { answerClientErrors } from "./json-errors.js";

// Some 20 kB for each idle connection; more than this is an attack or needs another replica.
const MAX_CONNECTIONS = 4_000;
const GRACE_MS = 10_000;

export interface HttpServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Headers of every answer, names and values in turn. */
  readonly headers: readonly string[];
  readonly listener: RequestListener;
}

/** Node's HTTP server with bounds that hold off slow and many connections, and an end that cuts nobody off. */
export class HttpServer implements AsyncDisposable {
  readonly #options: HttpServerOptions;
  readonly #server: Server;
  #isDraining = false;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#server = createServer(
      {
        ServerResponse: gatewayResponse({ headers: options.headers, isDraining: () => this.#isDraining }),
        headersTimeout: 10_000,
        requestTimeout: 30_000,
        // Node looks for expired connections this often; its default of 30 s would make the two above longer.
        connectionsCheckingInterval: 5_000,
        // Longer than the 60 s of common load balancers, so that it is never us who closes a connection just in use.
        keepAliveTimeout: 65_000,
        // The host guard answers for a missing one, as JSON.
        requireHostHeader: false,
      },
      options.listener,
    );
    refuseTooMany(this.#server);
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

/** Not by `maxConnections`: workers of a cluster that are all full pass a connection round among them without end. */
function refuseTooMany(server: Server): void {
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    socket.once("close", () => (connections -= 1));
    if (connections > MAX_CONNECTIONS) socket.destroy();
  });
}
