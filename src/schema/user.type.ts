import { Field, ObjectType } from "type-graphql";
import { Actor } from "./actor.type.js";
import { BigIntScalar } from "./big-int.scalar.js";
import { FromGitHub, UpstreamTypeName } from "./from-github.js";
import { Node } from "./node.type.js";
import { RepositoryOwner } from "./repository-owner.type.js";

@ObjectType({
  description:
    "A user. There is one type for the viewer and for others, so that a normalized cache has one entry for each.",
  implements: [Node, Actor, RepositoryOwner],
})
@UpstreamTypeName("User")
export class User {
  @Field(() => BigIntScalar, { description: "Numeric id, as in GitHub's REST API." })
  readonly databaseId!: string;

  @Field(() => String, { nullable: true, description: "Display name." })
  readonly name!: string | null;

  @Field(() => String, { nullable: true, description: "Company in the profile." })
  readonly company!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Public address; for the viewer also a private one if the credential shows it.",
  })
  @FromGitHub({
    select: "{ email }",
    value: ({ email }: { email?: string | null }) => email || null,
  })
  readonly email!: string | null;

  @Field(() => Boolean, { description: "Whether this is the caller." })
  readonly isViewer!: boolean;
}
