import { Field, ObjectType } from "type-graphql";
import { UserError } from "./user-error.type.js";

/** What every payload of a mutation has. */
@ObjectType()
export abstract class MutationPayload {
  @Field(() => [UserError], { description: "What the user can put right." })
  readonly userErrors!: readonly UserError[];

  @Field(() => String, { nullable: true, description: "As sent." })
  readonly clientMutationId!: string | null;
}
