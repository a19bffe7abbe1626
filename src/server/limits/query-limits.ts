/**
 * What one operation may ask for. `gateway.limits` shows the numbers that a client can plan with.
 *
 * They leave room for several times the largest operation of a frontend and for the introspection query of common
 * tools; each stops a way of making a small request expensive.
 */
export const QUERY_LIMITS = {
  /** Bytes of a request's body, after decompression. */
  maxBodyBytes: 100_000,
  /** Tokens of a document; what the parser reads at most. */
  maxTokens: 4_000,
  /** Brackets inside brackets: the parser and its followers call themselves once for each. */
  maxNesting: 100,
  /** Fields inside fields, fragments followed. */
  maxDepth: 16,
  /** Fields and fragments of an operation, fragments followed each time that they are used. */
  maxSelections: 1_000,
  maxRootFields: 60,
  maxAliases: 100,
  maxFragments: 100,
  maxDirectives: 50,
  /** Comparisons of fields that come under the same name in the same place, as validation makes them. */
  maxComparisons: 10_000,
  /** Objects and lists inside each other in the variables. */
  maxVariableDepth: 20,
  /** Largest `first`. */
  maxPageSize: 100,
  /** Largest sum of `@cost`, each counted as often as `@listSize` says. */
  maxCost: 5_000,
} as const;
