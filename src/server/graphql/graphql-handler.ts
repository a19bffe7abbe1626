import type { ApolloServer } from "@apollo/server";
import { getOperationAST, OperationTypeNode, type GraphQLSchema } from "graphql";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequestContext } from "../../context/create-request-context.js";
import type { GatewayDescription } from "../../context/gateway-description.js";
import type { RequestContext } from "../../context/request-context.js";
import type { OpenEdition } from "../../editions/edition.js";
import { type Next, type Step } from "../connect.js";
import { HttpError } from "../http-error.js";
import { CostTable } from "../limits/cost-table.js";
import { assertCostWithinLimits } from "../limits/operation-cost.js";
import { PreparedDocuments } from "../limits/prepared-documents.js";
import { assertVariablesWithinLimits } from "../limits/variable-limits.js";
import type { Log } from "../log/create-log.js";
import { requestIdOf } from "../request-id.js";
import { Answer } from "./answer.js";
import { readRequest } from "./read-request.js";

export interface GraphQLHandlerOptions {
  readonly schema: GraphQLSchema;
  readonly apollo: ApolloServer<RequestContext>;
  readonly edition: OpenEdition;
  readonly description: GatewayDescription;
  readonly log: Log;
}

/**
 * GraphQL over HTTP: reads the request, holds it to the limits, finds out who asks, and lets Apollo run it.
 *
 * What is wrong with the request as HTTP goes to the next error handler; what is wrong with the operation is answered
 * as GraphQL.
 */
export function graphqlHandler({ schema, apollo, edition, description, log }: GraphQLHandlerOptions): Step {
  const documents = new PreparedDocuments();
  const costs = new CostTable(schema);

  return async (request, response) => {
    const answer = new Answer({ request, response, description, log });
    const unread = await readRequest(request);
    try {
      const { query, operationName, variables } = unread();
      assertVariablesWithinLimits(variables);
      const document = documents.prepare(query);
      const operation = document && getOperationAST(document, operationName);
      if (document && operation) {
        answer.isOf(operation);
        if (request.method === "GET" && operation.operation !== OperationTypeNode.QUERY) throw onlyByPost();
        assertCostWithinLimits({ schema, costs, document, operation, variables });
      }
      const context = await createRequestContext({
        edition,
        description,
        request,
        response,
        requestId: requestIdOf(request),
        signal: abortedWith(response),
      });
      answer.isFor(context.identity);
      const { body } = await apollo.executeOperation(
        { query, variables, ...(operationName !== undefined && { operationName }) },
        { contextValue: context },
      );
      if (body.kind === "incremental") throw new Error("The schema has no incremental delivery.");
      answer.send(body.singleResult);
    } catch (error) {
      answer.refuse(error);
    }
  };
}

/** Answers as GraphQL what a step in front of the handler refuses, such as a session that cannot be read. */
export function graphqlErrors({ description, log }: Pick<GraphQLHandlerOptions, "description" | "log">) {
  return (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next): void => {
    if (error instanceof HttpError || response.headersSent) return next(error);
    new Answer({ request, response, description, log }).refuse(error);
  };
}

/** A link or an image can make a browser send a GET: it must not be able to change anything. */
function onlyByPost(): HttpError {
  return new HttpError("Only queries can be sent by GET. Send this operation by POST.", {
    status: 405,
    code: "OPERATION_RESOLUTION_FAILURE",
    headers: { Allow: "POST" },
  });
}

/** Aborted when the client goes away before it has its answer. */
function abortedWith(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
