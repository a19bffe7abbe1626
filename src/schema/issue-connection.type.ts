import { Field, Int, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { PageInfo } from "./page-info.type.js";
import { Issue } from "./issue.type.js";

@ObjectType({ description: "An edge to an issue." })
@UpstreamTypeName("IssueEdge")
class IssueEdge {
  @Field(() => String, { description: "Cursor." })
  readonly cursor!: string;

  @Field(() => Issue, { description: "Node." })
  readonly node!: Issue;
}

@ObjectType({ description: "A page of issues." })
@UpstreamTypeName("IssueConnection")
export class IssueConnection {
  @Field(() => [IssueEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly IssueEdge[];

  @Field(() => [Issue], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Issue[];

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
