import { GatewayError } from "../../errors/gateway-error.js";

/**
 * Waits for the parts that a list is put together from. A part that fails leaves the others in place, and its failure
 * stands in its place.
 *
 * @throws GatewayError when all of them fail: a failure must not look like an empty list.
 */
export async function settleParts<Part>(parts: readonly Promise<Part>[]): Promise<readonly (Part | GatewayError)[]> {
  const settled = await Promise.allSettled(parts);
  const results = settled.map((result): Part | GatewayError => {
    if (result.status === "fulfilled") return result.value;
    if (result.reason instanceof GatewayError) return result.reason;
    throw result.reason;
  });
  const [first] = results;
  if (first instanceof GatewayError && results.every((result) => result instanceof GatewayError)) throw first;
  return results;
}
