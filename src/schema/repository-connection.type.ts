import { Field, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { Edge, Page } from "./page.type.js";
import { Repository } from "./repository.type.js";

@ObjectType({ description: "An edge to a repository." })
@UpstreamTypeName("RepositoryEdge")
class RepositoryEdge extends Edge {
  @Field(() => Repository, { description: "Node." })
  readonly node!: Repository;
}

@ObjectType({ description: "A page of repositories." })
@UpstreamTypeName("RepositoryConnection")
export class RepositoryConnection extends Page {
  @Field(() => [RepositoryEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly RepositoryEdge[];

  @Field(() => [Repository], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Repository[];

  @Field(() => [AccessRestriction], {
    description: "What GitHub left out, and why. Show it below the list: it answers «where is my repository?».",
  })
  readonly restrictions!: readonly AccessRestriction[];
}
