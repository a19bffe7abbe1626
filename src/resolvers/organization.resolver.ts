import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { OrganizationFacts, RequestContext } from "../context/request-context.js";
import { RefreshAccessPayload } from "../schema/access-payload.type.js";
import { AccessRestriction } from "../schema/access-restriction.type.js";
import { RefreshAccessInput } from "../schema/access.input.js";
import { Access, CONNECTION_SIZE, Cost, ListSize } from "../schema/directives.js";
import { FromGitHub } from "../schema/from-github.js";
import { Installation } from "../schema/installation.type.js";
import { OrganizationConnection } from "../schema/organization-connection.type.js";
import { OrganizationRepositoriesArguments } from "../schema/organization-repositories.args.js";
import { OrganizationAccess } from "../schema/organization.enum.js";
import { Organization } from "../schema/organization.type.js";
import { PageArguments } from "../schema/page.args.js";
import { RepositoryConnection } from "../schema/repository-connection.type.js";
import { ALL_REPOSITORIES } from "./all-repositories.js";

const FACTS = { select: "{ login databaseId }" };
const ACCESS_FACTS = { ...FACTS, tellsAccess: true } as const;

@Resolver(() => Organization)
export class OrganizationResolver {
  @Query(() => OrganizationConnection, {
    nullable: true,
    description: "Organizations of the caller, each with what keeps it from being used, if anything.",
  })
  @Access("GITHUB")
  @Cost("1")
  @ListSize(CONNECTION_SIZE)
  organizations(
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.organizations(args, info);
  }

  @FieldResolver(() => OrganizationAccess, { description: "Whether its repositories can be used here." })
  @FromGitHub(ACCESS_FACTS)
  async access(@Root() facts: OrganizationFacts, @Ctx() { github }: RequestContext): Promise<OrganizationAccess> {
    return (await github.organizationAccess(facts)).access;
  }

  @FieldResolver(() => [AccessRestriction], {
    description: "What stands in the way; empty when `access` is `FULL`.",
  })
  @FromGitHub(ACCESS_FACTS)
  async restrictions(
    @Root() facts: OrganizationFacts,
    @Ctx() { github }: RequestContext,
  ): Promise<readonly AccessRestriction[]> {
    return (await github.organizationAccess(facts)).restrictions;
  }

  @FieldResolver(() => Installation, { nullable: true, description: "The App's installation (SaaS)." })
  @FromGitHub(FACTS)
  async installation(@Root() facts: OrganizationFacts, @Ctx() { github }: RequestContext): Promise<object | null> {
    return github.organizationInstallation(facts);
  }

  @FieldResolver(() => RepositoryConnection, {
    nullable: true,
    description: "Its repositories that the caller can see.",
  })
  @Cost("1")
  @ListSize(CONNECTION_SIZE)
  @FromGitHub(FACTS)
  repositories(
    @Root() { login }: OrganizationFacts,
    @Args(() => OrganizationRepositoriesArguments)
    { first, after, search, includeArchived, orderBy }: OrganizationRepositoriesArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    const shown = { first, after, search, includeArchived, orderBy };
    return context.github.repositories({ ...ALL_REPOSITORIES, ...shown, owner: login }, info);
  }

  @Mutation(() => RefreshAccessPayload, {
    nullable: true,
    description:
      "Drop what is cached about organizations, installations and repositories; for «I have just installed the App».",
  })
  @Access("GITHUB")
  async refreshAccess(
    @Arg("input", () => RefreshAccessInput) { clientMutationId }: RefreshAccessInput,
    @Ctx() { github }: RequestContext,
  ): Promise<RefreshAccessPayload> {
    await github.refreshAccess();
    return { userErrors: [], clientMutationId };
  }
}
