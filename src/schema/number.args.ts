import { ArgsType, Field, Int } from "type-graphql";

/** An issue or a pull request of a repository, by its number. */
@ArgsType()
export class NumberArguments {
  @Field(() => Int)
  readonly number!: number;
}
