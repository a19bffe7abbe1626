import { GatewayError } from "../../errors/gateway-error.js";
import type { SentRequest } from "../graphql/graphql-request.js";

/** Which documents may be run. */
export interface Documents {
  /**
   * The text that a request is about.
   *
   * @throws GatewayError when it may not be run here, or when nobody knows it by its id.
   */
  textOf(request: Pick<SentRequest, "query" | "documentId">): string;
}

/** Every document, and none by an id. */
export const ALL_DOCUMENTS: Documents = {
  textOf({ query, documentId }) {
    if (query !== undefined && documentId === undefined) return query;
    throw new GatewayError("PERSISTED_QUERY_NOT_SUPPORTED", "Persisted queries are off. Send the query in full.");
  },
};
