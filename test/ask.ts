import type { GraphQLAnswer, TestGateway } from "./gateway.js";

/** The data of an operation of which nothing may fail. */
export async function ask<Data>(
  gateway: TestGateway,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const { data, errors } = await gateway.graphql(query, variables);
  if (errors.length > 0) throw new Error(`${errors[0]?.extensions.code}: ${errors[0]?.message} (${query})`);
  return data as unknown as Data;
}

/** Of each error where it stands and its code, in the order of the places. */
export function failuresOf({ errors }: GraphQLAnswer): readonly string[] {
  return errors.map(({ path, extensions }) => `${path?.join(".") ?? ""} ${extensions.code}`).toSorted();
}
