import { Field, ObjectType } from "type-graphql";
import { BigIntScalar } from "./big-int.scalar.js";
import { GitHubCredential } from "./credential.type.js";
import { DateTimeScalar } from "./date-time.scalar.js";
import { NextStep } from "./next-step.enum.js";
import { LoginProvider, SessionStatus } from "./session.enum.js";
import { UriScalar } from "./uri.scalar.js";

@ObjectType({ description: "The state of the caller. A singleton without an id." })
export class Session {
  @Field(() => SessionStatus, { description: "The state." })
  readonly status!: SessionStatus;

  @Field(() => SessionAccount, {
    nullable: true,
    description: "Who it is, as remembered at sign-in; no call to GitHub.",
  })
  readonly account!: SessionAccount | null;

  @Field(() => GitHubCredential, {
    nullable: true,
    description: "The credential that requests to GitHub are made with.",
  })
  readonly credential!: GitHubCredential | null;

  @Field(() => NextStep, { description: "What the interface should offer now." })
  readonly nextStep!: NextStep;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the session began; `null` in OSS." })
  readonly createdAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it ends if it is not used; `null` in OSS." })
  readonly expiresAt!: string | null;
}

@ObjectType({ description: "The account behind a session." })
class SessionAccount {
  @Field(() => BigIntScalar, {
    name: "githubUserId",
    description: "Numeric id at GitHub; the key of the user in the hosted edition.",
  })
  readonly gitHubUserId!: string;

  @Field(() => String, { description: "Login at the last sign-in or token check." })
  readonly login!: string;

  @Field(() => String, { nullable: true, description: "Display name." })
  readonly name!: string | null;

  @Field(() => UriScalar, { nullable: true, description: "Picture." })
  readonly avatarUrl!: string | null;
}

@ObjectType({ description: "A way to sign in." })
export class LoginOption {
  @Field(() => LoginProvider, { description: "The provider." })
  readonly provider!: LoginProvider;

  @Field(() => String, { description: "Text for the button." })
  readonly label!: string;

  @Field(() => Boolean, { description: "Whether it can be used now; when not, `reason` says why." })
  readonly isAvailable!: boolean;

  @Field(() => String, { nullable: true, description: "Why it cannot be used, for the operator." })
  readonly reason!: string | null;
}
