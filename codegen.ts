import type { CodegenConfig } from "@graphql-codegen/cli";

const PLUGINS = ["typescript-operations", "typed-document-node"];

const SHARED = {
  useTypeImports: true,
  enumsAsTypes: true,
  immutableTypes: true,
  mergeFragmentTypes: true,
  defaultScalarType: "unknown",
};

/**
 * Types our operations: those that the gateway sends, against GitHub's schema, and those of the console, against ours.
 * `npm run codegen:check` fails when a result is stale.
 */
const config: CodegenConfig = {
  generates: {
    "src/github/generated/operations.ts": {
      schema: "node_modules/@octokit/graphql-schema/schema.graphql",
      documents: "src/github/operations/*.graphql",
      plugins: PLUGINS,
      config: {
        ...SHARED,
        documentMode: "string",
        skipTypename: true,
        scalars: { URI: "string", DateTime: "string", ID: "string" },
      },
    },
    "web/src/generated/operations.ts": {
      schema: "schema.graphql",
      documents: "web/{src,explorer}/**/*.graphql",
      plugins: PLUGINS,
      config: {
        ...SHARED,
        documentMode: "documentNode",
        scalars: {
          URI: "string",
          DateTime: "string",
          ID: "string",
          BigInt: "string",
          GitObjectID: "string",
          Secret: "string",
          JSONObject: "Readonly<Record<string, unknown>>",
        },
      },
    },
  },
};

export default config;
