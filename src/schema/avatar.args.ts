import { ArgsType, Field, Int } from "type-graphql";

@ArgsType()
export class AvatarArguments {
  @Field(() => Int, { nullable: true, description: "Edge length in pixels." })
  readonly size: number | null = null;
}
