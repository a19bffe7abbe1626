import { GatewayError } from "../../errors/gateway-error.js";

/**
 * Whether GitHub failed because too much was asked, so that a smaller question can help and the same one cannot.
 *
 * That is every timeout, GitHub's and ours, and every 502: GitHub ends what takes more than ten seconds with one, in
 * JSON or in the HTML of whatever stands before it, and nothing in it tells that from an outage. It is not a 503, nor a
 * connection that broke.
 *
 * @see https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#timeouts
 */
export function isTooMuch(error: unknown): error is GatewayError {
  return error instanceof GatewayError && (error.code === "GITHUB_TIMEOUT" || error.upstream?.status === 502);
}
