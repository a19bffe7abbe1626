import { Field, Int, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { PageInfo } from "./page-info.type.js";
import { PullRequest } from "./pull-request.type.js";

@ObjectType({ description: "An edge to a pull request." })
@UpstreamTypeName("PullRequestEdge")
class PullRequestEdge {
  @Field(() => String, { description: "Cursor." })
  readonly cursor!: string;

  @Field(() => PullRequest, { description: "Node." })
  readonly node!: PullRequest;
}

@ObjectType({ description: "A page of pull requests." })
@UpstreamTypeName("PullRequestConnection")
export class PullRequestConnection {
  @Field(() => [PullRequestEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly PullRequestEdge[];

  @Field(() => [PullRequest], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly PullRequest[];

  @Field(() => PageInfo, { description: "Where the page ends." })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, {
    nullable: true,
    description: "How many there are in all; `null` where GitHub cannot count cheaply.",
  })
  readonly totalCount!: number | null;

  @Field(() => [AccessRestriction], { description: "What GitHub left out, and why." })
  readonly restrictions!: readonly AccessRestriction[];
}
