import { useState } from "react";
import { useQuery, type CombinedError, type TypedDocumentNode } from "urql";
import { failureOf, type Failure } from "../../errors/failure.js";

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface EndlessListOptions<Data, Variables extends object, List extends Page> {
  readonly query: TypedDocumentNode<Data, Variables & { readonly after?: string | null | undefined }>;
  /** All but `after`. Others are another list. */
  readonly variables: Variables;
  /** Root field of the list. */
  readonly field: keyof Data & string;
  readonly listOf: (data: Data) => List | null | undefined;
  /** The first page, where it came with another operation. */
  readonly first?: FirstPage<List> | undefined;
  readonly isPaused?: boolean;
}

export interface FirstPage<List> {
  readonly list: List | null | undefined;
  readonly failure: Failure | undefined;
  readonly again: () => void;
}

export interface EndlessList<Data, List> {
  /** All pages so far. Stays while more is on the way, and while asking anew fails. */
  readonly list: List | undefined;
  /** Everything that came with the last page. */
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  /** The one of the list itself. */
  readonly failure: Failure | undefined;
  /** Whether `list` is not yet the one that is asked for. */
  readonly isPending: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  readonly again: () => void;
  /** Goes back to the first page, before something changes the list. */
  readonly restart: () => void;
}

/** A list that grows page by page. The cache joins the pages: see `graphql/merge-pages.ts`. */
export function useEndlessList<Data, Variables extends object, List extends Page>({
  query,
  variables,
  field,
  listOf,
  first,
  isPaused = false,
}: EndlessListOptions<Data, Variables, List>): EndlessList<Data, List> {
  const name = JSON.stringify(variables);
  const [cursor, setCursor] = useState<{ readonly name: string; readonly after: string }>();
  const after = cursor?.name === name ? cursor.after : undefined;
  const isGiven = first !== undefined && after === undefined;
  const [result, ask] = useQuery({ query, variables: { ...variables, after }, pause: isPaused || isGiven });
  const isSettled = isGiven || !result.fetching;
  const settled = isGiven ? first.list : isSettled ? result.data && listOf(result.data) : undefined;
  const failure = isGiven ? first.failure : isSettled ? failureOf(result.error, field) : undefined;
  const isPending = after === undefined && !isSettled;
  const kept = useKept(settled, name);
  const list = settled ?? (isPending || kept?.name === name ? kept?.value : undefined);

  return {
    list,
    data: isGiven ? undefined : result.data,
    error: isGiven ? undefined : result.error,
    failure,
    isPending,
    isLoadingMore: after !== undefined && !isSettled,
    loadMore: () => {
      const { hasNextPage = false, endCursor = null } = settled?.pageInfo ?? {};
      if (hasNextPage && endCursor !== null) setCursor({ name, after: endCursor });
    },
    again: isGiven ? first.again : () => ask({ requestPolicy: "network-only" }),
    restart: () => setCursor(undefined),
  };
}

interface Kept<Value> {
  readonly name: string;
  readonly value: Value;
}

/** The last value that was there, and what it was of. */
function useKept<Value>(value: Value | null | undefined, name: string): Kept<Value> | undefined {
  const [kept, keep] = useState<Kept<Value>>();
  if (value && (kept?.value !== value || kept.name !== name)) keep({ name, value });
  return kept;
}
