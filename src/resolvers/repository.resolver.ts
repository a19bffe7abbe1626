import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { DateTimeScalar } from "../schema/date-time.scalar.js";
import { Access, CONNECTION_SIZE, Cost, ListSize } from "../schema/directives.js";
import { RepositoriesArguments } from "../schema/repositories.args.js";
import { RepositoryConnection } from "../schema/repository-connection.type.js";
import { RepositoryArguments } from "../schema/repository.args.js";
import { Repository } from "../schema/repository.type.js";

@Resolver(() => Repository)
export class RepositoryResolver {
  @Query(() => Repository, {
    nullable: true,
    description: "One repository; `null` with `NOT_FOUND` when it does not exist or this credential cannot see it.",
  })
  @Access("GITHUB")
  @Cost("1")
  repository(
    @Args(() => RepositoryArguments) args: RepositoryArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.repository(args, info);
  }

  @Query(() => RepositoryConnection, {
    nullable: true,
    description: "The repositories that this caller can work on. With `search`, the type-ahead of a repository picker.",
  })
  @Access("GITHUB")
  @Cost("1")
  @ListSize(CONNECTION_SIZE)
  repositories(
    @Args(() => RepositoriesArguments) args: RepositoriesArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.repositories(args, info);
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true })
  async lastUsedAt(
    @Root() repository: { readonly id: string },
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    const recent = await context.settings.recentRepositories();
    return recent.find((use) => use.repositoryId === repository.id)?.usedAt ?? null;
  }
}
