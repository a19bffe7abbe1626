import { Field, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { WrittenByService } from "./from-github.js";
import { Edge, Page } from "./page.type.js";
import { SuggestedTask } from "./suggested-task.type.js";

@ObjectType({ description: "An edge to a suggested task." })
@WrittenByService()
class SuggestedTaskEdge extends Edge {
  @Field(() => SuggestedTask, { description: "Node." })
  readonly node!: SuggestedTask;
}

@ObjectType({ description: "A page of suggested tasks." })
@WrittenByService()
export class SuggestedTaskConnection extends Page {
  @Field(() => [SuggestedTaskEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly SuggestedTaskEdge[];

  @Field(() => [SuggestedTask], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly SuggestedTask[];

  @Field(() => [AccessRestriction], {
    description: "What GitHub left out, and why. One failing source leaves the tasks of the others in place.",
  })
  readonly restrictions!: readonly AccessRestriction[];
}
