import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import type { Installation as ReachedInstallation, RequestContext } from "../context/request-context.js";
import { Access, CONNECTION_SIZE, Cost, ListSize } from "../schema/directives.js";
import { InstallationConnection } from "../schema/installation-connection.type.js";
import { Installation, InstallationPermission } from "../schema/installation.type.js";
import { PageArguments } from "../schema/page.args.js";
import { RepositoryConnection } from "../schema/repository-connection.type.js";
import { RepositoryOwner } from "../schema/repository-owner.type.js";
import { ALL_REPOSITORIES } from "./all-repositories.js";

@Resolver(() => Installation)
export class InstallationResolver {
  @Query(() => InstallationConnection, {
    nullable: true,
    description: "Installations of the GitHub App that the caller can see. Empty in an edition without an App.",
  })
  @Access("GITHUB")
  @Cost("1")
  @ListSize(CONNECTION_SIZE)
  installations(
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.installations(args, info);
  }

  @FieldResolver(() => RepositoryOwner, { description: "Where it is installed." })
  account(
    @Root() { account }: ReachedInstallation,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.owner(account.id, info);
  }

  @FieldResolver(() => [InstallationPermission], {
    description: "Permissions that it has, for example `contents: write`.",
  })
  permissions(@Root() { permissions }: ReachedInstallation): readonly InstallationPermission[] {
    return Object.entries(permissions).map(([name, access]) => ({ name, access }));
  }

  @FieldResolver(() => RepositoryConnection, {
    nullable: true,
    description: "Repositories that both it and the caller can reach.",
  })
  @Cost("1")
  @ListSize(CONNECTION_SIZE)
  repositories(
    @Root() { id }: ReachedInstallation,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.repositories({ ...ALL_REPOSITORIES, first, after, installationId: id }, info);
  }
}
