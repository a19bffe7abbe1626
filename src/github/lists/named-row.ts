import { GatewayError } from "../../errors/gateway-error.js";
import { RepositoryDocument } from "../generated/operations.js";
import { readRow, type Row } from "../selection/connection-page.js";
import { missing } from "../selection/present.js";
import type { NodesKey } from "../selection/shape.js";
import { itemShaper, nodesKeysOf, type ListCall } from "./list-call.js";

/**
 * A repository by its name, as a row of a list.
 *
 * @returns Nothing where there is none, and the error where somebody withholds it.
 */
export async function askNamedRow(
  { owner, name }: { readonly owner: string; readonly name: string },
  facts: string,
  call: ListCall,
): Promise<Row | Error | undefined> {
  const variables = { owner, name, followRenames: true };
  const ask = (text: string) => call.batch.ask(RepositoryDocument, variables, { ...call.selection, text });
  const keys = nodesKeysOf(call);
  try {
    const [known, ...answers] = await Promise.all([ask(facts), ...keys.map(({ node }) => ask(node.text))]);
    const items = new Map<NodesKey, unknown>(keys.map((key, index) => [key, answers[index]?.value]));
    return readRow(items, itemShaper(call, known), { facts: known.value }) ?? missing();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return error.code === "NOT_FOUND" ? undefined : error;
  }
}
