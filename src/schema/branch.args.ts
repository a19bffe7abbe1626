import { ArgsType, Field } from "type-graphql";

@ArgsType()
export class BranchArguments {
  @Field(() => String)
  readonly name!: string;
}
