import { Field, ID, ObjectType } from "type-graphql";
import { DateTimeScalar } from "./date-time.scalar.js";
import { FromGitHub, WrittenByService } from "./from-github.js";
import { Node } from "./node.type.js";
import { Repository } from "./repository.type.js";
import { SuggestedTaskKind } from "./suggested-task.enum.js";
import { WorkItem } from "./work-item.type.js";

@ObjectType({ description: "Work that is waiting.", implements: Node })
@WrittenByService()
export class SuggestedTask {
  @Field(() => ID)
  @FromGitHub({ isOwn: true })
  readonly id!: string;

  @Field(() => SuggestedTaskKind, { description: "What there is to do." })
  @FromGitHub({ isOwn: true })
  readonly kind!: SuggestedTaskKind;

  @Field(() => String, { description: "A sentence that says why it is suggested." })
  @FromGitHub({ isOwn: true })
  readonly reason!: string;

  @Field(() => WorkItem, { description: "The issue or pull request." })
  @FromGitHub({ reader: "taskSubject" })
  readonly subject!: WorkItem;

  @Field(() => Repository, { description: "Its repository." })
  @FromGitHub({ reader: "taskRepository" })
  readonly repository!: Repository;

  @Field(() => DateTimeScalar, { description: "Last change." })
  @FromGitHub({ isOwn: true })
  readonly updatedAt!: string;
}
