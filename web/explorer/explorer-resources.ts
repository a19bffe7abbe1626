import { buildSchema, type GraphQLSchema } from "graphql";

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

/** The schema comes as a file, so that the explorer also works where introspection is off. */
export async function loadExplorerResources(): Promise<ExplorerResources> {
  const [schema, examples] = await Promise.all([read("/schema.graphql"), read("/explorer/examples.json")]);
  return {
    schema: buildSchema(schema, { assumeValidSDL: true }),
    examples: JSON.parse(examples) as readonly ExampleTab[],
  };
}

async function read(path: string): Promise<string> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered with ${response.status}. Load the page again.`);
  return await response.text();
}
