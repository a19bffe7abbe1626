import { Field, Int, ObjectType } from "type-graphql";
import { FromGitHub, UpstreamTypeName } from "./from-github.js";
import { IssueState } from "./issue.enum.js";
import { Node } from "./node.type.js";
import { WorkItem } from "./work-item.type.js";

@ObjectType({ description: "An issue.", implements: [Node, WorkItem] })
@UpstreamTypeName("Issue")
export class Issue {
  @Field(() => IssueState, { description: "State." })
  readonly state!: IssueState;

  @Field(() => [String], { description: "Names of at most ten labels." })
  @FromGitHub({ select: "{ labels(first: 10) { nodes { name } } }", value: labelNames })
  readonly labels!: readonly string[];

  @Field(() => Int, { description: "Number of comments." })
  @FromGitHub({
    select: "{ comments { totalCount } }",
    value: ({ comments }: { comments: { totalCount: number } }) => comments.totalCount,
  })
  readonly commentCount!: number;
}

interface LabelFacts {
  readonly labels?: { readonly nodes?: readonly ({ readonly name: string } | null)[] | null } | null;
}

function labelNames({ labels }: LabelFacts): readonly string[] {
  return (labels?.nodes ?? []).flatMap((label) => label?.name ?? []);
}
