// The limit of the job, and the base of every ratio: what comes goes on to the upstream, and its answer comes back.
import { createServer } from "node:http";
import { Pool } from "undici";

const pool = new Pool(process.env["UPSTREAM_URL"] ?? "", { connections: 100, keepAliveTimeout: 30_000 });

createServer((request, response) => {
  const { authorization = "", "content-length": length = "0" } = request.headers;
  pool.stream(
    {
      method: "POST",
      path: "/api/graphql",
      headers: { authorization, "content-type": "application/json", "content-length": length },
      body: request,
    },
    ({ statusCode, headers }) => response.writeHead(statusCode, headers),
    (error) => {
      if (error) response.writeHead(502).end();
    },
  );
}).listen(0, "127.0.0.1");
