import { ArgsType, Field } from "type-graphql";
import { PageArguments } from "./page.args.js";
import { PullRequestState } from "./pull-request.enum.js";
import { Involvement } from "./work-item.enum.js";

/** Pull requests of a repository. */
@ArgsType()
export class RepositoryPullRequestsArguments extends PageArguments {
  @Field(() => [PullRequestState], { defaultValue: ["OPEN"], description: "States to include." })
  readonly states!: readonly PullRequestState[];
}

/** Pull requests of everywhere that involve the caller. */
@ArgsType()
export class PullRequestsArguments extends RepositoryPullRequestsArguments {
  @Field(() => [Involvement], { defaultValue: ["AUTHORED"], description: "How the caller is involved." })
  readonly involvement!: readonly Involvement[];

  @Field(() => String, { nullable: true, description: "Only this repository (`owner/name`)." })
  readonly repository: string | null = null;
}
