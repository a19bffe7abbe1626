import type { GraphQLAnswer } from "../answer.js";
import { onAbort } from "../on-abort.js";
import type { Ask } from "./answer-memory.js";

/** One question under way, and everyone who waits for its answer. */
export class Flight {
  readonly answer: Promise<GraphQLAnswer>;
  readonly #controller = new AbortController();
  #waiting = 0;

  constructor(ask: Ask) {
    this.answer = ask(this.#controller.signal);
  }

  /** Whether everyone who waited has gone; the answer will be an error. */
  get isAbandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  /**
   * Waits for the answer. When everyone who waits has gone, GitHub is not kept at it any longer.
   *
   * @param signal Aborted when this one goes; `undefined` for somebody who stays.
   */
  async join(signal: AbortSignal | undefined): Promise<GraphQLAnswer> {
    this.#waiting += 1;
    const stay = onAbort(signal, () => this.#leave());
    try {
      return await this.answer;
    } finally {
      stay();
    }
  }

  #leave(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#controller.abort();
  }
}
