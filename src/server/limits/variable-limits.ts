import { GatewayError } from "../../errors/gateway-error.js";
import { QUERY_LIMITS } from "./query-limits.js";

/**
 * Refuses variables so deep that whoever follows them would overflow the stack.
 *
 * @throws GatewayError `BAD_USER_INPUT`
 */
export function assertVariablesWithinLimits(variables: Readonly<Record<string, unknown>>): void {
  let level: readonly unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > QUERY_LIMITS.maxVariableDepth) {
      throw new GatewayError(
        "BAD_USER_INPUT",
        `The variables are nested more than ${QUERY_LIMITS.maxVariableDepth} deep. Send them flatter.`,
      );
    }
    level = level.flatMap((value) => Object.values(value as object)).filter((value) => isContainer(value));
  }
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
