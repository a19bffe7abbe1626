import { GraphQLError, Kind, type SourceLocation } from "graphql";
import type { ErrorCode } from "../../errors/error-catalogue.js";
import { GatewayError, type UpstreamReference } from "../../errors/gateway-error.js";
import type { NextStep } from "../../errors/next-step.js";
import { redact, redactInput } from "../log/redact.js";
import { maskedMessage } from "./mask.js";
import { messageForClient } from "./client-message.js";

/** An error as a client gets it. */
export interface ClientError {
  readonly message: string;
  readonly locations?: readonly SourceLocation[];
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: ErrorCode;
    readonly nextStep: NextStep;
    readonly retryable: boolean;
    readonly retryAfterSeconds?: number;
    readonly helpUrl?: string;
    readonly requestId: string;
    readonly upstream?: UpstreamReference;
  };
}

export interface ErrorFormat {
  readonly requestId: string;
  /** Address of the page of a code. */
  readonly helpUrl: (code: ErrorCode) => string;
  /** Is given what the client must not see, and where in the answer it happened. */
  readonly onUnexpected: (error: unknown, path: string | undefined) => void;
}

const MAX_CAUSES = 5;

/** What GraphQL and Apollo report of themselves. Anything else without a code of ours is unexpected. */
const CODES_OF_GRAPHQL = new Set<unknown>([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_USER_INPUT",
  "BAD_REQUEST",
] satisfies ErrorCode[]);

/** Gives an expected error its code, next step and place; masks every other. */
export function formatError(error: unknown, format: ErrorFormat): ClientError {
  const expected = expectedError(error);
  if (expected === undefined) format.onUnexpected(causeOf(error), pathOf(error));
  const shown = expected ?? new GatewayError("INTERNAL_SERVER_ERROR", maskedMessage(format.requestId));
  return {
    message: redact(shown.message),
    ...(error instanceof GraphQLError && placeOf(error)),
    extensions: {
      code: shown.code,
      nextStep: shown.nextStep,
      retryable: shown.retryable,
      ...(shown.retryAfterSeconds !== undefined && { retryAfterSeconds: shown.retryAfterSeconds }),
      helpUrl: shown.helpUrl ?? format.helpUrl(shown.code),
      requestId: format.requestId,
      ...(shown.upstream !== undefined && { upstream: shown.upstream }),
    },
  };
}

function expectedError(error: unknown): GatewayError | undefined {
  const ours = gatewayErrorBehind(error);
  if (ours !== undefined) return ours;
  if (!(error instanceof GraphQLError)) return undefined;
  const code = error.extensions["code"];
  if (CODES_OF_GRAPHQL.has(code)) return new GatewayError(code as ErrorCode, messageForClient(error));
  return isBadArgument(error) ? new GatewayError("BAD_USER_INPUT", messageForClient(error)) : undefined;
}

/** GraphQL wraps what scalars and resolvers throw, and Apollo replaces the code that validation wrapped. */
function gatewayErrorBehind(error: unknown): GatewayError | undefined {
  let candidate = error;
  for (let depth = 0; depth <= MAX_CAUSES; depth += 1) {
    if (candidate instanceof GatewayError) return candidate;
    if (!(candidate instanceof GraphQLError)) return undefined;
    candidate = candidate.originalError;
  }
  return undefined;
}

/**
 * Whether an argument was refused during execution, such as a variable that is null where the argument may not be.
 * GraphQL points at the value then; at a field when it is our answer that is wrong.
 */
function isBadArgument(error: GraphQLError): boolean {
  const cause = error.originalError;
  return (
    cause instanceof GraphQLError &&
    cause.originalError === undefined &&
    cause.nodes?.some(({ kind }) => kind === Kind.VARIABLE) === true
  );
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

function pathOf(error: unknown): string | undefined {
  return error instanceof GraphQLError ? error.path?.join(".") : undefined;
}

function placeOf({ locations, path }: GraphQLError): Pick<ClientError, "locations" | "path"> {
  return {
    ...(locations !== undefined && { locations }),
    ...(path !== undefined && {
      path: path.map((key) => (typeof key === "string" ? redactInput(key) : key)),
    }),
  };
}
