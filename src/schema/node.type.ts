import { Field, ID, InterfaceType } from "type-graphql";
import { UpstreamTypeName } from "./from-github.js";

@InterfaceType({ description: "An object with a global, opaque, stable id." })
@UpstreamTypeName("Node")
export abstract class Node {
  @Field(() => ID, {
    description:
      "Global id. Opaque: do not parse it. For GitHub's objects it is GitHub's own node id in the new format.",
  })
  readonly id!: string;
}
