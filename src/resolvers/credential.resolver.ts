import { Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { AccessRestriction } from "../schema/access-restriction.type.js";
import { GitHubCredential } from "../schema/credential.type.js";
import { Access, Cost } from "../schema/directives.js";
import { UriScalar } from "../schema/uri.scalar.js";

@Resolver(() => GitHubCredential)
export class CredentialResolver {
  @Query(() => GitHubCredential, {
    nullable: true,
    description: "The GitHub credential of this caller; `null` when there is none. Never contains the secret itself.",
  })
  @Access("SESSION")
  @Cost("0")
  async credential(@Ctx() context: RequestContext): Promise<GitHubCredential | null> {
    return (await context.session()).credential;
  }

  @FieldResolver(() => UriScalar, {
    nullable: true,
    description:
      "Opens GitHub with a form for another token of the same kind, with the same scopes where they are known; " +
      "`null` for tokens that nobody creates by hand.",
  })
  renewUrl(@Root() credential: GitHubCredential, @Ctx() { gateway }: RequestContext): string | null {
    return gateway.tokenGuide.renewUrl(credential);
  }

  // What an examination found is told by its payload; nothing of it is remembered with the credential yet.
  @FieldResolver(() => [AccessRestriction], { description: "What is known to be out of its reach." })
  restrictions(): readonly AccessRestriction[] {
    return [];
  }
}
