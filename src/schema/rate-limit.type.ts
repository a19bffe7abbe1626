import { Field, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "./date-time.scalar.js";
import { RateLimitResource } from "./rate-limit.enum.js";

@ObjectType({ description: "A budget at GitHub." })
export class RateLimit {
  @Field(() => RateLimitResource, { description: "Which budget." })
  readonly resource!: RateLimitResource;

  @Field(() => Int, { description: "Points per hour." })
  readonly limit!: number;

  @Field(() => Int, { description: "Points left." })
  readonly remaining!: number;

  @Field(() => Int, { description: "Points used." })
  readonly used!: number;

  @Field(() => DateTimeScalar, { description: "When the budget is full again." })
  readonly resetAt!: string;

  @Field(() => Int, { nullable: true, description: "Points that this very operation has cost so far." })
  readonly cost!: number | null;

  @Field(() => DateTimeScalar, { description: "When GitHub last reported it." })
  readonly observedAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Until when GitHub has asked for a pause (secondary limit); `null` if it has not.",
  })
  readonly pausedUntil!: string | null;
}
