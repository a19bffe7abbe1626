import { Field, Int, ObjectType } from "type-graphql";
import { BigIntScalar } from "./big-int.scalar.js";
import { BranchArguments } from "./branch.args.js";
import { BranchConnection } from "./branch-connection.type.js";
import { Branch } from "./branch.type.js";
import { BranchesArguments } from "./branches.args.js";
import { DateTimeScalar } from "./date-time.scalar.js";
import { CONNECTION_SIZE, Cost, ListSize } from "./directives.js";
import { FromGitHub, UpstreamTypeName } from "./from-github.js";
import { IssueConnection } from "./issue-connection.type.js";
import { Issue } from "./issue.type.js";
import { RepositoryIssuesArguments } from "./issues.args.js";
import { Language } from "./language.type.js";
import { Node } from "./node.type.js";
import { NumberArguments } from "./number.args.js";
import { PullRequestConnection } from "./pull-request-connection.type.js";
import { PullRequest } from "./pull-request.type.js";
import { RepositoryPullRequestsArguments } from "./pull-requests.args.js";
import { RepositoryOwner } from "./repository-owner.type.js";
import { RepositoryPermission, RepositoryVisibility } from "./repository.enum.js";
import { TakesArguments } from "./takes-arguments.js";
import { UriScalar } from "./uri.scalar.js";

@ObjectType({ description: "A repository.", implements: Node })
@UpstreamTypeName("Repository")
export class Repository {
  @Field(() => BigIntScalar, { description: "Numeric id, as in GitHub's REST API." })
  readonly databaseId!: string;

  @Field(() => String, { description: "Name without the owner." })
  readonly name!: string;

  @Field(() => String, { description: "`owner/name`." })
  readonly nameWithOwner!: string;

  @Field(() => RepositoryOwner, { description: "Owner." })
  readonly owner!: RepositoryOwner;

  @Field(() => UriScalar, { description: "Page on GitHub." })
  readonly url!: string;

  @Field(() => UriScalar, { description: "Address for `git clone` over https; contains no token." })
  @FromGitHub({ select: "{ url }", value: ({ url }: { url: string }) => `${url}.git` })
  readonly cloneUrl!: string;

  @Field(() => String, { description: "Address for `git clone` over ssh." })
  readonly sshUrl!: string;

  @Field(() => String, { nullable: true, description: "Description." })
  readonly description!: string | null;

  @Field(() => RepositoryVisibility, { description: "Visibility." })
  readonly visibility!: RepositoryVisibility;

  @Field(() => Boolean, { description: "Whether it is not public." })
  readonly isPrivate!: boolean;

  @Field(() => Boolean, { description: "Whether it is a fork." })
  readonly isFork!: boolean;

  @Field(() => Boolean, { description: "Whether it is archived." })
  readonly isArchived!: boolean;

  @Field(() => Boolean, { description: "Whether it has no commit yet; then `defaultBranch` is null." })
  readonly isEmpty!: boolean;

  @Field(() => Int, { description: "Stars." })
  readonly stargazerCount!: number;

  @Field(() => Language, { nullable: true, description: "Main language." })
  readonly primaryLanguage!: Language | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Last push." })
  readonly pushedAt!: string | null;

  @Field(() => DateTimeScalar, { description: "Last change of any kind." })
  readonly updatedAt!: string;

  @Field(() => RepositoryPermission, {
    nullable: true,
    description: "What the caller may do; `null` if GitHub does not say.",
  })
  readonly viewerPermission!: RepositoryPermission | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the caller may push; `null` if GitHub does not say." })
  @FromGitHub({ select: "{ viewerPermission }", value: mayPush })
  readonly viewerCanPush!: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the caller last used it here; `null` if never." })
  @FromGitHub({ select: "{ id }" })
  readonly lastUsedAt!: string | null;

  @Field(() => Branch, { nullable: true, description: "Default branch." })
  @FromGitHub({ field: "defaultBranchRef" })
  readonly defaultBranch!: Branch | null;

  @Field(() => Branch, { nullable: true, description: "A branch by its exact name." })
  @Cost("1")
  @TakesArguments(() => BranchArguments)
  @FromGitHub({ reader: "branch" })
  readonly branch!: Branch | null;

  @Field(() => BranchConnection, { nullable: true, description: "Branches, default branch first." })
  @Cost("1")
  @ListSize(CONNECTION_SIZE)
  @TakesArguments(() => BranchesArguments)
  @FromGitHub({ reader: "branches" })
  readonly branches!: BranchConnection | null;

  @Field(() => Issue, { nullable: true, description: "An issue by its number." })
  @Cost("1")
  @TakesArguments(() => NumberArguments)
  @FromGitHub({ args: { number: "Int!" } })
  readonly issue!: Issue | null;

  @Field(() => IssueConnection, { nullable: true, description: "Issues." })
  @Cost("1")
  @ListSize(CONNECTION_SIZE)
  @TakesArguments(() => RepositoryIssuesArguments)
  @FromGitHub({ reader: "issues" })
  readonly issues!: IssueConnection | null;

  @Field(() => PullRequest, { nullable: true, description: "A pull request by its number." })
  @Cost("1")
  @TakesArguments(() => NumberArguments)
  @FromGitHub({ args: { number: "Int!" } })
  readonly pullRequest!: PullRequest | null;

  @Field(() => PullRequestConnection, { nullable: true, description: "Pull requests." })
  @Cost("1")
  @ListSize(CONNECTION_SIZE)
  @TakesArguments(() => RepositoryPullRequestsArguments)
  @FromGitHub({ reader: "pullRequests" })
  readonly pullRequests!: PullRequestConnection | null;
}

const MAY_PUSH = new Set(["WRITE", "MAINTAIN", "ADMIN"]);

function mayPush({ viewerPermission }: { viewerPermission?: string | null }): boolean | null {
  return viewerPermission ? MAY_PUSH.has(viewerPermission) : null;
}
