import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import type { RequestContext } from "../../context/request-context.js";
import { QUERY_LIMITS } from "../limits/query-limits.js";
import type { Log } from "../log/create-log.js";
import { createDocumentStore } from "./document-store.js";
import { hideTypes, refuseSchemaIntrospection } from "./hidden-schema.js";

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly log: Log;
}

/**
 * Apollo Server, started, for `executeOperation`: it parses, validates and runs. HTTP, limits and the form of errors are
 * ours. Nothing of it depends on NODE_ENV or on Apollo's own environment variables.
 */
export async function createApollo({
  schema,
  introspection,
  log,
}: ApolloOptions): Promise<ApolloServer<RequestContext>> {
  const apollo = new ApolloServer<RequestContext>({
    schema,
    nodeEnv: "production",
    // Its rule speaks of Apollo, and refuses `__type` as well.
    introspection: true,
    validationRules: introspection ? [] : [refuseSchemaIntrospection],
    validationOptions: { maxErrors: 5 },
    parseOptions: { maxTokens: QUERY_LIMITS.maxTokens },
    documentStore: createDocumentStore(),
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    // Passes the error itself: the handler gives it its form, for only it knows the id of the request.
    formatError: (formatted, error) => (error instanceof GraphQLError ? (error as GraphQLFormattedError) : formatted),
    logger: log,
    plugins: [
      ...(introspection ? [] : [hideTypes()]),
      // It would wrap every field.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}
