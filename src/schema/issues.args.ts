import { ArgsType, Field } from "type-graphql";
import { IssueState } from "./issue.enum.js";
import { PageArguments } from "./page.args.js";
import { Involvement } from "./work-item.enum.js";

/** Issues of a repository. */
@ArgsType()
export class RepositoryIssuesArguments extends PageArguments {
  @Field(() => [IssueState], { defaultValue: ["OPEN"], description: "States to include." })
  readonly states!: readonly IssueState[];
}

/** Issues of everywhere that involve the caller. */
@ArgsType()
export class IssuesArguments extends RepositoryIssuesArguments {
  @Field(() => [Involvement], { defaultValue: ["ASSIGNED"], description: "How the caller is involved." })
  readonly involvement!: readonly Involvement[];

  @Field(() => String, { nullable: true, description: "Only this repository (`owner/name`)." })
  readonly repository: string | null = null;
}
