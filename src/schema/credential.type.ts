import { Field, ObjectType } from "type-graphql";
import { CredentialStatus } from "./credential.enum.js";
import { DateTimeScalar } from "./date-time.scalar.js";
import { Node } from "./node.type.js";
import { TokenKind } from "./token.enum.js";

@ObjectType({
  description: "A stored GitHub credential. The secret itself cannot be read.",
  implements: Node,
})
export class GitHubCredential {
  @Field(() => TokenKind, { description: "What kind of token it is." })
  readonly kind!: TokenKind;

  @Field(() => String, { nullable: true, description: "Its last four characters, to recognise it by." })
  readonly hint!: string | null;

  @Field(() => String, { nullable: true, description: "Login of the user it belongs to." })
  readonly login!: string | null;

  @Field(() => CredentialStatus, { description: "Whether it works as far as is known." })
  readonly status!: CredentialStatus;

  @Field(() => [String], {
    description: "Scopes of a classic token; empty for other kinds, whose permissions GitHub does not report.",
  })
  readonly scopes!: readonly string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the token expires; `null` if never or unknown. The gateway renews App tokens by itself.",
  })
  readonly expiresAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it can no longer be renewed." })
  readonly renewableUntil!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When GitHub last accepted it." })
  readonly lastVerifiedAt!: string | null;
}
