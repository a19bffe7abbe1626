import type { AnswerOrigin } from "../memory/answer-memory.js";
import type { UpstreamQuestion } from "./upstream-question.js";

/** What one request has asked of GitHub, for a client that wants to know. */
export class UpstreamReport {
  readonly #sent: UpstreamQuestion[] = [];
  readonly #origins: Record<AnswerOrigin, number> = { hit: 0, stale: 0, shared: 0, miss: 0 };
  #restCalls = 0;

  asked(question: UpstreamQuestion): void {
    this.#sent.push(question);
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
      points: this.#sent.reduce((sum, { cost }) => sum + cost().points, 0),
      cache: { hits: hit, stale, shared, misses: miss },
    };
  }
}
