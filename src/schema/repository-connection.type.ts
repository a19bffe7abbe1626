import { Field, Int, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { PageInfo } from "./page-info.type.js";
import { Repository } from "./repository.type.js";

@ObjectType({ description: "An edge to a repository." })
@UpstreamTypeName("RepositoryEdge")
class RepositoryEdge {
  @Field(() => String, { description: "Cursor." })
  readonly cursor!: string;

  @Field(() => Repository, { description: "Node." })
  readonly node!: Repository;
}

@ObjectType({ description: "A page of repositories." })
@UpstreamTypeName("RepositoryConnection")
export class RepositoryConnection {
  @Field(() => [RepositoryEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly RepositoryEdge[];

  @Field(() => [Repository], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Repository[];

  @Field(() => PageInfo, { description: "Where the page ends." })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, {
    nullable: true,
    description: "How many there are in all; `null` where GitHub cannot count cheaply.",
  })
  readonly totalCount!: number | null;

  @Field(() => [AccessRestriction], {
    description: "What GitHub left out, and why. Show it below the list: it answers «where is my repository?».",
  })
  readonly restrictions!: readonly AccessRestriction[];
}
