import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const OF_THE_CONNECTION = new Set(["host", "content-length", "transfer-encoding", "connection", "keep-alive"]);

/** Hands answers of another server on in HTTP chunks of so many bytes; each arrives as a chunk of its own. */
export async function startChunkingRelay(target: string, bytes: number): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((request, response) => void relay(request, response, { target, bytes }));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function relay(
  request: IncomingMessage,
  response: ServerResponse,
  { target, bytes }: { readonly target: string; readonly bytes: number },
): Promise<void> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  const { method = "GET", headers } = request;
  const answer = await fetch(`${target}${request.url ?? ""}`, {
    method,
    headers: Object.entries(headers)
      .filter(([name]) => !OF_THE_CONNECTION.has(name))
      .map(([name, value]): [string, string] => [name, String(value)]),
    ...(method === "POST" && { body }),
  });
  response.writeHead(
    answer.status,
    Object.fromEntries([...answer.headers].filter(([name]) => !OF_THE_CONNECTION.has(name))),
  );
  const whole = Buffer.from(await answer.arrayBuffer());
  for (let at = 0; at < whole.length; at += bytes) response.write(whole.subarray(at, at + bytes));
  response.end();
}
