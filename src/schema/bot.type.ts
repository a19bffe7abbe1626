import { ObjectType } from "type-graphql";
import { Actor } from "./actor.type.js";
import { UpstreamTypeName } from "./from-github.js";
import { Node } from "./node.type.js";

/**
 * Also stands for the accounts of an import that nobody has claimed (mannequins) and for those of an enterprise: they
 * have no more than a login, a picture and a page either, and without a type they would look like deleted ones.
 */
@ObjectType({ description: "A bot, such as a GitHub App.", implements: [Node, Actor] })
@UpstreamTypeName("Bot", "Mannequin", "EnterpriseUserAccount")
export class Bot {}
