// A GitHub that takes hardly any time: each document is worked out once, and its bytes are given from then on.
import { parse } from "graphql";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onAsk } from "./agent.js";
import { select } from "./select.js";
import { rest, ROOT } from "./world.js";

// What GitHub sends with every answer, and whoever keeps a budget reads.
const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "x-ratelimit-limit": "5000",
  "x-ratelimit-remaining": "4999",
  "x-ratelimit-reset": "1893456000",
  "x-ratelimit-used": "1",
  "x-oauth-scopes": "repo, read:org, workflow, user",
};
const ETAG = '"bench"';

const answers = new Map<string, Buffer>();
let delayMs = 0;
let requests = 0;
onAsk("delay", ({ ms }) => {
  delayMs = ms;
  return null;
});
onAsk("requests", () => requests);

createServer((request, response) => {
  requests += 1;
  let body = "";
  request.setEncoding("latin1").on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (path.endsWith("/graphql")) answerGraphQL(body, response);
    else if (path.startsWith("/login/")) answerLogin(body, response);
    else answerRest(request, path.replace("/api/v3", ""), response);
  });
}).listen(0, "127.0.0.1");

function answerGraphQL(body: string, response: ServerResponse): void {
  // Numbers of ten digits are there to make requests differ; what is asked for is the same.
  const key = body.replace(/\d{10}/g, "");
  let bytes = answers.get(key);
  if (bytes === undefined) answers.set(key, (bytes = workOut(body)));
  if (delayMs === 0) return send(response, bytes);
  const ready = bytes;
  setTimeout(() => send(response, ready), delayMs);
}

function workOut(body: string): Buffer {
  try {
    const { query, variables = {} } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    return Buffer.from(JSON.stringify({ data: select(parse(query), variables, ROOT) }));
  } catch (error) {
    return Buffer.from(JSON.stringify({ data: null, errors: [{ message: String(error), type: "BENCH" }] }));
  }
}

/** Codes and tokens are numbers of users. */
function answerLogin(body: string, response: ServerResponse): void {
  const user = new URLSearchParams(body).get("code") ?? "0";
  const token = {
    access_token: `ghu_${user.padStart(36, "0")}`,
    token_type: "bearer",
    scope: "",
    expires_in: 28_800,
    refresh_token: `ghr_${user.padStart(76, "0")}`,
    refresh_token_expires_in: 15_724_800,
  };
  send(response, Buffer.from(JSON.stringify(token)));
}

function answerRest(request: IncomingMessage, path: string, response: ServerResponse): void {
  const userId = Number(/_0*(\d+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "1");
  const answer = rest(path, userId);
  if (answer === undefined) {
    response.writeHead(404, HEADERS).end('{"message":"Not Found"}');
  } else if (request.headers["if-none-match"] === ETAG) {
    response.writeHead(304, { ...HEADERS, etag: ETAG }).end();
  } else {
    response.setHeader("etag", ETAG);
    send(response, Buffer.from(JSON.stringify(answer)));
  }
}

function send(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { ...HEADERS, "content-length": bytes.length }).end(bytes);
}
