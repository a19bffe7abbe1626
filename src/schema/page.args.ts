import { ArgsType, Field, Int } from "type-graphql";

/** How every list is paged: forwards, by cursor. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, { defaultValue: 30, description: "Page size, 1 to 100." })
  readonly first!: number;

  @Field(() => String, { nullable: true, description: "Cursor after which to start." })
  readonly after: string | null = null;
}
