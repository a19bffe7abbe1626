import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Info, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { Access, CONNECTION_SIZE, Cost, ListSize } from "../schema/directives.js";
import { RepositoryConnection } from "../schema/repository-connection.type.js";
import { Resource } from "../schema/resource.type.js";
import { SearchRepositoriesArguments } from "../schema/search-repositories.args.js";

@Resolver()
export class ResourceResolver {
  @Query(() => Resource, {
    nullable: true,
    description: "What a pasted GitHub link points at: repository, branch, issue, pull request, user or organization.",
  })
  @Access("GITHUB")
  @Cost("1")
  resource(
    @Arg("url", () => String, {
      description: "An http(s) or ssh link, as copied from a browser or from `git remote -v`.",
    })
    url: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.resource(url, info);
  }

  @Query(() => RepositoryConnection, {
    nullable: true,
    description: "Search beyond the caller's own repositories, with GitHub's search syntax.",
  })
  @Access("GITHUB")
  @Cost("2")
  @ListSize(CONNECTION_SIZE)
  searchRepositories(
    @Args(() => SearchRepositoriesArguments) args: SearchRepositoriesArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.searchRepositories(args, info);
  }
}
