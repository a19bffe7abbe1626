import { OperationTypeNode, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AnswersSoFar } from "../../context/answers-so-far.js";
import { createRequestContext } from "../../context/create-request-context.js";
import type { OnReplaced } from "../../context/finished-values.js";
import type { GatewayDescription } from "../../context/gateway-description.js";
import { planningContext } from "../../context/planning-context.js";
import type { RequestContext } from "../../context/request-context.js";
import type { OpenEdition } from "../../editions/edition.js";
import { joined } from "../../plan/ready-body.js";
import { type Next, type Step } from "../connect.js";
import type { Documents } from "../documents/documents.js";
import { HttpError } from "../http-error.js";
import type { Log } from "../log/create-log.js";
import type { Meter } from "../metrics/meter.js";
import { requestIdOf } from "../request-id.js";
import { Answer } from "./answer.js";
import { departureOf } from "./departure.js";
import type { LazyApollo } from "./lazy-apollo.js";
import { PreparedRequests } from "./prepared-requests.js";
import { NotJsonError } from "./read-json-body.js";
import { readRequest } from "./read-request.js";

export interface GraphQLHandlerOptions {
  readonly schema: GraphQLSchema;
  readonly apollo: LazyApollo;
  /** Those that may be run. */
  readonly documents: Documents;
  readonly edition: OpenEdition;
  readonly description: GatewayDescription;
  readonly log: Log;
  readonly meter: Meter | undefined;
  /** Takes both answers of what was run both ways; for tests. */
  readonly onBothWays?: OnBothWays;
}

/**
 * GraphQL over HTTP: reads the request, holds it to the limits, finds out who asks, and runs it: the short way where the
 * operation has one, else by Apollo.
 *
 * What is wrong with the request as HTTP goes to the next error handler; what is wrong with the operation is answered
 * as GraphQL.
 */
export function graphqlHandler(options: GraphQLHandlerOptions): Step {
  const { schema, apollo, documents, edition, description, log, meter, onBothWays } = options;
  const requests = new PreparedRequests({ schema, documents, planning: planningContext(edition, description) });

  return async (request, response) => {
    const answer = new Answer({ request, response, description, log, meter });
    const unread = await readRequest(request);
    try {
      const prepared = requests.prepare(unread);
      const { operation } = prepared;
      if (operation !== undefined) {
        answer.isOf(operation);
        if (request.method === "GET" && operation.operation !== OperationTypeNode.QUERY) throw onlyByPost();
      }
      const contextWith = (signal: AbortSignal, answers: AnswersSoFar | undefined) =>
        createRequestContext({
          edition,
          description,
          request,
          response,
          requestId: requestIdOf(request),
          signal,
          answers,
          isExecutedInFull: onBothWays !== undefined,
        });
      const shortCut = wantsReport(request) ? undefined : prepared.shortCut;
      const answers = shortCut && new AnswersSoFar();
      if (shortCut?.isOpen() === true && answers !== undefined) {
        const made = contextWith(departureOf(request), answers);
        const context = made instanceof Promise ? await made : made;
        answer.isFor(context.identity);
        const body = await shortCut.run(context);
        if (body !== undefined) return answer.sendReady(body);
      }
      const work = workFor(response);
      const { signal } = work;
      const context = await contextWith(signal, answers?.forOtherWay());
      answer.isFor(context.identity);
      const { query, operationName, variables } = prepared;
      const server = await apollo.get();
      const { body } = await server.executeOperation(
        { query, variables, ...(operationName !== undefined && { operationName }) },
        { contextValue: context },
      );
      if (body.kind === "incremental") throw new Error("The schema has no incremental delivery.");
      const result = body.singleResult;
      if (result.data) context.finished.putInto(result.data, onBothWays?.finished);
      // It has been validated, or it would not have been executed.
      if (result.data !== undefined) shortCut?.open();
      if (shortCut !== undefined && answers !== undefined && onBothWays !== undefined) {
        const short = await shortCut.run(await contextWith(signal, answers.forOtherWay().close()));
        onBothWays.short(result, short && joined(short).toString());
      }
      answer.send(wantsReport(request) ? withReport(result, context) : result);
      // The other parts of a list that has failed may still be at work.
      if (result.errors !== undefined) work.abort();
    } catch (error) {
      if (error instanceof NotJsonError) throw error;
      answer.refuse(error);
    }
  };
}

export interface OnBothWays {
  /** @param body Of the short way; `undefined` where it could not be taken. */
  readonly short: (result: FormattedExecutionResult, body: string | undefined) => void;
  /** Takes the value of a root field that was executed and finished without. */
  readonly finished: OnReplaced;
}

/** Answers as GraphQL what a step in front of the handler refuses, such as a session that cannot be read. */
export function graphqlErrors(options: Pick<GraphQLHandlerOptions, "description" | "log" | "meter">) {
  return (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next): void => {
    if (error instanceof HttpError || response.headersSent) return next(error);
    new Answer({ request, response, ...options }).refuse(error);
  };
}

/** What is done for one answer; aborted when the client goes away before it has it. */
function workFor(response: ServerResponse): AbortController {
  const work = new AbortController();
  if (response.destroyed) work.abort();
  response.once("close", () => {
    if (!response.writableFinished) work.abort();
  });
  return work;
}

/** Whether the client wants to know what its operation has asked of GitHub. */
function wantsReport({ headers }: IncomingMessage): boolean {
  return headers["x-octogate-report"] === "upstream";
}

function withReport(result: FormattedExecutionResult, { github }: RequestContext): FormattedExecutionResult {
  return { ...result, extensions: { ...result.extensions, upstream: github.report } };
}

/** A link or an image can make a browser send a GET: it must not be able to change anything. */
function onlyByPost(): HttpError {
  return new HttpError("Only queries can be sent by GET. Send this operation by POST.", {
    status: 405,
    code: "OPERATION_RESOLUTION_FAILURE",
    headers: { Allow: "POST" },
  });
}
