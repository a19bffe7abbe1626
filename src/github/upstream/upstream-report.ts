import { estimateCost } from "../cost/estimate-cost.js";
import type { AnswerOrigin } from "../memory/answer-memory.js";
import type { Variables } from "../selection/shape.js";

/** A document that was sent to GitHub. */
export interface SentDocument {
  readonly document: string;
  readonly variables: Variables;
}

/** What one request has asked of GitHub, for a client that wants to know. */
export class UpstreamReport {
  readonly #sent: SentDocument[] = [];
  readonly #origins: Record<AnswerOrigin, number> = { hit: 0, stale: 0, shared: 0, miss: 0 };
  #restCalls = 0;

  asked(document: SentDocument): void {
    this.#sent.push(document);
  }

  askedRest(): void {
    this.#restCalls += 1;
  }

  answered(origin: AnswerOrigin): void {
    this.#origins[origin] += 1;
  }

  /** As it stands in the answer's `extensions.upstream`; points as GitHub's formula makes them of what was sent. */
  toJSON(): object {
    const { hit, stale, shared, miss } = this.#origins;
    return {
      calls: { graphql: this.#sent.length, rest: this.#restCalls },
      points: this.#sent.reduce((sum, { document, variables }) => sum + estimateCost(document, variables).points, 0),
      cache: { hits: hit, stale, shared, misses: miss },
    };
  }
}
