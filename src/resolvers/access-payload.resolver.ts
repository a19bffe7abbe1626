import type { GraphQLResolveInfo } from "graphql";
import { Ctx, FieldResolver, Info, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { RefreshAccessPayload } from "../schema/access-payload.type.js";
import { InstallationConnection } from "../schema/installation-connection.type.js";
import { OrganizationConnection } from "../schema/organization-connection.type.js";

/** GitHub's largest page: what follows a refresh is shown whole, as far as one page goes. */
const FIRST_PAGE = { first: 100, after: null };

@Resolver(() => RefreshAccessPayload)
export class AccessPayloadResolver {
  @FieldResolver(() => InstallationConnection, { nullable: true, description: "Installations as they are now." })
  installations(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<object | null> {
    return context.github.installations(FIRST_PAGE, info);
  }

  @FieldResolver(() => OrganizationConnection, { nullable: true, description: "Organizations as they are now." })
  organizations(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<object | null> {
    return context.github.organizations(FIRST_PAGE, info);
  }
}
