import { Kind, visit, type DocumentNode } from "graphql";
import type { ErrorCode } from "../../errors/error-catalogue.js";
import { GatewayError } from "../../errors/gateway-error.js";
import { countComparisons } from "./comparisons.js";
import { Extents } from "./extent.js";
import { fragmentsOf } from "./fragments.js";
import { QUERY_LIMITS } from "./query-limits.js";

const { maxAliases, maxComparisons, maxDepth, maxDirectives, maxFragments, maxRootFields, maxSelections } =
  QUERY_LIMITS;

/**
 * Refuses documents that are small to send and large to validate or to run. Comes before validation, which compares
 * fields with each other.
 *
 * @throws GatewayError `QUERY_TOO_DEEP`, `QUERY_TOO_EXPENSIVE`, or `GRAPHQL_VALIDATION_FAILED` for fragments in a circle.
 */
export function assertDocumentWithinLimits(document: DocumentNode): void {
  assertCountsWithinLimits(document);
  const fragments = fragmentsOf(document);
  const extents = new Extents(fragments);
  let comparisons = 0;
  for (const definition of document.definitions) {
    const isOperation = definition.kind === Kind.OPERATION_DEFINITION;
    if (!isOperation && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const { depth, selections, ownFields } = extents.of(definition.selectionSet);
    if (depth > maxDepth) refuse(maxDepth, "fields inside each other", "QUERY_TOO_DEEP");
    if (selections > maxSelections) refuse(maxSelections, "fields and fragments");
    if (isOperation && ownFields > maxRootFields) refuse(maxRootFields, "fields at the root");
    comparisons += countComparisons(definition.selectionSet, fragments);
    if (comparisons > maxComparisons) refuse(maxComparisons, "pairs of fields to be merged");
  }
}

function assertCountsWithinLimits(document: DocumentNode): void {
  let aliases = 0;
  let directives = 0;
  let fragments = 0;
  visit(document, {
    FragmentDefinition() {
      if (++fragments > maxFragments) refuse(maxFragments, "fragments");
    },
    Field(node) {
      if (node.alias && ++aliases > maxAliases) refuse(maxAliases, "aliases");
    },
    Directive() {
      if (++directives > maxDirectives) refuse(maxDirectives, "directives");
    },
  });
}

function refuse(limit: number, what: string, code: ErrorCode = "QUERY_TOO_EXPENSIVE"): never {
  throw new GatewayError(code, `The document has more than ${limit} ${what}. Ask for less at once.`);
}
