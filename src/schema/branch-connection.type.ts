import { Field, Int, ObjectType } from "type-graphql";
import { Branch } from "./branch.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { PageInfo } from "./page-info.type.js";

@ObjectType({ description: "An edge to a branch." })
@UpstreamTypeName("RefEdge")
class BranchEdge {
  @Field(() => String, { description: "Cursor." })
  readonly cursor!: string;

  @Field(() => Branch, { description: "Node." })
  readonly node!: Branch;
}

@ObjectType({ description: "A page of branches." })
@UpstreamTypeName("RefConnection")
export class BranchConnection {
  @Field(() => [BranchEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly BranchEdge[];

  @Field(() => [Branch], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Branch[];

  @Field(() => PageInfo, { description: "Where the page ends." })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, {
    nullable: true,
    description: "How many there are in all; `null` where GitHub cannot count cheaply.",
  })
  readonly totalCount!: number | null;
}
