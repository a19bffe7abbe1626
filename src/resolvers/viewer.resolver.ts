import type { GraphQLResolveInfo } from "graphql";
import { Ctx, Info, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { Access, Cost } from "../schema/directives.js";
import { User } from "../schema/user.type.js";

@Resolver()
export class ViewerResolver {
  @Query(() => User, { nullable: true, description: "The user that the credential belongs to." })
  @Access("GITHUB")
  @Cost("1")
  viewer(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<object | null> {
    return context.github.viewer(info);
  }
}
