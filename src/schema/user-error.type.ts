import { Field, Int, InterfaceType, ObjectType } from "type-graphql";
import { ErrorCode } from "./error-code.enum.js";
import { NextStep } from "./next-step.enum.js";
import { CapabilityCheck } from "./token-check.type.js";
import { TokenKind } from "./token.enum.js";
import { UriScalar } from "./uri.scalar.js";

@InterfaceType({ description: "Something that the user can put right." })
export abstract class UserError {
  /** Name of the type, by which it is told apart. */
  abstract readonly __typename: string;

  @Field(() => ErrorCode, { description: "The code; switch on this, not on `message`." })
  readonly code!: ErrorCode;

  @Field(() => String, { description: "A sentence for the user, in the language of the request." })
  readonly message!: string;

  @Field(() => [String], {
    description: 'Path of the input field, for example `["input", "token"]`; empty when it concerns the whole input.',
  })
  readonly path!: readonly string[];

  @Field(() => NextStep, { description: "What the interface should offer." })
  readonly nextStep!: NextStep;

  @Field(() => UriScalar, { nullable: true, description: "Where to read more." })
  readonly helpUrl!: string | null;
}

@ObjectType({ description: "A problem with an input field.", implements: UserError })
export class InputError extends UserError {
  override readonly __typename = "InputError";
}

@ObjectType({ description: "A token that does not do.", implements: UserError })
export class TokenError extends UserError {
  override readonly __typename = "TokenError";

  @Field(() => TokenKind, { description: "What kind of token it looks like." })
  readonly kind!: TokenKind;

  @Field(() => [CapabilityCheck], { description: "Capabilities that it lacks." })
  readonly missing!: readonly CapabilityCheck[];

  @Field(() => UriScalar, { nullable: true, description: "A link that creates a fitting token." })
  readonly createUrl!: string | null;
}

@ObjectType({ description: "A problem in the dance with GitHub.", implements: UserError })
export class OAuthError extends UserError {
  override readonly __typename = "OAuthError";

  @Field(() => String, {
    nullable: true,
    description: "GitHub's own error code, for example `access_denied` or `redirect_uri_mismatch`.",
  })
  readonly providerCode!: string | null;
}

@ObjectType({ description: "Someone else was faster.", implements: UserError })
export class ConflictError extends UserError {
  override readonly __typename = "ConflictError";

  @Field(() => Int, { description: "The version that is stored now." })
  readonly currentVersion!: number;
}
