import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createRequestId } from "../gate/answer-headers.js";
import { withoutPrefix, type FakeRequest } from "./messages.js";

/** A server on loopback that ends with all its connections, also with those that hang. */
interface OpenServer extends AsyncDisposable {
  readonly port: number;
}

interface ServerOptions {
  readonly port: number;
  readonly handle: (request: FakeRequest, response: ServerResponse) => Promise<void>;
  /** Called with the number of open sockets whenever it changes. */
  readonly onConnections: (open: number) => void;
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  // A client that takes this server for its proxy sends the whole address instead of the path.
  const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://fake.invalid");
  return {
    id: createRequestId(),
    method: incoming.method ?? "GET",
    path: withoutPrefix(pathname),
    search: searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

export async function openServer(options: ServerOptions): Promise<OpenServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((incoming, response) => {
    readRequest(incoming)
      .then((request) => options.handle(request, response))
      .catch((error: unknown) => {
        // A client that went away has nobody to tell.
        if (response.destroyed) return;
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ message }));
      });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    options.onConnections(sockets.size);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      options.onConnections(sockets.size);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const ends = [...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, ...ends]);
    },
  };
}
