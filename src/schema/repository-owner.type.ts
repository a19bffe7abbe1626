import { Field, InterfaceType } from "type-graphql";
import { Actor } from "./actor.type.js";
import { FromGitHub, UpstreamInterface } from "./from-github.js";
import { Node } from "./node.type.js";

@InterfaceType({ description: "An owner of repositories.", implements: [Node, Actor] })
@UpstreamInterface("RepositoryOwner")
export abstract class RepositoryOwner {
  @Field(() => String, { nullable: true, description: "Display name." })
  @FromGitHub({ on: ["User", "Organization"] })
  readonly name!: string | null;
}
