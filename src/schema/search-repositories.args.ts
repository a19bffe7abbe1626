import { ArgsType, Field } from "type-graphql";
import { RepositorySearchOrder, RepositorySearchScope } from "./repository-search.enum.js";
import { PageArguments } from "./page.args.js";

@ArgsType()
export class SearchRepositoriesArguments extends PageArguments {
  @Field(() => String, { description: "Search text; GitHub qualifiers such as `language:go` are passed on." })
  readonly query!: string;

  @Field(() => RepositorySearchScope, { defaultValue: "ACCESSIBLE", description: "Where to search." })
  readonly scope!: RepositorySearchScope;

  @Field(() => String, {
    nullable: true,
    description: "Cursor after which to start. GitHub ends a search at 1,000 results.",
  })
  override readonly after: string | null = null;

  @Field(() => RepositorySearchOrder, { defaultValue: "BEST_MATCH", description: "Order of the results." })
  readonly orderBy!: RepositorySearchOrder;
}
