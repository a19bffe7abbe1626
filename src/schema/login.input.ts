import { Field, ID, InputType } from "type-graphql";
import { LoginPurpose } from "./login.enum.js";
import { MutationInput } from "./mutation-input.js";
import { LoginProvider } from "./session.enum.js";

@InputType({ description: "Input of `startLogin`." })
export class StartLoginInput extends MutationInput {
  @Field(() => LoginProvider, {
    nullable: true,
    description: "Provider; the first of `session.loginOptions` when omitted.",
  })
  readonly provider: LoginProvider | null = null;

  @Field(() => LoginPurpose, {
    defaultValue: "SIGN_IN",
    description: "Why; it decides what GitHub asks the user.",
  })
  readonly purpose!: LoginPurpose;

  @Field(() => String, {
    nullable: true,
    description:
      "Path to come back to afterwards, for example `/repos?tab=mine`; on another origin only if the operator allows it.",
  })
  readonly returnTo: string | null = null;

  @Field(() => String, { nullable: true, description: "Login to suggest to GitHub." })
  readonly loginHint: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "Free text that comes back in the payload, for clients that match requests.",
  })
  override readonly clientMutationId: string | null = null;
}

@InputType({ description: "Input of `completeLogin`: the query of the callback address, as it is." })
export class CompleteLoginInput extends MutationInput {
  @Field(() => String, { nullable: true, description: "`code`; absent when the user declined." })
  readonly code: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "`state`; absent when the visit began at GitHub, by installing the App.",
  })
  readonly state: string | null = null;

  @Field(() => String, { nullable: true, description: "`error`, if GitHub sent one." })
  readonly error: string | null = null;

  @Field(() => String, { nullable: true, description: "`error_description`, if GitHub sent one." })
  readonly errorDescription: string | null = null;

  @Field(() => String, { nullable: true, description: "`installation_id`, if GitHub sent one." })
  readonly installationId: string | null = null;

  @Field(() => String, { nullable: true, description: "`setup_action`, if GitHub sent one." })
  readonly setupAction: string | null = null;
}

@InputType({ description: "Input of `startDeviceLogin`." })
export class StartDeviceLoginInput extends MutationInput {}

@InputType({ description: "Input of `pollDeviceLogin`." })
export class PollDeviceLoginInput extends MutationInput {
  @Field(() => ID, { description: "The handle." })
  readonly deviceLoginId!: string;
}

@InputType({ description: "Input of `logout`." })
export class LogoutInput extends MutationInput {
  @Field(() => Boolean, { defaultValue: false, description: "Every session of the user, not just this one." })
  readonly everywhere!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: "Also withdraw the App's authorization at GitHub." })
  readonly revokeAtGitHub!: boolean;
}
