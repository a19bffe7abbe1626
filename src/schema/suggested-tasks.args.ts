import { ArgsType, Field } from "type-graphql";
import { PageArguments } from "./page.args.js";
import { SuggestedTaskKind } from "./suggested-task.enum.js";

@ArgsType()
export class SuggestedTasksArguments extends PageArguments {
  @Field(() => [SuggestedTaskKind], { nullable: true, description: "Only these kinds; all when omitted." })
  readonly kinds: readonly SuggestedTaskKind[] | null = null;

  @Field(() => String, { nullable: true, description: "Only this repository (`owner/name`)." })
  readonly repository: string | null = null;
}
