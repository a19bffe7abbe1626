import type { LoginProblem } from "../context/caller-login.js";
import type { RequestContext } from "../context/request-context.js";
import type { InputError, OAuthError } from "../schema/user-error.type.js";

/** A problem with one input field is an `InputError`; every other is of the dance with GitHub. */
export function toLoginErrors(
  problems: readonly LoginProblem[],
  { gateway }: RequestContext,
): readonly (InputError | OAuthError)[] {
  return problems.map(({ providerCode, ...problem }) => {
    const shown = { ...problem, helpUrl: problem.helpUrl ?? gateway.errorHelpUrl(problem.code) };
    if (problem.path.length > 0) return { ...shown, __typename: "InputError", path: ["input", ...problem.path] };
    return { ...shown, __typename: "OAuthError", providerCode };
  });
}
