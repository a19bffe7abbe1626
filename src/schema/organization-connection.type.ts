import { Field, Int, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { Organization } from "./organization.type.js";
import { PageInfo } from "./page-info.type.js";

@ObjectType({ description: "An edge to an organization." })
@UpstreamTypeName("OrganizationEdge")
class OrganizationEdge {
  @Field(() => String, { description: "Cursor." })
  readonly cursor!: string;

  @Field(() => Organization, { description: "Node." })
  readonly node!: Organization;
}

@ObjectType({ description: "A page of organizations." })
@UpstreamTypeName("OrganizationConnection")
export class OrganizationConnection {
  @Field(() => [OrganizationEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly OrganizationEdge[];

  @Field(() => [Organization], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Organization[];

  @Field(() => PageInfo, { description: "Where the page ends." })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, {
    nullable: true,
    description: "How many there are in all; `null` where GitHub cannot count cheaply.",
  })
  readonly totalCount!: number | null;

  @Field(() => [AccessRestriction], { description: "What GitHub left out, and why." })
  readonly restrictions!: readonly AccessRestriction[];
}
