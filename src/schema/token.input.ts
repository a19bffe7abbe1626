import { Field, InputType } from "type-graphql";
import type { Secret } from "../secret/secret.js";
import { MutationInput } from "./mutation-input.js";
import { SecretScalar } from "./secret.scalar.js";

@InputType({ description: "Input of `checkGitHubToken`." })
export class CheckGitHubTokenInput extends MutationInput {
  @Field(() => SecretScalar, { description: "The token, as a variable. Blanks and line ends around it are ignored." })
  readonly token!: Secret;
}

@InputType({ description: "Input of `setGitHubToken`." })
export class SetGitHubTokenInput extends MutationInput {
  @Field(() => SecretScalar, { description: "The token, as a variable. Blanks and line ends around it are ignored." })
  readonly token!: Secret;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Store it although a required capability is missing or GitHub cannot be reached now.",
  })
  readonly force!: boolean;
}

@InputType({ description: "Input of `removeGitHubToken`." })
export class RemoveGitHubTokenInput extends MutationInput {}
