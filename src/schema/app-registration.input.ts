import { Field, InputType } from "type-graphql";
import type { Secret } from "../secret/secret.js";
import { MutationInput } from "./mutation-input.js";
import { SecretScalar } from "./secret.scalar.js";

@InputType({ description: "Input of `startAppRegistration`." })
export class StartAppRegistrationInput extends MutationInput {
  @Field(() => SecretScalar, { description: "The one-time token that the gateway printed." })
  readonly setupToken!: Secret;

  @Field(() => String, {
    nullable: true,
    description: "Organization that is to own the App; the user's own account when omitted.",
  })
  readonly organization: string | null = null;

  @Field(() => String, { nullable: true, description: "Name of the App; GitHub demands that it be unique." })
  readonly appName: string | null = null;

  @Field(() => Boolean, { defaultValue: false, description: "Whether others may install it." })
  readonly public!: boolean;
}

@InputType({ description: "Input of `completeAppRegistration`: the query of the redirect, as it is." })
export class CompleteAppRegistrationInput extends MutationInput {
  @Field(() => String, { description: "`code`." })
  readonly code!: string;

  @Field(() => String, { description: "`state`." })
  readonly state!: string;
}
