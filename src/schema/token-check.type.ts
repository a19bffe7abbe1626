import { Field, Int, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { DateTimeScalar } from "./date-time.scalar.js";
import { RateLimit } from "./rate-limit.type.js";
import { Capability, CapabilityStatus, TokenKind } from "./token.enum.js";

@ObjectType({ description: "What was found out about a token." })
export class TokenCheck {
  @Field(() => Boolean, { description: "Whether the gateway can work with it." })
  readonly isUsable!: boolean;

  @Field(() => TokenKind, { description: "Kind." })
  readonly kind!: TokenKind;

  @Field(() => String, { nullable: true, description: "Login of its user." })
  readonly login!: string | null;

  @Field(() => [String], { description: "Scopes of a classic token." })
  readonly scopes!: readonly string[];

  @Field(() => DateTimeScalar, { nullable: true, description: "When it expires." })
  readonly expiresAt!: string | null;

  @Field(() => [CapabilityCheck], { description: "Each capability." })
  readonly capabilities!: readonly CapabilityCheck[];

  @Field(() => [AccessRestriction], {
    description: "What it cannot reach, with links: single sign-on, missing approval, wrong owner.",
  })
  readonly restrictions!: readonly AccessRestriction[];

  @Field(() => Int, {
    nullable: true,
    description: "How many repositories it shows, up to 100; a plausibility check for the user.",
  })
  readonly visibleRepositoryCount!: number | null;

  @Field(() => RateLimit, { nullable: true, description: "Budget at GitHub." })
  readonly rateLimit!: RateLimit | null;
}

@ObjectType({ description: "Whether a token has a capability." })
export class CapabilityCheck {
  @Field(() => Capability, { description: "The capability." })
  readonly capability!: Capability;

  @Field(() => CapabilityStatus, { description: "The finding." })
  readonly status!: CapabilityStatus;

  @Field(() => String, {
    description: "How it is known, or why not: from scopes, from a trial, or GitHub does not say.",
  })
  readonly evidence!: string;

  @Field(() => String, { nullable: true, description: "How to get it." })
  readonly fix!: string | null;
}
