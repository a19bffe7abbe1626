import { Field, ID, InputType, Int } from "type-graphql";
import { JsonObjectScalar } from "./json-object.scalar.js";
import { MutationInput } from "./mutation-input.js";

@InputType({
  description: "Input of `saveSettings`. An absent field stays as it is; `null` clears it.",
})
export class SaveSettingsInput extends MutationInput {
  @Field(() => Int, {
    nullable: true,
    description: "Refuse with `SETTINGS_CONFLICT` if the stored version is another; omit to write regardless.",
  })
  readonly expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: "Language tag (BCP 47)." })
  readonly language?: string | null;

  @Field(() => String, { nullable: true, description: "Name for commits." })
  readonly gitUserName?: string | null;

  @Field(() => String, { nullable: true, description: "Address for commits." })
  readonly gitUserEmail?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Consent to analytics." })
  readonly analyticsConsent?: boolean | null;

  @Field(() => ID, { nullable: true, description: "Repository that pickers start with." })
  readonly defaultRepositoryId?: string | null;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: "Preferences to merge key by key; a `null` value removes a key.",
  })
  readonly preferences?: Readonly<Record<string, unknown>> | null;
}

@InputType({ description: "Input of `resetSettings`." })
export class ResetSettingsInput extends MutationInput {}

@InputType({ description: "Input of `recordRepositoryUse`." })
export class RecordRepositoryUseInput extends MutationInput {
  @Field(() => ID, { description: "The repository." })
  readonly repositoryId!: string;

  @Field(() => String, { nullable: true, description: "The branch, to offer it again." })
  readonly branchName?: string | null;
}
