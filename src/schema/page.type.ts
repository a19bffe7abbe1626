import { Field, Int, ObjectType } from "type-graphql";
import { PageInfo } from "./page-info.type.js";

/** What every edge has. */
@ObjectType()
export abstract class Edge {
  @Field(() => String, { description: "Cursor." })
  readonly cursor!: string;
}

/** What every page of a list has. */
@ObjectType()
export abstract class Page {
  @Field(() => PageInfo, { description: "Where the page ends." })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, {
    nullable: true,
    description: "How many there are in all; `null` where GitHub cannot count cheaply.",
  })
  readonly totalCount!: number | null;
}
