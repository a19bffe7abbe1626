const MAX_TEXT = 4_000;
const MAX_CAUSES = 5;

/** An error as it may be logged. Errors of libraries carry requests with tokens in other members, so none is taken. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** Type, message, code and stack of an error and of what caused it; nothing else that it holds. */
export function describeError(error: unknown): DescribedError {
  return describe(error, MAX_CAUSES);
}

function describe(error: unknown, causesLeft: number): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "Something that is no Error was thrown." };
  const code: unknown = Reflect.get(error, "code");
  // GraphQL's errors name theirs differently.
  const cause: unknown = error.cause ?? Reflect.get(error, "originalError");
  return {
    type: error.name,
    message: error.message.slice(0, MAX_TEXT),
    ...(typeof code === "string" && { code }),
    ...(error.stack !== undefined && { stack: error.stack.slice(0, MAX_TEXT) }),
    ...(cause instanceof Error && causesLeft > 0 && { cause: describe(cause, causesLeft - 1) }),
  };
}
