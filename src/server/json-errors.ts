import { STATUS_CODES } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { randomUUID } from "node:crypto";
import type { ErrorCode } from "../errors/error-catalogue.js";
import { GatewayError } from "../errors/gateway-error.js";
import type { Next } from "./connect.js";
import { HttpError } from "./http-error.js";
import { maskedMessage } from "./graphql/mask.js";
import type { Log } from "./log/create-log.js";
import { redact } from "./log/redact.js";
import { requestIdOf } from "./request-id.js";
import { statusOfRefusal } from "./graphql/http-status.js";

export interface JsonErrorsOptions {
  readonly log: Log;
  /** Is told the code of each answer. */
  readonly onCode?: ((code: ErrorCode) => void) | undefined;
}

/**
 * The last error handler: answers `{ "error": { "code", "message", "requestId" } }`. What was not expected is masked and
 * logged.
 */
export function jsonErrors({ log, onCode }: JsonErrorsOptions) {
  return (error: unknown, request: IncomingMessage, response: ServerResponse, _next: Next): void => {
    const requestId = requestIdOf(request);
    const expected = error instanceof GatewayError ? error : undefined;
    if (expected === undefined) log.error({ requestId, err: error }, "unexpected error");
    // Too late for an answer: what was sent is cut off, so that nobody takes it for the whole.
    if (response.headersSent) return void response.destroy();

    const shown = expected ?? new GatewayError("INTERNAL_SERVER_ERROR", maskedMessage(requestId));
    onCode?.(shown.code);
    const headers = shown instanceof HttpError ? shown.headers : {};
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const body = errorPage({ code: shown.code, message: redact(shown.message), requestId });
    response.statusCode = statusOfRefusal(shown, shown.code);
    response.setHeader("Content-Type", "application/json; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Length", Buffer.byteLength(body));
    response.end(body);
  };
}

/** Answers as JSON what Node's parser refuses before there is a request: malformed, too large, too slow. */
export function answerClientErrors(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else socket.end(rawAnswer(clientErrorStatus(error.code)));
  });
  server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) => {
    response.socket?.end(rawAnswer(417));
  });
}

function clientErrorStatus(code: string | undefined): number {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
}

function rawAnswer(status: number): string {
  const requestId = randomUUID();
  const reason = STATUS_CODES[status] ?? "Bad Request";
  const message = `The request cannot be read: ${reason}. Send it again as well-formed HTTP/1.1.`;
  const body = errorPage({ code: "BAD_REQUEST", message, requestId });
  return [
    `HTTP/1.1 ${status} ${reason}`,
    `X-Request-Id: ${requestId}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}

function errorPage(error: { readonly code: ErrorCode; readonly message: string; readonly requestId: string }): string {
  return JSON.stringify({ error });
}
