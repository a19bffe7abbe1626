import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buildSchema, type GraphQLSchema } from "graphql";

const PACKAGE = "@octokit/graphql-schema";

let schema: GraphQLSchema | undefined;

/** The package exports its code only, so that its schema must be looked for where Node would find the package. */
function schemaFile(): string {
  const folders = createRequire(import.meta.url).resolve.paths(PACKAGE) ?? [];
  const file = folders.map((folder) => join(folder, PACKAGE, "schema.graphql")).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`GitHub's schema is missing. Install ${PACKAGE} with npm ci.`);
  return file;
}

/** GitHub's public schema. Building it takes most of a second, so that a process does it once. */
export function githubSchema(): GraphQLSchema {
  // The published text defines two fields of EnterpriseOwnerInfo twice, which a strict reading refuses.
  schema ??= buildSchema(readFileSync(schemaFile(), "utf8"), { assumeValidSDL: true, noLocation: true });
  return schema;
}
