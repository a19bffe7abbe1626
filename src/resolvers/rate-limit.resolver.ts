import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { Access, Cost } from "../schema/directives.js";
import { RateLimitResource } from "../schema/rate-limit.enum.js";
import { RateLimit } from "../schema/rate-limit.type.js";
import { selectsField } from "./selects-field.js";

@Resolver()
export class RateLimitResolver {
  @Query(() => RateLimit, {
    nullable: true,
    description:
      "The budget at GitHub as last reported; makes no call of its own. `null` when nothing is known yet, or on a " +
      "host without limits.",
  })
  @Access("SESSION")
  @Cost("0")
  rateLimit(
    @Arg("resource", () => RateLimitResource, { defaultValue: "GRAPHQL", description: "Which budget." })
    resource: RateLimitResource,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RateLimit | null> {
    return context.github.rateLimit(resource, { wantsCost: selectsField(info, "cost") });
  }

  @Query(() => [RateLimit], { description: "All budgets of this caller that are known." })
  @Access("SESSION")
  @Cost("0")
  rateLimits(@Ctx() context: RequestContext): Promise<readonly RateLimit[]> {
    return context.github.rateLimits();
  }
}
