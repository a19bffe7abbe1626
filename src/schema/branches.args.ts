import { ArgsType, Field } from "type-graphql";
import { PageArguments } from "./page.args.js";

@ArgsType()
export class BranchesArguments extends PageArguments {
  @Field(() => String, { nullable: true, description: "Part of a branch name." })
  readonly search: string | null = null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Put the default branch first on the first page, whatever its name; it is not repeated later.",
  })
  readonly pinDefault!: boolean;
}

/** Branches of a repository that is named. */
@ArgsType()
export class RepositoryBranchesArguments extends BranchesArguments {
  @Field(() => String, { description: "Login of the owner." })
  readonly owner!: string;

  @Field(() => String, { description: "Name of the repository." })
  readonly name!: string;
}
