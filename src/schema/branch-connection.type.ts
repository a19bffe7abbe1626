import { Field, ObjectType } from "type-graphql";
import { Branch } from "./branch.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { Edge, Page } from "./page.type.js";

@ObjectType({ description: "An edge to a branch." })
@UpstreamTypeName("RefEdge")
class BranchEdge extends Edge {
  @Field(() => Branch, { description: "Node." })
  readonly node!: Branch;
}

@ObjectType({ description: "A page of branches." })
@UpstreamTypeName("RefConnection")
export class BranchConnection extends Page {
  @Field(() => [BranchEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly BranchEdge[];

  @Field(() => [Branch], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Branch[];
}
