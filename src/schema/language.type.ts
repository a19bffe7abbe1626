import { Field, ObjectType } from "type-graphql";
import { UpstreamTypeName } from "./from-github.js";

@ObjectType({ description: "A programming language." })
@UpstreamTypeName("Language")
export class Language {
  @Field(() => String, { description: "Name." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "Colour as `#rrggbb`." })
  readonly color!: string | null;
}
