import { isListType, isNonNullType, type GraphQLField } from "graphql";
import type { RequestContext } from "../context/request-context.js";

/** As many as may be asked for: what asks for more is told so often, and no more often. */
const MOST_ERRORS = 100;

/**
 * Puts what refuses a list that may not be null into the place of each item that was asked for: the error of such a list
 * would take the whole answer with it.
 */
export function refuseByItem(field: GraphQLField<unknown, RequestContext>): void {
  const { resolve, type, args } = field;
  const argument = args.find((candidate) => isListOf(candidate.type))?.name;
  const hasNullableItems = isNonNullType(type) && isListType(type.ofType) && !isNonNullType(type.ofType.ofType);
  if (resolve === undefined || argument === undefined || !hasNullableItems) return;
  field.resolve = async (source, given: Readonly<Record<string, readonly unknown[]>>, context, info) => {
    try {
      return await resolve(source, given, context, info);
    } catch (error) {
      const item = error instanceof Error ? error : new Error("Something else was thrown.", { cause: error });
      return (given[argument] ?? []).map((_, index) => (index < MOST_ERRORS ? item : null));
    }
  };
}

function isListOf(type: unknown): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
