import { Field, Int, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { WrittenByService } from "./from-github.js";
import { PageInfo } from "./page-info.type.js";
import { SuggestedTask } from "./suggested-task.type.js";

@ObjectType({ description: "An edge to a suggested task." })
@WrittenByService()
class SuggestedTaskEdge {
  @Field(() => String, { description: "Cursor." })
  readonly cursor!: string;

  @Field(() => SuggestedTask, { description: "Node." })
  readonly node!: SuggestedTask;
}

@ObjectType({ description: "A page of suggested tasks." })
@WrittenByService()
export class SuggestedTaskConnection {
  @Field(() => [SuggestedTaskEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly SuggestedTaskEdge[];

  @Field(() => [SuggestedTask], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly SuggestedTask[];

  @Field(() => PageInfo, { description: "Where the page ends." })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, {
    nullable: true,
    description: "How many there are in all; `null` where GitHub cannot count cheaply.",
  })
  readonly totalCount!: number | null;

  @Field(() => [AccessRestriction], {
    description: "What GitHub left out, and why. One failing source leaves the tasks of the others in place.",
  })
  readonly restrictions!: readonly AccessRestriction[];
}
