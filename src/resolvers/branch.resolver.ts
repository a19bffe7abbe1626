import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, Info, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { BranchConnection } from "../schema/branch-connection.type.js";
import { RepositoryBranchesArguments } from "../schema/branches.args.js";
import { Access, CONNECTION_SIZE, Cost, ListSize } from "../schema/directives.js";

@Resolver()
export class BranchResolver {
  @Query(() => BranchConnection, {
    nullable: true,
    description: "Branches of one repository; shorthand for `repository { branches }`.",
  })
  @Access("GITHUB")
  @Cost("1")
  @ListSize(CONNECTION_SIZE)
  branches(
    @Args(() => RepositoryBranchesArguments) args: RepositoryBranchesArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.branches(args, info);
  }
}
