import { Field, Int, ObjectType } from "type-graphql";
import { FromGitHub, UpstreamTypeName } from "./from-github.js";
import { Node } from "./node.type.js";
import { CHECKS_SELECTION, checksOf, THREADS_SELECTION, unresolvedThreadsOf } from "./pull-request-facts.js";
import { CheckState, MergeableState, PullRequestState, ReviewDecision } from "./pull-request.enum.js";
import { WorkItem } from "./work-item.type.js";

@ObjectType({ description: "A pull request.", implements: [Node, WorkItem] })
@UpstreamTypeName("PullRequest")
export class PullRequest {
  @Field(() => PullRequestState, { description: "State." })
  readonly state!: PullRequestState;

  @Field(() => Boolean, { description: "Whether it is a draft." })
  readonly isDraft!: boolean;

  @Field(() => String, { description: "Branch it comes from." })
  readonly headRefName!: string;

  @Field(() => String, { description: "Branch it goes to." })
  readonly baseRefName!: string;

  @Field(() => MergeableState, { description: "Whether it can be merged; GitHub may still be computing it." })
  readonly mergeable!: MergeableState;

  @Field(() => CheckState, {
    nullable: true,
    description: "Combined state of the checks; `null` if there are none.",
  })
  @FromGitHub({ select: CHECKS_SELECTION, value: checksOf })
  readonly checks!: CheckState | null;

  @Field(() => ReviewDecision, { nullable: true, description: "Outcome of the reviews; `null` if none is required." })
  readonly reviewDecision!: ReviewDecision | null;

  @Field(() => Int, {
    nullable: true,
    description: "Review threads that are not resolved, up to 100; `null` if the credential cannot see reviews.",
  })
  @FromGitHub({ select: THREADS_SELECTION, value: unresolvedThreadsOf, isLenient: true })
  readonly unresolvedThreadCount!: number | null;
}
