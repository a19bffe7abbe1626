import { Field, ObjectType } from "type-graphql";
import { Capability, TokenKind } from "./token.enum.js";
import { UriScalar } from "./uri.scalar.js";

@ObjectType({ description: "How to make a token that does." })
export class TokenGuide {
  @Field(() => UriScalar, { description: "Opens GitHub with a classic token filled in." })
  readonly classicUrl!: string;

  @Field(() => UriScalar, {
    nullable: true,
    description: "Opens GitHub with a fine-grained token filled in; `null` on hosts that do not know this link.",
  })
  readonly fineGrainedUrl!: string | null;

  @Field(() => TokenKind, { description: "Which of the two this gateway recommends." })
  readonly recommended!: TokenKind;

  @Field(() => [CapabilityRequirement], { description: "What the gateway needs, and for what." })
  readonly capabilities!: readonly CapabilityRequirement[];
}

@ObjectType({ description: "Something that the gateway needs from a token." })
class CapabilityRequirement {
  @Field(() => Capability, { description: "The capability." })
  readonly capability!: Capability;

  @Field(() => Boolean, { description: "Whether the gateway works at all without it." })
  readonly isRequired!: boolean;

  @Field(() => String, { description: "What the user loses without it." })
  readonly purpose!: string;

  @Field(() => [String], { description: "Scopes of which a classic token needs one." })
  readonly classicScopes!: readonly string[];

  @Field(() => [String], { description: "Permissions that a fine-grained token needs." })
  readonly fineGrainedPermissions!: readonly string[];
}
