import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import {
  CompleteAppRegistrationPayload,
  StartAppRegistrationPayload,
} from "../schema/app-registration-payload.type.js";
import { CompleteAppRegistrationInput, StartAppRegistrationInput } from "../schema/app-registration.input.js";
import { Access } from "../schema/directives.js";
import type { InputError } from "../schema/user-error.type.js";

/** No edition registers Apps: each of these says how to do it by hand, whatever it is given. */
@Resolver()
export class AppRegistrationResolver {
  @Mutation(() => StartAppRegistrationPayload, {
    nullable: true,
    description:
      "Begin to register a GitHub App for this gateway from a manifest. Needs the setup token that the gateway " +
      "printed at its start.",
  })
  @Access("ADMIN")
  startAppRegistration(
    @Arg("input", () => StartAppRegistrationInput) { clientMutationId }: StartAppRegistrationInput,
    @Ctx() context: RequestContext,
  ): StartAppRegistrationPayload {
    return { postUrl: null, manifest: null, expiresAt: null, userErrors: byHand(context), clientMutationId };
  }

  @Mutation(() => CompleteAppRegistrationPayload, {
    nullable: true,
    description:
      "Finish registering the GitHub App; stores its secrets and returns the configuration to keep, without the " +
      "secrets.",
  })
  @Access("ADMIN")
  completeAppRegistration(
    @Arg("input", () => CompleteAppRegistrationInput) { clientMutationId }: CompleteAppRegistrationInput,
    @Ctx() context: RequestContext,
  ): CompleteAppRegistrationPayload {
    return { app: null, userErrors: byHand(context), clientMutationId };
  }
}

function byHand({ gateway }: RequestContext): readonly InputError[] {
  return [
    {
      __typename: "InputError",
      code: "FEATURE_NOT_AVAILABLE",
      message:
        "This gateway does not register GitHub Apps. Create the App on GitHub, as docs/operations.md says under " +
        "“Signing in”, and start the SaaS edition with its id, secret and slug.",
      path: [],
      nextStep: "CONTACT_ADMIN",
      helpUrl: gateway.errorHelpUrl("FEATURE_NOT_AVAILABLE"),
    },
  ];
}
