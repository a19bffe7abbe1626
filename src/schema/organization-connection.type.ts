import { Field, ObjectType } from "type-graphql";
import { AccessRestriction } from "./access-restriction.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { Organization } from "./organization.type.js";
import { Edge, Page } from "./page.type.js";

@ObjectType({ description: "An edge to an organization." })
@UpstreamTypeName("OrganizationEdge")
class OrganizationEdge extends Edge {
  @Field(() => Organization, { description: "Node." })
  readonly node!: Organization;
}

@ObjectType({ description: "A page of organizations." })
@UpstreamTypeName("OrganizationConnection")
export class OrganizationConnection extends Page {
  @Field(() => [OrganizationEdge], { description: "Edges, for Relay." })
  readonly edges!: readonly OrganizationEdge[];

  @Field(() => [Organization], { description: "Nodes, for everyone else." })
  readonly nodes!: readonly Organization[];

  @Field(() => [AccessRestriction], { description: "What GitHub left out, and why." })
  readonly restrictions!: readonly AccessRestriction[];
}
