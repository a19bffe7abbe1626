import { Field, ObjectType } from "type-graphql";
import { FromGitHub, UpstreamTypeName } from "./from-github.js";

@ObjectType({
  description:
    "Where a page ends (Relay cursor connections). Paging is forwards only; `hasPreviousPage` is always false.",
})
@UpstreamTypeName("PageInfo")
export class PageInfo {
  @Field(() => Boolean, { description: "Whether there is a further page." })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Always false; present for Relay." })
  @FromGitHub({ select: "", value: () => false })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "Cursor of the first edge." })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "Cursor of the last edge; pass it as `after`." })
  readonly endCursor!: string | null;
}
