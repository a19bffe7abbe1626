import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { ERROR_CATALOGUE } from "../errors/error-catalogue.js";
import { Access, Cost } from "../schema/directives.js";
import { ErrorCode } from "../schema/error-code.enum.js";
import { ErrorCatalogueEntry, GatewayInfo } from "../schema/gateway.type.js";
import { TokenGuide } from "../schema/token-guide.type.js";

@Resolver(() => GatewayInfo)
export class GatewayResolver {
  @Query(() => GatewayInfo, {
    description:
      "What this gateway is: version, edition, features, limits, links, the catalogue of error codes. " +
      "Never calls GitHub.",
  })
  @Access("PUBLIC")
  @Cost("0")
  gateway(@Ctx() context: RequestContext): GatewayInfo {
    return context.gateway;
  }

  @Query(() => TokenGuide, {
    nullable: true,
    description: "How to create a GitHub token that this gateway can use, with pre-filled links to GitHub.",
  })
  @Access("PUBLIC")
  @Cost("0")
  tokenGuide(@Ctx() context: RequestContext): TokenGuide {
    return context.gateway.tokenGuide;
  }

  @FieldResolver(() => Boolean, { description: "Whether one feature is on; false for a name that is not known." })
  hasFeature(@Root() gateway: GatewayInfo, @Arg("name", () => String) name: string): boolean {
    return gateway.features.some((feature) => feature.name === name && feature.enabled);
  }

  @FieldResolver(() => [ErrorCatalogueEntry], { description: "The catalogue of errors, for documentation and tests." })
  errorCatalogue(@Ctx() { gateway }: RequestContext): readonly ErrorCatalogueEntry[] {
    return Object.values(ErrorCode).map((code) => ({
      code,
      ...ERROR_CATALOGUE[code],
      helpUrl: gateway.errorHelpUrl(code),
    }));
  }
}
