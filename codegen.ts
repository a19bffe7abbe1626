import type { CodegenConfig } from "@graphql-codegen/cli";

/** Types the upstream operations against GitHub's own schema; `npm run codegen:check` fails when the result is stale. */
const config: CodegenConfig = {
  generates: {
    "src/github/generated/operations.ts": {
      schema: "node_modules/@octokit/graphql-schema/schema.graphql",
      documents: "src/github/operations/*.graphql",
      plugins: ["typescript-operations", "typed-document-node"],
      config: {
        documentMode: "string",
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        skipTypename: true,
        mergeFragmentTypes: true,
        defaultScalarType: "unknown",
        scalars: { URI: "string", DateTime: "string", ID: "string" },
      },
    },
  },
};

export default config;
