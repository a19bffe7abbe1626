import { cacheExchange, type Cache, type CacheExchangeOpts } from "@urql/exchange-graphcache";
import { mergePages } from "./merge-pages.js";
import { EMBEDDED, POSSIBLE_TYPES, SINGLETONS } from "./schema-shape.js";

/** The normalized cache: one entry for each object, by its global id. */
export function createCache() {
  return cacheExchange({
    possibleTypes: POSSIBLE_TYPES,
    keys: {
      ...Object.fromEntries(EMBEDDED.map((name) => [name, () => null])),
      ...Object.fromEntries(SINGLETONS.map((name) => [name, () => name])),
      RateLimit: ({ resource }) => (typeof resource === "string" ? resource : null),
    },
    resolvers: {
      Query: {
        branches: mergePages,
        repositories: mergePages,
        searchRepositories: mergePages,
        organizations: mergePages,
        installations: mergePages,
        suggestedTasks: mergePages,
      },
    },
    updates: {
      Mutation: {
        // Another credential sees another GitHub.
        setGitHubToken: ({ setGitHubToken }, _arguments, cache) => whenChanged(setGitHubToken, "credential", cache),
        removeGitHubToken: (_result, _arguments, cache) => forgetLists(cache),
        refreshAccess: (_result, _arguments, cache) => forgetLists(cache),
        // What was used last comes first.
        recordRepositoryUse: (_result, _arguments, cache) => forget(cache, (name) => name === "repositories"),
      },
    },
  } satisfies Partial<CacheExchangeOpts>);
}

/** A refused token has changed nothing. */
function whenChanged(payload: unknown, field: string, cache: Cache): void {
  if (typeof payload === "object" && payload !== null && Reflect.get(payload, field) !== null) forgetLists(cache);
}

/** Everything that GitHub was asked for is asked for anew, by whoever shows it. */
function forgetLists(cache: Cache): void {
  const ours = new Set(["session", "gateway", "tokenGuide", "settings", "rateLimit"]);
  forget(cache, (name) => !ours.has(name));
}

function forget(cache: Cache, isMeant: (fieldName: string) => boolean): void {
  for (const { fieldName, fieldKey } of cache.inspectFields("Query")) {
    if (isMeant(fieldName)) cache.invalidate("Query", fieldKey);
  }
}
