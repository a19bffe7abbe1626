import { ObjectType } from "type-graphql";
import { Actor } from "./actor.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { Node } from "./node.type.js";

@ObjectType({ description: "A bot, such as a GitHub App.", implements: [Node, Actor] })
@UpstreamTypeName("Bot")
export class Bot {}
