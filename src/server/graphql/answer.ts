import type { FormattedExecutionResult, OperationDefinitionNode } from "graphql";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { GatewayDescription } from "../../context/gateway-description.js";
import type { RequestContext } from "../../context/request-context.js";
import type { ErrorCode } from "../../errors/error-catalogue.js";
import type { ReadyBody } from "../../plan/ready-body.js";
import { HttpError } from "../http-error.js";
import type { Log } from "../log/create-log.js";
import type { Meter } from "../metrics/meter.js";
import { requestIdOf } from "../request-id.js";
import { formatError, type ClientError } from "./format-error.js";
import { inOrderOfData } from "./in-order-of-data.js";
import { statusOfAnswer, statusOfRefusal } from "./http-status.js";
import { negotiateMediaType, type MediaType } from "./negotiate.js";
import { logOperation } from "./operation-log.js";
import { sendTogether, type SentBody } from "./send-together.js";

export interface AnswerOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly description: GatewayDescription;
  readonly log: Log;
  readonly meter: Meter | undefined;
}

/** The answer to one operation, and what log and metrics get of it. */
export class Answer {
  readonly #options: AnswerOptions;
  readonly #requestId: string;
  readonly #mediaType: MediaType;
  readonly #startedAt = performance.now();
  #operation: OperationDefinitionNode | undefined;
  #identity: RequestContext["identity"] | undefined;
  #wasExecuted = false;

  constructor(options: AnswerOptions) {
    this.#options = options;
    this.#requestId = requestIdOf(options.request);
    this.#mediaType = negotiateMediaType(options.request.headers.accept) ?? "application/json";
  }

  isOf(operation: OperationDefinitionNode): void {
    this.#operation = operation;
  }

  isFor(identity: RequestContext["identity"]): void {
    this.#identity = identity;
  }

  /** Sends what GraphQL answered. */
  send({ data, errors: raw, extensions }: FormattedExecutionResult): void {
    this.#wasExecuted = data !== undefined;
    const errors = raw && inOrderOfData(raw, data).map((error) => this.#format(error));
    const codes = (errors ?? []).map((error) => error.extensions.code);
    const status = statusOfAnswer({
      mediaType: this.#mediaType,
      hasData: data !== undefined,
      codes,
    });
    this.#end(status, { errors, data, extensions });
  }

  /** Sends an answer without errors that is JSON already. */
  sendReady(body: ReadyBody): void {
    this.#wasExecuted = true;
    const length = body.reduce((sum, piece) => sum + piece.length, 0);
    this.#endWith(200, { body, encoding: "latin1" }, length, []);
  }

  /** Sends why nothing was executed. */
  refuse(error: unknown): void {
    const shown = this.#format(error);
    if (error instanceof HttpError) this.#setHeaders(error.headers);
    this.#end(statusOfRefusal(error, shown.extensions.code), { errors: [shown] });
  }

  #format(error: unknown): ClientError {
    const { description, log } = this.#options;
    const requestId = this.#requestId;
    return formatError(error, {
      requestId,
      helpUrl: (code) => description.errorHelpUrl(code),
      onUnexpected: (unexpected, path) => log.error({ requestId, path, err: unexpected }, "unexpected error"),
    });
  }

  #end(
    status: number,
    body: { readonly errors: readonly ClientError[] | undefined; readonly [rest: string]: unknown },
  ) {
    const errors = body.errors ?? [];
    const waits = errors.flatMap(({ extensions }) => extensions.retryAfterSeconds ?? []);
    if (waits.length > 0) this.#setHeaders({ "Retry-After": String(Math.ceil(Math.max(...waits))) });
    const codes = errors.map(({ extensions }) => extensions.code);
    const text = JSON.stringify(body);
    const length = Buffer.byteLength(text);
    // Where both are the same, Node writes the shorter one without a copy as long as three texts.
    this.#endWith(status, { body: [text], encoding: length === text.length ? "latin1" : "utf8" }, length, codes);
  }

  #endWith(status: number, sent: SentBody, length: number, codes: readonly ErrorCode[]): void {
    const { response, log, meter } = this.#options;
    response.writeHead(status, [
      "Content-Type",
      `${this.#mediaType}; charset=utf-8`,
      "Content-Length",
      String(length),
      "Cache-Control",
      "no-store",
    ]);
    sendTogether(response, sent);
    const record = {
      requestId: this.#requestId,
      operation: this.#operation,
      identity: this.#identity,
      status,
      wasExecuted: this.#wasExecuted,
      codes,
      startedAt: this.#startedAt,
    };
    logOperation(log, record);
    meter?.operation(record);
  }

  #setHeaders(headers: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(headers)) this.#options.response.setHeader(name, value);
  }
}
