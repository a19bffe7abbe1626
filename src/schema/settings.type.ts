import { Field, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "./date-time.scalar.js";
import { JsonObjectScalar } from "./json-object.scalar.js";
import { Node } from "./node.type.js";

@ObjectType({ description: "Settings of the caller. Never contains secrets.", implements: Node })
export class Settings {
  readonly __typename!: "Settings";
  readonly id!: string;
  readonly defaultRepositoryId!: string | null;
  readonly recentRepositories!: readonly { readonly repositoryId: string }[];

  @Field(() => Int, { description: "Grows by one with each change; pass it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => String, { description: "Language tag (BCP 47) for messages." })
  readonly language!: string;

  @Field(() => String, { nullable: true, description: "Name for commits; the profile's name when `null`." })
  readonly gitUserName!: string | null;

  @Field(() => String, { nullable: true, description: "Address for commits; GitHub's no-reply address when `null`." })
  readonly gitUserEmail!: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the user consents to analytics; `null` until asked." })
  readonly analyticsConsent!: boolean | null;

  @Field(() => JsonObjectScalar, { description: "Preferences that an edition defines and validates." })
  readonly preferences!: Readonly<Record<string, unknown>>;

  @Field(() => DateTimeScalar, { nullable: true, description: "Last change." })
  readonly updatedAt!: string | null;
}
