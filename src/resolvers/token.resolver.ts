import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { Access } from "../schema/directives.js";
import { CheckGitHubTokenInput, RemoveGitHubTokenInput, SetGitHubTokenInput } from "../schema/token.input.js";
import {
  CheckGitHubTokenPayload,
  RemoveGitHubTokenPayload,
  SetGitHubTokenPayload,
} from "../schema/token-payload.type.js";
import { toTokenCheck, toTokenErrors } from "./token-findings.js";

@Resolver()
export class TokenResolver {
  @Mutation(() => CheckGitHubTokenPayload, {
    nullable: true,
    description:
      "Examine a token without storing it: kind, owner, expiry, scopes, and for each capability whether it is there " +
      "and how to get it.",
  })
  @Access("SESSION")
  async checkGitHubToken(
    @Arg("input", () => CheckGitHubTokenInput) { token, clientMutationId }: CheckGitHubTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<CheckGitHubTokenPayload> {
    const { check, problems } = await context.token.check(token);
    return { check: toTokenCheck(check), userErrors: toTokenErrors(problems, context), clientMutationId };
  }

  @Mutation(() => SetGitHubTokenPayload, {
    nullable: true,
    description:
      "Examine a token and store it, encrypted, if it works. Replaces the one that was there. Never changes settings.",
  })
  @Access("SESSION")
  async setGitHubToken(
    @Arg("input", () => SetGitHubTokenInput) { token, force, clientMutationId }: SetGitHubTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<SetGitHubTokenPayload> {
    const { credential, check, problems } = await context.token.set(token, { force });
    return {
      credential,
      check: toTokenCheck(check),
      session: await context.session(),
      userErrors: toTokenErrors(problems, context),
      clientMutationId,
    };
  }

  @Mutation(() => RemoveGitHubTokenPayload, {
    nullable: true,
    description: "Forget the stored token. Succeeds when there is none.",
  })
  @Access("SESSION")
  async removeGitHubToken(
    @Arg("input", () => RemoveGitHubTokenInput) { clientMutationId }: RemoveGitHubTokenInput,
    @Ctx() context: RequestContext,
  ): Promise<RemoveGitHubTokenPayload> {
    const removedCredentialId = await context.token.remove();
    return { removedCredentialId, session: await context.session(), userErrors: [], clientMutationId };
  }
}
