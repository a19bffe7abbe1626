import { Field, InputType } from "type-graphql";

/** What every input of a mutation has. */
@InputType()
export abstract class MutationInput {
  @Field(() => String, { nullable: true, description: "Free text that comes back in the payload." })
  readonly clientMutationId: string | null = null;
}
