import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gatewayResponse } from "./gateway-response.js";
import { answerClientErrors } from "./json-errors.js";

// Some 20 kB for each idle connection; more than this is an attack or needs another replica.
const MAX_CONNECTIONS = 4_000;
// One request may need a refresh of ten seconds, a call of ten seconds, and what they wait for.
const GRACE_MS = 30_000;
// Whoever has connected and has something to ask has asked it by then.
const SILENT_MS = 1_000;

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
  readonly #connections: ReadonlySet<Connection>;
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
    this.#connections = takeConnections(this.#server);
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
    // Node takes one that was opened in advance, as browsers do, for busy.
    const silent = setTimeout(() => this.#closeSilentConnections(), SILENT_MS);
    const tooLong = setTimeout(() => this.#server.closeAllConnections(), GRACE_MS);
    await closed;
    clearInterval(idle);
    clearTimeout(silent);
    clearTimeout(tooLong);
  }

  #closeSilentConnections(): void {
    for (const connection of this.#connections) if (connection.bytesRead === 0) connection.destroy();
  }
}

interface Connection {
  readonly bytesRead: number;
  destroy(): void;
}

/**
 * The connections that are open, and not too many. Not by `maxConnections`: workers of a cluster that are all full pass
 * a connection round among them without end.
 */
function takeConnections(server: Server): ReadonlySet<Connection> {
  const connections = new Set<Connection>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
    if (connections.size > MAX_CONNECTIONS) socket.destroy();
  });
  return connections;
}
