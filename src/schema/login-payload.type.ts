import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "./date-time.scalar.js";
import { MutationPayload } from "./mutation-payload.js";
import { Session } from "./session.type.js";
import { UriScalar } from "./uri.scalar.js";
import { UserError } from "./user-error.type.js";

@ObjectType({ description: "Payload of `startLogin`." })
export class StartLoginPayload extends MutationPayload {
  @Field(() => UriScalar, {
    nullable: true,
    description: "Where to send the browser; `null` when there are errors.",
  })
  readonly authorizationUrl!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Until when the attempt can be finished." })
  readonly expiresAt!: string | null;
}

@ObjectType({ description: "Payload of `completeLogin`." })
export class CompleteLoginPayload extends MutationPayload {
  @Field(() => Session, { description: "The new session; the cookie is set on the same response." })
  readonly session!: Session;

  @Field(() => Boolean, { description: "Whether this user was never here before." })
  readonly isNewUser!: boolean;

  @Field(() => String, { nullable: true, description: "Path given to `startLogin`." })
  readonly returnTo!: string | null;

  @Field(() => UriScalar, {
    nullable: true,
    description: "Set when the visit began at GitHub: send the browser here, it comes straight back signed in.",
  })
  readonly continueUrl!: string | null;
}

@ObjectType({ description: "Payload of `startDeviceLogin`." })
export class StartDeviceLoginPayload extends MutationPayload {
  @Field(() => ID, {
    nullable: true,
    description: "Handle for `pollDeviceLogin`; not GitHub's device code, which stays in the gateway.",
  })
  readonly deviceLoginId!: string | null;

  @Field(() => String, { nullable: true, description: "Code that the user types at GitHub." })
  readonly userCode!: string | null;

  @Field(() => UriScalar, { nullable: true, description: "Where they type it." })
  readonly verificationUrl!: string | null;

  @Field(() => Int, { nullable: true, description: "Seconds to wait between polls." })
  readonly intervalSeconds!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the code expires." })
  readonly expiresAt!: string | null;
}

@ObjectType({ description: "Payload of `pollDeviceLogin`." })
export class PollDeviceLoginPayload extends MutationPayload {
  @Field(() => Session, { description: "The session; signed in once the user has approved." })
  readonly session!: Session;

  @Field(() => Int, { nullable: true, description: "Seconds to wait before the next poll." })
  readonly intervalSeconds!: number | null;

  @Field(() => [UserError], { description: "`DEVICE_LOGIN_PENDING` until then." })
  override readonly userErrors: readonly UserError[] = [];
}

@ObjectType({ description: "Payload of `logout`." })
export class LogoutPayload extends MutationPayload {
  @Field(() => Session, { description: "The session afterwards: anonymous." })
  readonly session!: Session;

  @Field(() => Int, { description: "How many sessions ended." })
  readonly endedSessions!: number;
}
