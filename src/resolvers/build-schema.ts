import { isAbstractType, isObjectType, specifiedDirectives, type GraphQLSchema } from "graphql";
import { buildSchema, type ResolverData } from "type-graphql";
import type { AccessLevel } from "../context/access.js";
import type { RequestContext } from "../context/request-context.js";
import { Bot } from "../schema/bot.type.js";
import { gatewayDirectives } from "../schema/directives.js";
import { Organization } from "../schema/organization.type.js";
import { AccessPayloadResolver } from "./access-payload.resolver.js";
import { AppRegistrationResolver } from "./app-registration.resolver.js";
import { BranchResolver } from "./branch.resolver.js";
import { CredentialResolver } from "./credential.resolver.js";
import { refuseByItem } from "./errors-by-item.js";
import { GatewayResolver } from "./gateway.resolver.js";
import { finishAhead } from "./finish-ahead.js";
import { readGitHubObject } from "./github-object.js";
import { InstallationResolver } from "./installation.resolver.js";
import { LoginResolver } from "./login.resolver.js";
import { NodeResolver } from "./node.resolver.js";
import { OrganizationResolver } from "./organization.resolver.js";
import { holdToPageSize } from "./page-size.js";
import { RateLimitResolver } from "./rate-limit.resolver.js";
import { RepositoryResolver } from "./repository.resolver.js";
import { ResourceResolver } from "./resource.resolver.js";
import { MUTATION_DESCRIPTION, QUERY_DESCRIPTION } from "./root-descriptions.js";
import { SessionResolver } from "./session.resolver.js";
import { SettingsResolver } from "./settings.resolver.js";
import { TokenResolver } from "./token.resolver.js";
import { typeNameOf } from "./type-name.js";
import { ViewerResolver } from "./viewer.resolver.js";
import { WorkItemResolver } from "./work-item.resolver.js";

/** The executable schema of every edition. Its context is a `RequestContext`. */
export async function buildGatewaySchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      SessionResolver,
      GatewayResolver,
      ViewerResolver,
      CredentialResolver,
      SettingsResolver,
      NodeResolver,
      RepositoryResolver,
      BranchResolver,
      RateLimitResolver,
      LoginResolver,
      TokenResolver,
      InstallationResolver,
      OrganizationResolver,
      AccessPayloadResolver,
      WorkItemResolver,
      ResourceResolver,
      AppRegistrationResolver,
    ],
    // Reached by no field of their own, only as what a Node or a RepositoryOwner turns out to be.
    orphanedTypes: [Bot, Organization],
    directives: [...specifiedDirectives, ...gatewayDirectives],
    authChecker: requireLevel,
    validate: false,
    // It costs most of the time of building; graphql itself validates a schema before its first use.
    skipCheck: true,
    // Initializers stand for absent arguments; they are not part of the schema.
    disableInferringDefaultValues: true,
  });
  describeRoots(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = typeNameOf;
    if (!isObjectType(type)) continue;
    readGitHubObject(type);
    for (const field of Object.values(type.getFields())) holdToPageSize(field);
  }
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    refuseByItem(field);
    finishAhead(field);
  }
  return schema;
}

/** Throws what the level lacks, so that the client learns the next step instead of a mere no. */
async function requireLevel(
  { context }: ResolverData<RequestContext>,
  levels: readonly AccessLevel[],
): Promise<boolean> {
  for (const level of levels) await context.require(level);
  return true;
}

// type-graphql has no decorator for the root types.
function describeRoots(schema: GraphQLSchema): void {
  const query = schema.getQueryType();
  const mutation = schema.getMutationType();
  if (query) query.description = QUERY_DESCRIPTION;
  if (mutation) mutation.description = MUTATION_DESCRIPTION;
}
