import { ArgsType, Field } from "type-graphql";

@ArgsType()
export class RepositoryArguments {
  @Field(() => String, { description: "Login of the owner." })
  readonly owner!: string;

  @Field(() => String, { description: "Name of the repository." })
  readonly name!: string;

  @Field(() => Boolean, { defaultValue: true, description: "Follow a rename or a transfer." })
  readonly followRenames!: boolean;
}
