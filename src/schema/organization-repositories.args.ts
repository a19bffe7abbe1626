import { ArgsType, Field } from "type-graphql";
import { PageArguments } from "./page.args.js";
import { RepositoryOrder } from "./repository-order.input.js";

@ArgsType()
export class OrganizationRepositoriesArguments extends PageArguments {
  @Field(() => String, { nullable: true })
  readonly search: string | null = null;

  @Field(() => Boolean, { defaultValue: false })
  readonly includeArchived!: boolean;

  @Field(() => RepositoryOrder, { defaultValue: { field: "PUSHED_AT", direction: "DESC" } })
  readonly orderBy!: RepositoryOrder;
}
