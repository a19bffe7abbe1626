import { Field, ObjectType } from "type-graphql";
import { WrittenByService } from "./from-github.js";
import { Installation } from "./installation.type.js";
import { Edge, Page } from "./page.type.js";

@ObjectType({ description: "An edge to an installation." })
@WrittenByService()
class InstallationEdge extends Edge {
  @Field(() => Installation, { description: "Node." })
  readonly node!: Installation;
}

@ObjectType({ description: "A page of installations." })
@WrittenByService()
export class InstallationConnection extends Page {
  @Field(() => [InstallationEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly InstallationEdge[];

  @Field(() => [Installation], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Installation[];
}
