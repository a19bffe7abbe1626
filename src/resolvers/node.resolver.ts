import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { GatewayError } from "../errors/gateway-error.js";
import { Access, Cost } from "../schema/directives.js";
import { Node } from "../schema/node.type.js";
import { isOwnId, readOwnNode } from "./own-node.js";

const MAX_IDS = 100;

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "Any object by its global id (Relay object identification)." })
  @Access("GITHUB")
  @Cost("1")
  node(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return isOwnId(id) ? readOwnNode(id, context, info) : context.github.node(id, info);
  }

  @Query(() => [Node], {
    nullable: "items",
    description:
      "Several objects by global id, at most 100, in the order of the ids; `null` where an object cannot be seen.",
  })
  @Access("GITHUB")
  @Cost("1")
  async nodes(
    @Arg("ids", () => [ID]) ids: readonly string[],
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly (object | null)[]> {
    if (ids.length > MAX_IDS) {
      throw new GatewayError(
        "BAD_USER_INPUT",
        `\`ids\` has ${ids.length} ids, and at most ${MAX_IDS} are allowed. Ask for them in several requests.`,
      );
    }
    // The list itself is non-null: what fails is an error in its own place, so that the rest of the answer stays.
    const idsAtGitHub = ids.filter((id) => !isOwnId(id));
    const [found, own] = await Promise.all([
      objectsAtGitHub(idsAtGitHub, context, info),
      Promise.all(ids.filter(isOwnId).map((id) => readOwnNode(id, context, info).catch(asItem))),
    ]);
    const [nextFound, nextOwn] = [found.values(), own.values()];
    return ids.map((id) => (isOwnId(id) ? nextOwn : nextFound).next().value ?? null);
  }
}

function objectsAtGitHub(
  ids: readonly string[],
  { github }: RequestContext,
  info: GraphQLResolveInfo,
): Promise<readonly (object | null)[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return github.nodes(ids, info).catch((error: unknown) => ids.map(() => asItem(error)));
}

function asItem(error: unknown): Error {
  return error instanceof Error ? error : new Error("Something that is not an error was thrown.", { cause: error });
}
