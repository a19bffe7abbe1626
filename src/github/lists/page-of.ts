import { readPage, type Page } from "../selection/connection-page.js";
import { orThrow } from "../selection/present.js";
import type { ConnectionKeys } from "../selection/shape.js";
import type { PartAnswer } from "../upstream/upstream-batch.js";
import { itemShaper, keysOf, type ListCall } from "./list-call.js";

/**
 * Reads a page of a list out of the answer to a part. What is missing of the whole document is missing from the list.
 *
 * @param connection What GitHub answered in the place of the list.
 * @throws GatewayError where GitHub withheld the list itself: it must not look empty.
 */
export function pageOf(connection: unknown, answer: PartAnswer, call: ListCall, keys?: ConnectionKeys): Page {
  const page = orThrow(readPage(connection, keys ?? keysOf(call), itemShaper(call, answer)));
  return { ...page, withheld: [...page.withheld, ...answer.elsewhere] };
}
