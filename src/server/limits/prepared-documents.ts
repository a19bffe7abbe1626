import { GraphQLError, parse, type DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";
import { assertDocumentWithinLimits } from "./document-limits.js";
import { QUERY_LIMITS } from "./query-limits.js";
import { assertSourceWithinLimits } from "./source-limits.js";

// A parsed document takes some thirty times the memory of its text.
const MAX_DOCUMENTS = 500;
const MAX_CHARACTERS = 500_000;

/** Documents that were found to be within the limits; each is looked at once while it is remembered. */
export class PreparedDocuments {
  readonly #known = new LRUCache<string, DocumentNode>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_document, text) => text.length,
  });

  /**
   * The document of a text; `undefined` when it does not parse, which GraphQL will explain.
   *
   * @throws GatewayError when it exceeds a limit.
   */
  prepare(text: string): DocumentNode | undefined {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    try {
      assertSourceWithinLimits(text);
      const document = parse(text, { maxTokens: QUERY_LIMITS.maxTokens });
      assertDocumentWithinLimits(document);
      this.#known.set(text, document);
      return document;
    } catch (error) {
      if (error instanceof GraphQLError) return undefined;
      throw error;
    }
  }
}
