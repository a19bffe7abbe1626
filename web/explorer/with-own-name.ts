import { Kind, parse } from "graphql";

interface Operation {
  readonly query: string;
  readonly operationName?: string | null | undefined;
}

/**
 * Leaves out the name of an operation that the document does not have. Right after another tab was chosen, GraphiQL
 * still names the operation of the tab before.
 */
export function withOwnName<O extends Operation>(operation: O): O {
  const { operationName, query } = operation;
  if (operationName === undefined || operationName === null || hasOperation(query, operationName)) return operation;
  return { ...operation, operationName: undefined };
}

/** True for a text that cannot be read: the gateway says what is wrong with it. */
function hasOperation(query: string, wanted: string): boolean {
  try {
    return parse(query).definitions.some(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === wanted,
    );
  } catch {
    return true;
  }
}
