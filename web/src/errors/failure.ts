import type { CombinedError } from "urql";
import type { NextStep } from "../generated/operations.js";
import { texts } from "../texts.js";

/** What went wrong, as a user needs it. The gateway writes the sentence and chooses the step. */
export interface Failure {
  readonly message: string;
  readonly nextStep: NextStep;
  readonly code?: string | undefined;
  /** Finds the request in the gateway's log. */
  readonly requestId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Whether the same can go well another time, whatever else is next. */
  readonly retryable?: boolean | undefined;
  /** Where the step is done, or where to read more. */
  readonly helpUrl?: string | null | undefined;
}

interface Extensions {
  readonly code?: string;
  readonly nextStep?: NextStep;
  readonly requestId?: string;
  readonly retryAfterSeconds?: number;
  readonly retryable?: boolean;
  readonly helpUrl?: string;
}

/** The first failure of an answer; with `field`, the one of that root field. */
export function failureOf(error: CombinedError | undefined, field?: string): Failure | undefined {
  if (error === undefined) return undefined;
  if (error.networkError !== undefined) return unreachable(error);
  const found = error.graphQLErrors.find(({ path }) => field === undefined || path === undefined || path[0] === field);
  if (found === undefined) return undefined;
  const { nextStep = "RETRY", ...others } = found.extensions as Extensions;
  return { message: found.message, nextStep, ...others };
}

function unreachable({ response }: CombinedError): Failure {
  const answered = response as Response | undefined;
  return {
    message: answered === undefined ? texts.failure.unreachable : texts.failure.notUnderstood,
    nextStep: "RETRY",
    requestId: answered?.headers.get("x-request-id") ?? undefined,
  };
}
