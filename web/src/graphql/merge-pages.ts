import { stringifyVariables } from "@urql/core";
import type { Cache, Resolver, Variables } from "@urql/exchange-graphcache";

interface Page {
  readonly key: string;
  readonly after: unknown;
  readonly endCursor: unknown;
}

/**
 * Shows all pages of a list that have been loaded as one, in order: a component asks for the next page with `after` and
 * gets everything up to it. What GitHub left out, and the end, are those of the last page.
 *
 * graphcache's own `relayPagination` knows nothing of `restrictions`.
 */
export const mergePages: Resolver = (_parent, wanted, cache, { parentKey, fieldName }) => {
  const pages = pagesOf({ cache, parentKey, fieldName, wanted });
  const chain = chainTo(wanted["after"] ?? null, pages);
  const last = chain.at(-1);
  // What has not been loaded yet is asked for.
  if (last === undefined) return undefined;
  return {
    __typename: cache.resolve(last.key, "__typename"),
    nodes: [...new Set(chain.flatMap(({ key }) => linksOf(cache, key, "nodes")))],
    pageInfo: cache.resolve(last.key, "pageInfo"),
    restrictions: cache.resolve(last.key, "restrictions"),
    totalCount: cache.resolve(last.key, "totalCount"),
  };
};

interface PageSearch {
  readonly cache: Cache;
  readonly parentKey: string;
  readonly fieldName: string;
  readonly wanted: Variables;
}

function pagesOf({ cache, parentKey, fieldName, wanted }: PageSearch): readonly Page[] {
  return cache.inspectFields(parentKey).flatMap(({ fieldName: name, fieldKey, arguments: given }) => {
    if (name !== fieldName || withoutCursor(given ?? {}) !== withoutCursor(wanted)) return [];
    const key = cache.resolve(parentKey, fieldKey);
    if (typeof key !== "string") return [];
    const pageInfo = cache.resolve(key, "pageInfo");
    const endCursor = typeof pageInfo === "string" ? cache.resolve(pageInfo, "endCursor") : null;
    return [{ key, after: given?.["after"] ?? null, endCursor }];
  });
}

/** The pages from the first one to the one after a cursor; none if one of them is missing. */
function chainTo(after: unknown, pages: readonly Page[]): readonly Page[] {
  const chain: Page[] = [];
  let cursor = after;
  while (chain.length <= pages.length) {
    const page = pages.find((candidate) => candidate.after === cursor);
    if (page === undefined) return [];
    chain.unshift(page);
    if (cursor === null) return chain;
    const before = pages.find(({ endCursor }) => endCursor === cursor);
    if (before === undefined) return [];
    cursor = before.after;
  }
  return [];
}

function withoutCursor({ after: _after, ...others }: Variables): string {
  return stringifyVariables(others);
}

function linksOf(cache: Cache, key: string, field: string): readonly string[] {
  const links = cache.resolve(key, field);
  return Array.isArray(links) ? links.filter((link) => typeof link === "string") : [];
}
