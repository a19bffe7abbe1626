import type { TokenOutcome } from "../context/token-settings.js";
import type { RequestContext } from "../context/request-context.js";
import type { TokenCheck } from "../schema/token-check.type.js";
import type { TokenError } from "../schema/user-error.type.js";

export function toTokenCheck(check: TokenOutcome["check"]): TokenCheck | null {
  return check && { ...check, login: check.account?.login ?? null };
}

export function toTokenErrors(problems: TokenOutcome["problems"], { gateway }: RequestContext): readonly TokenError[] {
  return problems.map((problem) => ({
    ...problem,
    helpUrl: problem.helpUrl ?? gateway.errorHelpUrl(problem.code),
    __typename: "TokenError",
    path: ["input", "token"],
  }));
}
