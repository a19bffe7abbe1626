import { Field, ObjectType } from "type-graphql";
import { AccessRestrictionReason } from "./access-restriction.enum.js";
import { DateTimeScalar } from "./date-time.scalar.js";
import { NextStep } from "./next-step.enum.js";
import { UriScalar } from "./uri.scalar.js";

@ObjectType({
  description:
    "Why something is missing from a list, and what the user can do about it. The opposite of GitHub's silence.",
  simpleResolvers: true,
})
export class AccessRestriction {
  @Field(() => AccessRestrictionReason, { description: "The reason." })
  readonly reason!: AccessRestrictionReason;

  @Field(() => String, { nullable: true, description: "The organization or account that is affected, where known." })
  readonly owner!: string | null;

  @Field(() => String, { description: "A sentence for the user." })
  readonly message!: string;

  @Field(() => NextStep, { description: "What the interface should offer." })
  readonly nextStep!: NextStep;

  @Field(() => UriScalar, { nullable: true, description: "Where that is done; opens on GitHub." })
  readonly actionUrl!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When `actionUrl` stops working; GitHub's single sign-on links live one hour.",
  })
  readonly actionExpiresAt!: string | null;
}
