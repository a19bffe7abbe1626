import { ask } from "./ask.js";
import type { TestGateway } from "./gateway.js";

interface PageOf<Item> {
  readonly edges: readonly { readonly cursor: string; readonly node: Item }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface ListToWalk {
  /** The field with its arguments but for `first` and `after`, for example `repositories(search: "a", $page)`. */
  readonly field: string;
  readonly first: number;
  /** Selection of each item. */
  readonly select: string;
  /** Called when a page has come, before the next is asked for. */
  readonly afterPage?: () => Promise<void>;
}

/** Goes through a list page by page until there is no further one, and gives all its items in order. */
export async function walkList<Item>(
  gateway: TestGateway,
  { field, first, select, afterPage }: ListToWalk,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  const page = field.replace("$page", "first: $first, after: $after");
  const operation = `query($first: Int!, $after: String) {
    list: ${page} { edges { cursor node ${select} } pageInfo { hasNextPage endCursor } } }`;
  for (let after: string | null = null; ;) {
    const { list }: { list: PageOf<Item> } = await ask(gateway, operation, { first, after });
    if (list.edges.length > first)
      throw new Error(`A page has ${list.edges.length} items, and ${first} were asked for.`);
    items.push(...list.edges.map(({ node }) => node));
    await afterPage?.();
    if (!list.pageInfo.hasNextPage) return items;
    after = list.pageInfo.endCursor;
    if (after === null || seen.has(after))
      throw new Error(`The walk stands still at ${after} after ${items.length} items.`);
    seen.add(after);
  }
}
