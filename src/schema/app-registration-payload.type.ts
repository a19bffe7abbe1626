import { Field, ObjectType } from "type-graphql";
import { BigIntScalar } from "./big-int.scalar.js";
import { DateTimeScalar } from "./date-time.scalar.js";
import { MutationPayload } from "./mutation-payload.js";
import { UriScalar } from "./uri.scalar.js";

@ObjectType({ description: "A GitHub App that was registered for this gateway." })
export class RegisteredApp {
  @Field(() => BigIntScalar, { description: "Numeric id." })
  readonly appId!: number;

  @Field(() => String, { description: "Client id." })
  readonly clientId!: string;

  @Field(() => String, { description: "Slug in its address." })
  readonly slug!: string;

  @Field(() => UriScalar, { description: "Page of the App." })
  readonly url!: string;

  @Field(() => UriScalar, { description: "Where it is installed; the next click." })
  readonly installUrl!: string;

  @Field(() => String, {
    description:
      "Where the configuration, with the secrets, was written, for example `.env` or `kubernetes:secret/gateway`.",
  })
  readonly storedIn!: string;
}

@ObjectType({ description: "Payload of `startAppRegistration`." })
export class StartAppRegistrationPayload extends MutationPayload {
  @Field(() => UriScalar, {
    nullable: true,
    description: "Address to which the browser posts a form with the single field `manifest`.",
  })
  readonly postUrl!: string | null;

  @Field(() => String, { nullable: true, description: "The manifest, as text for that field." })
  readonly manifest!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Until when the registration can be finished; GitHub allows one hour.",
  })
  readonly expiresAt!: string | null;
}

@ObjectType({ description: "Payload of `completeAppRegistration`." })
export class CompleteAppRegistrationPayload extends MutationPayload {
  @Field(() => RegisteredApp, { nullable: true, description: "The App." })
  readonly app!: RegisteredApp | null;
}
