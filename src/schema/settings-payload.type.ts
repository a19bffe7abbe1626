import { Field, ObjectType } from "type-graphql";
import { MutationPayload } from "./mutation-payload.js";
import { Settings } from "./settings.type.js";

@ObjectType({ description: "Payload of `saveSettings`." })
export class SaveSettingsPayload extends MutationPayload {
  @Field(() => Settings, { nullable: true, description: "The settings afterwards; unchanged if there are errors." })
  readonly settings!: Settings | null;
}

@ObjectType({ description: "Payload of `resetSettings`." })
export class ResetSettingsPayload extends MutationPayload {
  @Field(() => Settings, { nullable: true, description: "The settings afterwards." })
  readonly settings!: Settings | null;
}

@ObjectType({ description: "Payload of `recordRepositoryUse`." })
export class RecordRepositoryUsePayload extends MutationPayload {
  @Field(() => Settings, { nullable: true, description: "The settings afterwards." })
  readonly settings!: Settings | null;
}
