import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, Info, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { Access, CONNECTION_SIZE, Cost, ListSize } from "../schema/directives.js";
import { IssueConnection } from "../schema/issue-connection.type.js";
import { IssuesArguments } from "../schema/issues.args.js";
import { PullRequestConnection } from "../schema/pull-request-connection.type.js";
import { PullRequestsArguments } from "../schema/pull-requests.args.js";
import { SuggestedTaskConnection } from "../schema/suggested-task-connection.type.js";
import { SuggestedTasksArguments } from "../schema/suggested-tasks.args.js";

@Resolver()
export class WorkItemResolver {
  @Query(() => IssueConnection, { nullable: true, description: "Issues that involve the caller." })
  @Access("GITHUB")
  @Cost("2")
  @ListSize(CONNECTION_SIZE)
  issues(
    @Args(() => IssuesArguments) args: IssuesArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.issues(args, info);
  }

  @Query(() => PullRequestConnection, { nullable: true, description: "Pull requests that involve the caller." })
  @Access("GITHUB")
  @Cost("2")
  @ListSize(CONNECTION_SIZE)
  pullRequests(
    @Args(() => PullRequestsArguments) args: PullRequestsArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.pullRequests(args, info);
  }

  @Query(() => SuggestedTaskConnection, {
    nullable: true,
    description:
      "Work that is waiting for the caller, most urgent first; merged from issues and pull requests, " +
      "without duplicates.",
  })
  @Access("GITHUB")
  @Cost("4")
  @ListSize(CONNECTION_SIZE)
  suggestedTasks(
    @Args(() => SuggestedTasksArguments) args: SuggestedTasksArguments,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return context.github.suggestedTasks(args, info);
  }
}
