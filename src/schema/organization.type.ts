import { Field, ObjectType } from "type-graphql";
import { Actor } from "./actor.type.js";
import { BigIntScalar } from "./big-int.scalar.js";
import { UpstreamTypeName } from "./from-github.js";
import { Node } from "./node.type.js";
import { RepositoryOwner } from "./repository-owner.type.js";

@ObjectType({ description: "An organization.", implements: [Node, Actor, RepositoryOwner] })
@UpstreamTypeName("Organization")
export class Organization {
  @Field(() => BigIntScalar, { description: "Numeric id, as in GitHub's REST API." })
  readonly databaseId!: string;

  @Field(() => String, { nullable: true, description: "Display name." })
  readonly name!: string | null;
}
