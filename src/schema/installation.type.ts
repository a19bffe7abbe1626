import { Field, ObjectType } from "type-graphql";
import { BigIntScalar } from "./big-int.scalar.js";
import { RepositorySelection } from "./installation.enum.js";
import { Node } from "./node.type.js";
import { UriScalar } from "./uri.scalar.js";

@ObjectType({ description: "A permission of an installation." })
export class InstallationPermission {
  @Field(() => String, { description: "Name, as in GitHub's API." })
  readonly name!: string;

  @Field(() => String, { description: "`read`, `write` or `admin`." })
  readonly access!: string;
}

@ObjectType({ description: "An installation of the GitHub App.", implements: Node })
export class Installation {
  @Field(() => BigIntScalar, { description: "Numeric id, as in GitHub's REST API." })
  readonly databaseId!: number;

  @Field(() => RepositorySelection, { description: "All repositories or some." })
  readonly repositorySelection!: RepositorySelection;

  @Field(() => Boolean, { description: "Whether it is suspended." })
  readonly isSuspended!: boolean;

  @Field(() => Boolean, { description: "Whether the owner must approve new permissions." })
  readonly needsApproval!: boolean;

  @Field(() => UriScalar, { description: "Where its repositories are chosen." })
  readonly configureUrl!: string;
}
