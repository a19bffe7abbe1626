import { ArgsType, Field, ID } from "type-graphql";
import { PageArguments } from "./page.args.js";
import { RepositoryOrder } from "./repository-order.input.js";
import { RepositoryAffiliation, RepositoryPermission, RepositoryVisibility } from "./repository.enum.js";

@ArgsType()
export class RepositoriesArguments extends PageArguments {
  @Field(() => String, {
    nullable: true,
    description: "Text to match. `owner/name`, a part of either, or a pasted link are all understood.",
  })
  readonly search: string | null = null;

  @Field(() => String, { nullable: true, description: "Only repositories of this owner." })
  readonly owner: string | null = null;

  @Field(() => ID, { nullable: true, description: "Only repositories of this App installation (SaaS)." })
  readonly installationId: string | null = null;

  @Field(() => [RepositoryAffiliation], {
    defaultValue: ["OWNER", "COLLABORATOR", "ORGANIZATION_MEMBER"],
    description: "How the caller relates to the repository.",
  })
  readonly affiliations!: readonly RepositoryAffiliation[];

  @Field(() => RepositoryVisibility, { nullable: true, description: "Only this visibility." })
  readonly visibility: RepositoryVisibility | null = null;

  @Field(() => RepositoryPermission, {
    nullable: true,
    description: "Only repositories with at least this permission.",
  })
  readonly minimumPermission: RepositoryPermission | null = null;

  @Field(() => Boolean, { defaultValue: false, description: "Include archived repositories." })
  readonly includeArchived!: boolean;

  @Field(() => Boolean, { defaultValue: true, description: "Include forks." })
  readonly includeForks!: boolean;

  @Field(() => RepositoryOrder, {
    defaultValue: { field: "PUSHED_AT", direction: "DESC" },
    description: "Order of the list.",
  })
  readonly orderBy!: RepositoryOrder;
}
