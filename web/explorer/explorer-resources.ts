import { buildSchema, type GraphQLSchema } from "graphql";
import { rememberingFetch } from "../src/graphql/last-request.js";

export interface ExampleTab {
  readonly query: string;
  /** JSON. */
  readonly variables?: string;
}

export interface ExplorerResources {
  readonly schema: GraphQLSchema;
  /** Operations that work in this edition as they stand. */
  readonly examples: readonly ExampleTab[];
}

/** The schema comes as a file, so that the explorer also works where introspection is off. `undefined` if it does not. */
export async function loadExplorerResources(): Promise<ExplorerResources | undefined> {
  try {
    const [schema, examples] = await Promise.all([read("/schema.graphql"), read("/explorer/examples.json")]);
    return {
      schema: buildSchema(schema, { assumeValidSDL: true }),
      examples: JSON.parse(examples) as readonly ExampleTab[],
    };
  } catch {
    return undefined;
  }
}

async function read(path: string): Promise<string> {
  const response = await rememberingFetch(path);
  if (!response.ok) throw new Error(`${path} answered with ${response.status}.`);
  return await response.text();
}
