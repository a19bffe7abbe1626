import { Field, InterfaceType } from "type-graphql";
import { AvatarArguments } from "./avatar.args.js";
import { FromGitHub, UpstreamInterface } from "./from-github.js";
import { TakesArguments } from "./takes-arguments.js";
import { UriScalar } from "./uri.scalar.js";

@InterfaceType({ description: "Someone or something that acts on GitHub." })
@UpstreamInterface("Actor")
export abstract class Actor {
  @Field(() => String, { description: "Login." })
  readonly login!: string;

  @Field(() => UriScalar, { description: "Picture." })
  @TakesArguments(() => AvatarArguments)
  @FromGitHub({ args: { size: "Int" } })
  readonly avatarUrl!: string;

  @Field(() => UriScalar, { description: "Page on GitHub." })
  readonly url!: string;
}
