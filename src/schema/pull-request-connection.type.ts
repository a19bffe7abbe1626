import { Field, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { Edge, Page } from "./page.type.js";
import { PullRequest } from "./pull-request.type.js";

@ObjectType({ description: "An edge to a pull request." })
@UpstreamTypeName("PullRequestEdge")
class PullRequestEdge extends Edge {
  @Field(() => PullRequest, { description: "Node." })
  readonly node!: PullRequest;
}

@ObjectType({ description: "A page of pull requests." })
@UpstreamTypeName("PullRequestConnection")
export class PullRequestConnection extends Page {
  @Field(() => [PullRequestEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly PullRequestEdge[];

  @Field(() => [PullRequest], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly PullRequest[];

  @Field(() => [AccessRestriction], { description: "What GitHub left out, and why." })
  readonly restrictions!: readonly AccessRestriction[];
}
