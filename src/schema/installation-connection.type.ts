import { Field, Int, ObjectType } from "type-graphql";
import { WrittenByService } from "./from-github.js";
import { Installation } from "./installation.type.js";
import { PageInfo } from "./page-info.type.js";

@ObjectType({ description: "An edge to an installation." })
@WrittenByService()
class InstallationEdge {
  @Field(() => String, { description: "Cursor." })
  readonly cursor!: string;

  @Field(() => Installation, { description: "Node." })
  readonly node!: Installation;
}

@ObjectType({ description: "A page of installations." })
@WrittenByService()
export class InstallationConnection {
  @Field(() => [InstallationEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly InstallationEdge[];

  @Field(() => [Installation], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Installation[];

  @Field(() => PageInfo, { description: "Where the page ends." })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, {
    nullable: true,
    description: "How many there are in all; `null` where GitHub cannot count cheaply.",
  })
  readonly totalCount!: number | null;
}
