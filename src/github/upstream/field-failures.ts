import type { GatewayError } from "../../errors/gateway-error.js";
import type { GraphQLAnswer, UpstreamError } from "../answer.js";
import type { GitHubHost } from "../github-host.js";
import { fieldFailure, isSsoFailure } from "../upstream-failure.js";

/** Puts the errors of one answer into our words. */
export function failuresIn(
  { errors, headers }: Pick<GraphQLAnswer, "errors" | "headers">,
  host: GitHubHost,
): (error: UpstreamError) => GatewayError {
  const { "x-github-sso": sso = "", ...others } = headers;
  // The header tells of one organization; of several refusals nobody knows whose each of them is.
  const isAmbiguous = sso !== "" && errors.filter(isSsoFailure).length > 1;
  return (error) => fieldFailure(error, { status: 200, headers: isAmbiguous ? others : headers }, host);
}
