import { Field, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { Edge, Page } from "./page.type.js";
import { Issue } from "./issue.type.js";

@ObjectType({ description: "An edge to an issue." })
@UpstreamTypeName("IssueEdge")
class IssueEdge extends Edge {
  @Field(() => Issue, { description: "Node." })
  readonly node!: Issue;
}

@ObjectType({ description: "A page of issues." })
@UpstreamTypeName("IssueConnection")
export class IssueConnection extends Page {
  @Field(() => [IssueEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly IssueEdge[];

  @Field(() => [Issue], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Issue[];

  @Field(() => [AccessRestriction], { description: "What GitHub left out, and why." })
  readonly restrictions!: readonly AccessRestriction[];
}
