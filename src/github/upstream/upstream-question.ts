import { lifeOf, type Life } from "../memory/life.js";
import type { Variables } from "../selection/shape.js";

/** A document for GitHub with its variables. */
export interface UpstreamQuestion {
  readonly document: string;
  readonly variables: Variables;
  /** Both as GitHub gets them. The same for the same document and variables, and for no others. */
  readonly body: string;
  /** `undefined` where the answer must not be remembered. */
  readonly life: Life | undefined;
}

/** @param operations The operations of `operations/*.graphql` that the document was made of. */
export function question(document: string, variables: Variables, operations: readonly string[]): UpstreamQuestion {
  return { document, variables, body: JSON.stringify({ query: document, variables }), life: lifeOf(operations) };
}
