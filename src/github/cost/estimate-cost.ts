import { LRUCache } from "lru-cache";
import { costFormulaOf, type CostFormula } from "./cost-formula.js";

/** What GitHub charges for a document, by its own formula. */
export interface EstimatedCost {
  /** Taken from the hourly budget. */
  readonly points: number;
  /** How many objects its lists can bring at most; GitHub refuses more than 500,000. */
  readonly nodes: number;
}

// A formula is small beside the text that it is known by.
const MAX_CHARACTERS = 2_000_000;

const formulas = new LRUCache<string, CostFormula>({
  maxSize: MAX_CHARACTERS,
  sizeCalculation: (_formula, document) => document.length,
});

/**
 * What one document will cost. GitHub counts the requests that it would take to fill every list, each once for every
 * object of the lists around it, and takes a point for a hundred of them.
 *
 * @param document Text of a query with one operation; read once.
 * @see https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function estimateCost(document: string, variables: Readonly<Record<string, unknown>>): EstimatedCost {
  let formula = formulas.get(document);
  if (formula === undefined) formulas.set(document, (formula = costFormulaOf(document)));
  const { requests, nodes } = formula(variables);
  // GitHub says "divide by 100 and round", and rounds down, as the costs that it reports show.
  return { points: Math.max(1, Math.floor(requests / 100)), nodes };
}
