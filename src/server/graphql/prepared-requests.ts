import { getOperationAST, OperationTypeNode, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { RequestContext } from "../../context/request-context.js";
import { GatewayError } from "../../errors/gateway-error.js";
import type { Documents } from "../documents/documents.js";
import { CostTable } from "../limits/cost-table.js";
import { assertCostWithinLimits } from "../limits/operation-cost.js";
import { PreparedDocuments } from "../limits/prepared-documents.js";
import { assertVariablesWithinLimits } from "../limits/variable-limits.js";
import type { GraphQLRequest, SentRequest } from "./graphql-request.js";
import type { UnreadGraphQL } from "./read-request.js";
import { ShortCuts, type BoundShortCut } from "./short-cuts.js";

/** A request that is within the limits, ready to be run. */
export interface PreparedRequest extends GraphQLRequest {
  /** Absent for a text that GraphQL has to find fault with. */
  readonly operation: OperationDefinitionNode | undefined;
  readonly shortCut: BoundShortCut | undefined;
}

// Frontends send the same few texts all the time: whatever depends on nothing else is worked out once. A parsed document
// takes some thirty times the memory of its text.
const MAX_REQUESTS = 2_000;
const MAX_CHARACTERS = 500_000;

export interface PreparedRequestsOptions {
  readonly schema: GraphQLSchema;
  /** Those that may be run. */
  readonly documents: Documents;
  /** The context in which resolvers give plans. */
  readonly planning: RequestContext;
}

/** Requests by what stands in them. Only queries are remembered: mutations carry secrets, and are not sent twice. */
export class PreparedRequests {
  readonly #schema: GraphQLSchema;
  readonly #allowed: Documents;
  readonly #documents = new PreparedDocuments();
  readonly #costs: CostTable;
  readonly #shortCuts: ShortCuts;
  readonly #known = new LRUCache<string, PreparedRequest>({
    max: MAX_REQUESTS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_request, key) => key.length,
  });

  constructor({ schema, documents, planning }: PreparedRequestsOptions) {
    this.#schema = schema;
    this.#allowed = documents;
    this.#costs = new CostTable(schema);
    this.#shortCuts = new ShortCuts(schema, planning);
  }

  /** @throws GatewayError for what is no GraphQL request, may not be run, or exceeds a limit. */
  prepare({ key, read }: UnreadGraphQL): PreparedRequest {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const prepared = this.#prepare(read());
    if (prepared.operation?.operation === OperationTypeNode.QUERY) this.#known.set(key, prepared);
    return prepared;
  }

  #prepare({ operationName, variables, ...sent }: SentRequest): PreparedRequest {
    const query = this.#allowed.textOf(sent);
    const request = { query, operationName, variables };
    assertVariablesWithinLimits(variables);
    const document = this.#documents.prepare(query);
    const operation = (document && getOperationAST(document, operationName)) ?? undefined;
    if (document === undefined || operation === undefined) return { ...request, operation, shortCut: undefined };
    assertOffered(this.#schema, operation);
    assertCostWithinLimits({ schema: this.#schema, costs: this.#costs, document, operation, variables });
    return { ...request, operation, shortCut: this.#shortCuts.of(document, operation)?.with(variables) };
  }
}

/** @throws GatewayError `OPERATION_RESOLUTION_FAILURE` for a kind of operation that the schema does not have. */
function assertOffered(schema: GraphQLSchema, { operation }: OperationDefinitionNode): void {
  if (schema.getRootType(operation)) return;
  throw new GatewayError("OPERATION_RESOLUTION_FAILURE", `There is no ${operation} here. Send a query or a mutation.`);
}
