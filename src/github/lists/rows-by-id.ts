import { NodesDocument } from "../generated/operations.js";
import { readRow, type Row } from "../selection/connection-page.js";
import { orThrow, presentList } from "../selection/present.js";
import type { NodesKey } from "../selection/shape.js";
import { itemShaper, nodesKeysOf, type ListCall } from "./list-call.js";

/**
 * Asks for repositories by id, as the client selected them, and for facts of them if the list needs some.
 *
 * @returns In the order of the ids; an error, or `undefined`, where GitHub withheld one.
 */
export async function askRowsById(
  ids: readonly string[],
  call: ListCall,
  facts?: string,
): Promise<readonly (Row | Error | undefined)[]> {
  if (ids.length === 0) return [];
  const keys = nodesKeysOf(call);
  const ask = (text: string) =>
    call.batch.ask(NodesDocument, { ids }, { ...call.selection, text: `{ ... on Repository ${text} }` });
  const [knownAnswer, ...answers] = await Promise.all([
    facts === undefined ? undefined : ask(facts),
    ...keys.map(({ node }) => ask(node.text)),
  ]);
  const hasErrors = [knownAnswer, ...answers].some((answer) => answer?.hasErrors === true);
  const shapeItem = itemShaper(call, { hasErrors });
  const lists = answers.map(({ value }) => orThrow(presentList(value)));
  const known = knownAnswer && orThrow(presentList(knownAnswer.value));
  return ids.map((_id, index) => {
    const items = new Map<NodesKey, unknown>(keys.map((key, each) => [key, lists[each]?.[index]]));
    return readRow(items, shapeItem, known === undefined ? {} : { facts: known[index] });
  });
}
