import { GatewayError } from "../../errors/gateway-error.js";
import { estimateCost, type EstimatedCost } from "../cost/estimate-cost.js";
import { lifeOf, type Life } from "../memory/life.js";
import type { Variables } from "../selection/shape.js";

/** GitHub refuses a document that could bring more objects, and one that it refuses takes time and budget all the same. */
const MOST_NODES = 500_000;

/** A document for GitHub with its variables. */
export interface UpstreamQuestion {
  readonly document: string;
  readonly variables: Variables;
  /** Both as GitHub gets them. The same for the same document and variables, and for no others. */
  readonly body: string;
  /** The body as it is sent. */
  readonly bytes: Buffer;
  /** `undefined` where the answer must not be remembered. */
  readonly life: Life | undefined;
  /** What GitHub will charge for it; worked out once. */
  readonly cost: () => EstimatedCost;
}

/** @param operations The operations of `operations/*.graphql` that the document was made of. */
export function question(document: string, variables: Variables, operations: readonly string[]): UpstreamQuestion {
  let cost: EstimatedCost | undefined;
  const body = JSON.stringify({ query: document, variables });
  return {
    document,
    variables,
    body,
    bytes: ownBytes(body),
    life: lifeOf(operations),
    cost: () => (cost ??= estimateCost(document, variables)),
  };
}

/** Not from Node's pool: what is kept for long would keep a whole piece of it. */
function ownBytes(text: string): Buffer {
  const bytes = Buffer.alloc(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}

/** @throws GatewayError `QUERY_TOO_EXPENSIVE` for what GitHub would refuse for its number of objects. */
export function assertWithinNodeLimit({ cost }: UpstreamQuestion): void {
  const { nodes } = cost();
  if (nodes <= MOST_NODES) return;
  throw new GatewayError(
    "QUERY_TOO_EXPENSIVE",
    `This could bring ${nodes} objects, and GitHub admits ${MOST_NODES} at a time. Ask for smaller pages, or for less within them.`,
  );
}
